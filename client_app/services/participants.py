"""The people of a caseload: who wrote something that nobody has read yet, and one person's whole record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, select, tuple_

from client_app.domain.contact_cards import Reach
from client_app.domain.flags import Severity
from client_app.domain.local_days import local_day
from client_app.domain.reachability import Reachability
from client_app.domain.refusals import NotFound
from client_app.domain.trends import Trend
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CheckIn, Enrollment, Flag, Person
from client_app.services._reading import mark_read
from client_app.services.acts import act
from client_app.services.check_in_sheets import Sheet, sheets
from client_app.services.contact_cards import reach_of, with_reach
from client_app.services.enrollments import read_by
from client_app.services.flag_histories import FlagLine, flags_of
from client_app.services.flag_standings import is_unresolved
from client_app.services.plans import Plan, plan_of
from client_app.services.reachability import reachabilities
from client_app.services.trends import craving_trends
from client_app.services.triage import refuse_idle_director

A_PAGE = 30
"""Check-ins on one page of a record."""


@dataclass(frozen=True)
class ListedParticipant:
    """A person of the viewer's caseload."""

    id: int
    name: str
    has_joined: bool
    unread: int
    """Check-ins and updates that nobody has read."""
    unread_since: datetime | None
    newest_unread: int | None
    """The latest of them, so that "mark as read" never covers one that came in after the page was opened."""
    last_day: date | None
    """The latest local day with a check-in or update."""
    flags: int
    severity: Severity | None
    """The highest of the flags that are not closed."""


@dataclass(frozen=True)
class Record:
    """One participant's record, as the care team opens it."""

    id: int
    name: str
    reach: Reach
    reachability: Reachability
    started_on: date
    ended_on: date | None
    takes_medication: bool
    flags: tuple[FlagLine, ...]
    check_ins: tuple[Sheet, ...]
    older: int | None
    """The check-in from which the next page goes on; nothing on the last page."""
    picture: Trend
    plan: Plan

    @property
    def unread(self) -> tuple[int, ...]:
        """The check-ins on this page that nobody had read before it was opened."""
        return tuple(sheet.id for sheet in self.check_ins if sheet.read_at is None)


def participants_of(viewer: Viewer, now: datetime) -> tuple[ListedParticipant, ...]:
    """Everybody whose record the viewer reads now: unread check-ins first, the longest waiting on top; then by name.

    Raises:
        NotFound: nobody falls to this director.

    """
    refuse_idle_director(viewer, now)
    readable = read_by(viewer, now)
    people = db.session.execute(
        select(Person.id, Person.name, Person.joined_at)
        .join(Enrollment, Enrollment.participant_id == Person.id)
        .where(Enrollment.ended_on.is_(None), Person.id.in_(readable))
    ).all()
    unread = _by_person(
        select(
            CheckIn.participant_id,
            func.count().label("total"),
            func.min(CheckIn.arrived_at).label("since"),
            func.max(CheckIn.id).label("newest"),
        ).where(CheckIn.read_at.is_(None), CheckIn.participant_id.in_(readable))
    )
    latest = _by_person(
        select(CheckIn.participant_id, func.max(CheckIn.day).label("day")).where(CheckIn.participant_id.in_(readable))
    )
    flags = _by_person(
        select(Flag.participant_id, func.count().label("total"), func.max(Flag.severity).label("severity")).where(
            is_unresolved(), Flag.participant_id.in_(readable)
        )
    )
    listed = [_listed(row, unread.get(row.id), latest.get(row.id), flags.get(row.id)) for row in people]
    return tuple(sorted(listed, key=lambda one: (one.unread_since is None, one.unread_since or now, one.name, one.id)))


