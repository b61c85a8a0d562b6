"""A participant's time in the program: how it began, that it ends by a person only, and that it can begin again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import aliased

from client_app.domain.enrollments import (
    CHANGED_MEANWHILE,
    ENDED_ALREADY,
    STARTED_ALREADY,
    Beginning,
    why_not_aftercare,
)
from client_app.domain.local_days import local_day
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Person
from client_app.services._ending import end_pushing, end_trust
from client_app.services.acts import Act, act
from client_app.services.enrollments import read_by


@dataclass(frozen=True)
class Stay:
    """A participant's latest time in the program, as the care team sees it."""

    participant_id: int
    name: str
    has_joined: bool
    enrollment_id: int
    revision: int
    started_on: date
    beginning: Beginning
    ended_on: date | None
    ended_by: str | None
    aftercare_note: str | None


@dataclass(frozen=True)
class Aftercare:
    """What a participant finds once their time in the program has ended."""

    ended_on: date
    note: str | None


@dataclass(frozen=True)
class Ended:
    """Somebody whose time in the program has ended, and who is still found."""

    id: int
    name: str
    ended_on: date


def stay_of(viewer: Viewer, participant_id: int, now: datetime) -> Stay:
    """The latest time in the program of somebody whose record the viewer reads.

    Raises:
        NotFound: the viewer does not.

    """
    ender = aliased(Person)
    row = db.session.execute(
        select(Enrollment, Person.name, Person.joined_at, ender.name.label("ended_by"))
        .join(Person, Person.id == Enrollment.participant_id)
        .outerjoin(ender, ender.id == Enrollment.ended_by_id)
        .where(Enrollment.participant_id == participant_id, Person.id.in_(read_by(viewer, now)))
        .order_by(Enrollment.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    enrollment: Enrollment = row.Enrollment
    return Stay(
        participant_id=participant_id,
        name=row.name,
        has_joined=row.joined_at is not None,
        enrollment_id=enrollment.id,
        revision=enrollment.revision,
        started_on=enrollment.started_on,
        beginning=Beginning(enrollment.comes_from, enrollment.agreement or "", enrollment.planned_end_on),
        ended_on=enrollment.ended_on,
        ended_by=row.ended_by,
        aftercare_note=enrollment.aftercare_note,
    )


def ended_participants_of(viewer: Viewer, now: datetime) -> tuple[Ended, ...]:
    """Everybody whose time has ended and whose record the viewer still reads, the latest first."""
    later = aliased(Enrollment)
    is_latest = ~select(later.id).where(later.participant_id == Person.id, later.id > Enrollment.id).exists()
    rows = db.session.execute(
        select(Person.id, Person.name, Enrollment.ended_on)
        .join(Enrollment, Enrollment.participant_id == Person.id)
        .where(Enrollment.ended_on.is_not(None), is_latest, Person.id.in_(read_by(viewer, now)))
        .order_by(Enrollment.ended_on.desc(), Person.name)
    )
    return tuple(Ended(row.id, row.name, row.ended_on) for row in rows)


def aftercare_of(participant_id: int) -> Aftercare | None:
    """What a participant reads after the end; nothing while they take part, or when they never did."""
    row = db.session.execute(
        select(Enrollment.ended_on, Enrollment.aftercare_note)
        .where(Enrollment.participant_id == participant_id)
        .order_by(Enrollment.id.desc())
        .limit(1)
    ).one_or_none()
    return Aftercare(row.ended_on, row.aftercare_note) if row and row.ended_on else None


def correct_beginning(viewer: Viewer, participant_id: int, revision: int, beginning: Beginning, now: datetime) -> None:
    """Write down again where the participant came from, what was agreed, and the planned end.

    Raises:
        NotFound: the viewer does not read the record.
        Conflict: somebody changed it since the page was opened, or the time has ended.

    """
    with _latest(viewer, participant_id, now) as (a, enrollment):
        _refuse_ended(enrollment)
        if enrollment.revision != revision:
            raise Conflict(CHANGED_MEANWHILE)
        enrollment.comes_from = beginning.comes_from
        enrollment.agreement = beginning.agreement or None
        enrollment.planned_end_on = beginning.planned_end_on
        enrollment.revision += 1
        a.audit("enrollment.beginning_corrected", subject=enrollment, participant_id=participant_id)


def end_enrollment(viewer: Viewer, participant_id: int, note: str, now: datetime) -> None:
    """End the participant's time in the program today; their phones are trusted no longer.

    Their history, plan and help stay open to them, and what is flagged keeps its reader.

    Raises:
        NotFound: the viewer does not read the record.
        Invalid: there is no aftercare note, or it cannot be kept.
        Conflict: it has ended already.

    """
    reason = why_not_aftercare(note)
    if reason is not None:
        raise Invalid(reason)
    with _latest(viewer, participant_id, now) as (a, enrollment):
        _refuse_ended(enrollment)
        enrollment.ended_on = local_day(now, ZoneInfo(viewer.zone))
        enrollment.ended_by_id = viewer.person_id
        enrollment.aftercare_note = note
        phones = end_trust(a, participant_id)
        end_pushing(a, participant_id)
        a.audit("enrollment.ended", subject=enrollment, participant_id=participant_id, phones=phones)


def start_again(viewer: Viewer, participant_id: int, beginning: Beginning, now: datetime) -> None:
    """Begin a new time in the program today, in the caseload of the last one.

    Raises:
        NotFound: the viewer does not read the record.
        Conflict: the participant takes part already.

    """
    with _latest(viewer, participant_id, now) as (a, last):
        if last.ended_on is None:
            raise Conflict(STARTED_ALREADY)
        enrollment = Enrollment(
            program_id=last.program_id,
            participant_id=participant_id,
            caseload_id=last.caseload_id,
            started_on=local_day(now, ZoneInfo(viewer.zone)),
            comes_from=beginning.comes_from,
            agreement=beginning.agreement or None,
            planned_end_on=beginning.planned_end_on,
            takes_medication=last.takes_medication,
        )
        a.session.add(enrollment)
        a.audit("enrollment.started", subject=enrollment, participant_id=participant_id)


@contextmanager
def _latest(viewer: Viewer, participant_id: int, now: datetime) -> Iterator[tuple[Act, Enrollment]]:
    """An act about the participant's latest enrollment; acts about one participant follow one another.

    Raises:
        NotFound: the viewer does not read the record.

    """
    with act(viewer, now) as a:
        a.lock_participant(participant_id)
        enrollment = a.session.scalars(
            select(Enrollment)
            .where(Enrollment.participant_id == participant_id, Enrollment.participant_id.in_(read_by(viewer, now)))
            .order_by(Enrollment.id.desc())
            .limit(1)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if enrollment is None:
            raise NotFound
        yield a, enrollment


def _refuse_ended(enrollment: Enrollment) -> None:
    if enrollment.ended_on is not None:
        raise Conflict(ENDED_ALREADY)
