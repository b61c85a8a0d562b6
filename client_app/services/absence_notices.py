"""A participant says that they cannot make it. Their reader is told why; the rest of the staff are not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from client_app.domain.absence_notices import NOTE_LIMIT, Obstacle, use_told, why_not_tell
from client_app.domain.appointments import Appointment
from client_app.domain.plans import why_not_kept
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AbsenceNotice, AppointmentSeries, Person
from client_app.services._raising import Origin, raise_findings
from client_app.services.acts import Act, act
from client_app.services.enrollments import read_by, standing_to_check_in
from client_app.services.schedules import own_appointment

SHOWN_FOR = timedelta(days=14)
"""How long a past absence stands on a record."""

Seer = aliased(Person)


@dataclass(frozen=True)
class Told:
    """What a participant tells of an appointment that they cannot make."""

    obstacle: str
    wants_change: bool
    note: str

    def problems(self) -> dict[str, Sentence]:
        """Say for each field why it cannot be kept."""
        found = {
            "obstacle": None if self.obstacle in set(Obstacle) else Sentence(N_("Please choose what got in the way.")),
            "note": why_not_kept(self.note, NOTE_LIMIT),
        }
        return {field: problem for field, problem in found.items() if problem}


@dataclass(frozen=True)
class Notice:
    """What was told of one appointment."""

    id: int
    series_id: int
    day: date
    """The day on which the series puts it."""
    topic: str
    obstacle: Obstacle | None
    """Nothing for staff who do not read the person's record."""
    wants_change: bool
    note: str
    told_at: datetime
    seen_at: datetime | None
    seen_by: str | None

    @property
    def key(self) -> str:
        """The appointment's name in addresses."""
        return f"{self.series_id}-{self.day:%Y%m%d}"


@dataclass(frozen=True)
class Unseen:
    """What somebody told and nobody has seen yet."""

    participant_id: int
    name: str
    notice: Notice


def tell_absence(viewer: Viewer, key: str, told: Told, now: datetime) -> None:
    """Tell that the viewer cannot make an appointment of theirs; telling it again replaces what was told.

    Use that is told here raises its flag in the same act, as a check-in would.

    Raises:
        NotFound: the viewer is not expected at it.
        Refused: they are in no program now.
        Conflict: it is over or was cancelled.
        Invalid: what was told cannot be kept.

    """
    problem = next(iter(told.problems().values()), None)
    if problem:
        raise Invalid(problem)
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        one = _still_to_come(viewer, key, now)
        standing = standing_to_check_in(viewer)
        notice = _notice_of(a, viewer, one)
        before = notice.got_in_the_way if notice else None
        if notice is None:
            notice = AbsenceNotice(series_id=one.series.id, day=one.day, participant_id=viewer.person_id)
            a.session.add(notice)
        elif (before, notice.wants_change, notice.note) == (told.obstacle, told.wants_change, told.note):
            a.leave_unchanged()
            return
        notice.got_in_the_way, notice.wants_change, notice.note = told.obstacle, told.wants_change, told.note
        notice.told_at, notice.seen_at, notice.seen_by_id = now, None, None
        a.audit("absence.told", subject=notice, participant_id=viewer.person_id)
        if told.obstacle == Obstacle.USED != before:
            raise_findings(a, standing, [use_told(one.takes_place_on)], Origin(answered_at=now, arrived_at=now))


def take_absence_back(viewer: Viewer, key: str, now: datetime) -> None:
    """Say that the viewer can make it after all. A flag that was raised stays: somebody looks at it all the same.

    Raises:
        NotFound: the viewer is not expected at it, or told nothing of it.
        Conflict: it is over or was cancelled.

    """
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        one = _still_to_come(viewer, key, now)
        notice = _notice_of(a, viewer, one)
        if notice is None:
            raise NotFound
        a.audit("absence.taken_back", subject=notice, participant_id=viewer.person_id)
        a.session.delete(notice)


def see_absences(viewer: Viewer, numbers: Collection[int], now: datetime) -> None:
    """Note that somebody of the care team has seen what was told; the participant is shown so."""
    if not numbers:
        return
    with act(viewer, now) as a:
        rows = a.session.scalars(
            select(AbsenceNotice)
            .where(
                AbsenceNotice.id.in_(numbers),
                AbsenceNotice.seen_at.is_(None),
                AbsenceNotice.participant_id.in_(read_by(viewer, now)),
            )
            .with_for_update()
        ).all()
        for notice in rows:
            notice.seen_at, notice.seen_by_id = now, viewer.person_id
            a.audit("absence.seen", subject=notice, participant_id=notice.participant_id)
        if not rows:
            a.leave_unchanged()