def record_of(viewer: Viewer, participant_id: int, now: datetime, older_than: int | None = None) -> Record:
    """One participant's record; its page of check-ins begins after the check-in ``older_than``.

    Raises:
        NotFound: the viewer may not read it, or there is none.

    """
    row = _readable(viewer, participant_id, now)
    page = [] if older_than is None else [tuple_(CheckIn.day, CheckIn.id) < _place_of(participant_id, older_than)]
    found = sheets(participant_id, *page, limit=A_PAGE + 1)
    today = local_day(now, ZoneInfo(viewer.zone))
    return Record(
        id=row.id,
        name=row.name,
        reach=reach_of(row),
        reachability=reachabilities([participant_id], now, ZoneInfo(viewer.zone))[participant_id],
        started_on=row.started_on,
        ended_on=row.ended_on,
        takes_medication=row.takes_medication,
        flags=flags_of(participant_id),
        check_ins=found[:A_PAGE],
        older=found[A_PAGE - 1].id if len(found) > A_PAGE else None,
        picture=craving_trends([participant_id], today)[participant_id],
        plan=plan_of(viewer, participant_id, now),
    )


def read_check_ins(viewer: Viewer, participant_id: int, newest: int, now: datetime) -> None:
    """Mark the participant's check-ins as read, up to the newest one that the viewer knew of.

    Raises:
        NotFound: the viewer may not read them.

    """
    _readable(viewer, participant_id, now)
    with act(viewer, now) as a:
        a.lock_participant(participant_id)
        unread = a.session.scalars(
            select(CheckIn.id).where(
                CheckIn.participant_id == participant_id, CheckIn.read_at.is_(None), CheckIn.id <= newest
            )
        ).all()
        if not mark_read(a, participant_id, unread):
            a.leave_unchanged()


def record_medication(viewer: Viewer, participant_id: int, now: datetime, *, takes: bool) -> None:
    """Put on record whether medication is prescribed, and so whether the check-in asks about it.

    Raises:
        NotFound: the viewer may not read the record.

    """
    row = _readable(viewer, participant_id, now)
    with act(viewer, now) as a:
        a.lock_participant(participant_id)
        enrollment = a.session.get_one(Enrollment, row.enrollment_id)
        if enrollment.takes_medication == takes:
            a.leave_unchanged()
            return
        enrollment.takes_medication = takes
        a.audit("enrollment.medication_recorded", subject=enrollment, participant_id=participant_id)


def _readable(viewer: Viewer, participant_id: int, now: datetime) -> Row[*tuple[Any, ...]]:
    """The person with their latest enrollment.

    Raises:
        NotFound: the viewer may not read the record.

    """
    people = select(
        Person.id,
        Person.name,
        Enrollment.id.label("enrollment_id"),
        Enrollment.started_on,
        Enrollment.ended_on,
        Enrollment.takes_medication,
    )
    row = db.session.execute(
        with_reach(people.join(Enrollment, Enrollment.participant_id == Person.id))
        .where(Person.id == participant_id, Person.id.in_(read_by(viewer, now)))
        .order_by(Enrollment.ended_on.is_not(None), Enrollment.started_on.desc())
    ).first()
    if row is None:
        raise NotFound
    return row


def _place_of(participant_id: int, check_in_id: int) -> Any:
    """A check-in's place in the order of the page."""
    return (
        select(CheckIn.day, CheckIn.id)
        .where(CheckIn.id == check_in_id, CheckIn.participant_id == participant_id)
        .scalar_subquery()
    )


def _by_person(counted: Select[*tuple[Any, ...]]) -> dict[int, Row[*tuple[Any, ...]]]:
    """A row of figures for each participant who has any."""
    rows = db.session.execute(counted.group_by(counted.selected_columns.participant_id))
    return {row.participant_id: row for row in rows}


def _listed(
    person: Row[*tuple[Any, ...]],
    unread: Row[*tuple[Any, ...]] | None,
    latest: Row[*tuple[Any, ...]] | None,
    flags: Row[*tuple[Any, ...]] | None,
) -> ListedParticipant:
    return ListedParticipant(
        id=person.id,
        name=person.name,
        has_joined=person.joined_at is not None,
        unread=unread.total if unread else 0,
        unread_since=unread.since if unread else None,
        newest_unread=unread.newest if unread else None,
        last_day=latest.day if latest else None,
        flags=flags.total if flags else 0,
        severity=flags.severity if flags else None,
    )