def own_notices(participant_id: int, since: date) -> dict[tuple[int, date], Notice]:
    """What a participant told of their own appointments from a day on, by series and day."""
    rows = db.session.execute(
        _notices().where(AbsenceNotice.participant_id == participant_id, AbsenceNotice.day >= since)
    )
    return {(row.series_id, row.day): _as_notice(row) for row in rows}


def notices_of(viewer: Viewer, participant_id: int, today: date, now: datetime) -> tuple[Notice, ...]:
    """What a participant told, for those who read their record: what is to come and the last two weeks."""
    rows = db.session.execute(
        _notices()
        .where(
            AbsenceNotice.participant_id == participant_id,
            AbsenceNotice.participant_id.in_(read_by(viewer, now)),
            AbsenceNotice.day >= today - SHOWN_FOR,
        )
        .order_by(AbsenceNotice.day.desc(), AbsenceNotice.id.desc())
    )
    return tuple(_as_notice(row) for row in rows)


def unseen_by(viewer: Viewer, today: date, now: datetime) -> tuple[Unseen, ...]:
    """What nobody has seen yet of appointments to come, told by those whose record the viewer reads."""
    rows = db.session.execute(
        _notices()
        .add_columns(Person.name)
        .join(Person, Person.id == AbsenceNotice.participant_id)
        .where(
            AbsenceNotice.seen_at.is_(None),
            AbsenceNotice.day >= today,
            AbsenceNotice.participant_id.in_(read_by(viewer, now)),
        )
        .order_by(AbsenceNotice.day, AbsenceNotice.id)
    )
    return tuple(Unseen(row.participant_id, row.name, _as_notice(row)) for row in rows)


def notices_at(one: Appointment, readable: Collection[int]) -> Mapping[int, Notice]:
    """Who has told that they cannot make an appointment; why, only of those whose record may be read."""
    rows = db.session.execute(_notices().where(AbsenceNotice.series_id == one.series.id, AbsenceNotice.day == one.day))
    return {row.participant_id: _as_notice(row, is_readable=row.participant_id in readable) for row in rows}


def absent_from(found: Iterable[Appointment]) -> Mapping[tuple[int, date], int]:
    """How many have told that they cannot make each of these appointments, in one statement."""
    named = {(one.series.id, one.day) for one in found}
    if not named:
        return {}
    rows = db.session.execute(
        select(AbsenceNotice.series_id, AbsenceNotice.day, func.count().label("total"))
        .where(
            AbsenceNotice.series_id.in_({series_id for series_id, _ in named}),
            AbsenceNotice.day.between(min(day for _, day in named), max(day for _, day in named)),
        )
        .group_by(AbsenceNotice.series_id, AbsenceNotice.day)
    )
    return {(row.series_id, row.day): row.total for row in rows}


def _still_to_come(viewer: Viewer, key: str, now: datetime) -> Appointment:
    one = own_appointment(viewer, key)
    reason = why_not_tell(is_over=one.ends_at <= now, is_cancelled=not one.is_on)
    if reason:
        raise Conflict(reason)
    return one


def _notice_of(a: Act, viewer: Viewer, one: Appointment) -> AbsenceNotice | None:
    return a.session.scalars(
        select(AbsenceNotice).where(
            AbsenceNotice.series_id == one.series.id,
            AbsenceNotice.day == one.day,
            AbsenceNotice.participant_id == viewer.person_id,
        )
    ).one_or_none()


def _notices() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AbsenceNotice.id,
            AbsenceNotice.series_id,
            AbsenceNotice.day,
            AbsenceNotice.participant_id,
            AbsenceNotice.got_in_the_way,
            AbsenceNotice.wants_change,
            AbsenceNotice.note,
            AbsenceNotice.told_at,
            AbsenceNotice.seen_at,
            AppointmentSeries.topic,
            Seer.name.label("seen_by"),
        )
        .join(AppointmentSeries, AppointmentSeries.id == AbsenceNotice.series_id)
        .outerjoin(Seer, Seer.id == AbsenceNotice.seen_by_id)
    )


def _as_notice(row: Row[*tuple[Any, ...]], *, is_readable: bool = True) -> Notice:
    return Notice(
        id=row.id,
        series_id=row.series_id,
        day=row.day,
        topic=row.topic,
        obstacle=Obstacle(row.got_in_the_way) if is_readable else None,
        wants_change=row.wants_change,
        note=row.note if is_readable else "",
        told_at=row.told_at,
        seen_at=row.seen_at,
        seen_by=row.seen_by,
    )
