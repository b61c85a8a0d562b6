"""A program's calendar as its rules read it: series, what is different about some of their days, and who takes part.

As many SQL statements whatever stands on it: days are counted in Python, never asked for one by one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from client_app.domain.appointments import Appointment, Change, Exceptions, Series, Session, Weekly, appointments
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.recurrence import days_of
from client_app.models import (
    AppointmentChange,
    AppointmentSeries,
    Holiday,
    SeriesPhase,
)
from client_app.services._marked_days import marked_days

_SESSION = (
    AppointmentSeries.starts,
    AppointmentSeries.minutes,
    AppointmentSeries.place,
    AppointmentSeries.address,
    AppointmentSeries.link,
    AppointmentSeries.facilitator_id,
)

_TAKES_PLACE_ON = func.coalesce(AppointmentChange.moved_to, AppointmentChange.day)


@dataclass(frozen=True)
class Stretch:
    """Local days, both included."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Is this one of them?"""
        return self.since <= day <= self.until


@dataclass(frozen=True)
class Calendar:
    """A program whose calendar is read."""

    program_id: int
    zone: ZoneInfo

    @classmethod
    def of(cls, viewer: Viewer) -> "Calendar":
        """The calendar of the viewer's own program."""
        return cls(viewer.program_id, ZoneInfo(viewer.zone))


def appointments_in(calendar: Calendar, days: Stretch, *criteria: ColumnElement[bool]) -> list[Appointment]:
    """The appointments that a series puts on these days or that were moved there, in the order of their start.

    One that was moved away from these days is among them: whoever expects it there is told where it is.

    Args:
        calendar: of which program.
        days: the local days that are looked at.
        criteria: which series of the program; without any, all.

    """
    exceptions = exceptions_in(calendar, days)
    is_live = and_(
        AppointmentSeries.first_on <= days.until,
        or_(AppointmentSeries.last_on.is_(None), AppointmentSeries.last_on >= days.since),
    )
    changed = {series_id for series_id, _ in exceptions.changes}
    found = series_of(calendar, or_(is_live, AppointmentSeries.id.in_(changed)), *criteria)
    return appointments_of(found, exceptions, days)


def appointments_of(series: Iterable[Series], exceptions: Exceptions, days: Stretch) -> list[Appointment]:
    """The same of series and exceptions that were read before: nothing is asked of the database."""
    changed: dict[int, set[date]] = {}
    for series_id, day in exceptions.changes:
        changed.setdefault(series_id, set()).add(day)
    found: list[Appointment] = []
    for one in series:
        found += appointments(one, _days(one, days, changed.get(one.id, ())), exceptions)
    return sorted(found, key=lambda one: (one.starts_at, one.series.topic, one.series.id))


def appointment_on(calendar: Calendar, series: Series, day: date) -> Appointment | None:
    """The appointment that a series puts on a day, as it stands; nothing when it does not meet then."""
    if next(days_of(series.weekly, day, day), None) is None:
        return None
    return next(appointments(series, [day], exceptions_in(calendar, Stretch(day, day))))


def series_of(calendar: Calendar, *criteria: ColumnElement[bool]) -> list[Series]:
    """The series of a program that meet these criteria, each with its phases."""
    rows = db.session.execute(
        select(*AppointmentSeries.__table__.c, SeriesPhase.phase_id)
        .outerjoin(SeriesPhase, SeriesPhase.series_id == AppointmentSeries.id)
        .where(AppointmentSeries.program_id == calendar.program_id, *criteria)
        .order_by(AppointmentSeries.id)
    )
    found: dict[int, Row[*tuple[Any, ...]]] = {}
    phases: dict[int, set[int]] = {}
    for row in rows:
        found[row.id] = row
        phases.setdefault(row.id, set()).update(() if row.phase_id is None else (row.phase_id,))
    return [_series(row, frozenset(phases[number]), calendar.zone) for number, row in found.items()]


def exceptions_in(calendar: Calendar, days: Stretch) -> Exceptions:
    """What is different about appointments that a series puts on these days, or that were moved there."""
    changes = _changes(
        AppointmentSeries.program_id == calendar.program_id,
        or_(
            AppointmentChange.day.between(days.since, days.until),
            AppointmentChange.moved_to.between(days.since, days.until),
        ),
    )
    closed = db.session.scalars(
        select(Holiday.day).where(
            Holiday.program_id == calendar.program_id, Holiday.day.between(days.since, days.until)
        )
    )
    return Exceptions(changes, frozenset(closed))


def line_of(calendar: Calendar, series_id: int) -> set[int]:
    """A series and those that go on from it."""
    rows = db.session.execute(
        select(AppointmentSeries.id, AppointmentSeries.continues_id)
        .where(AppointmentSeries.program_id == calendar.program_id, AppointmentSeries.continues_id.is_not(None))
        .order_by(AppointmentSeries.id)
    )
    line = {series_id}
    for row in rows:  # whatever goes on from a series was made after it
        if row.continues_id in line:
            line.add(row.id)
    return line


def first_free_day(series: Series, now: datetime) -> date:
    """The first local day on which nothing of a series has begun: what is changed from here on changes no past.

    One that is about to begin has begun as soon as somebody is marked as there.
    """
    today = local_day(now, series.zone)
    changes = _changes(AppointmentChange.series_id == series.id, AppointmentChange.day >= today)
    named = sorted({today, *(day for _, day in changes)})
    met = [day for day in named if next(days_of(series.weekly, day, day), None)]
    begun = [one.day for one in appointments(series, met, Exceptions(changes)) if one.starts_at <= now]
    return max([today, *(day + ONE_DAY for day in (*begun, *marked_days(series, today)))])


def weekly_of(row: Any) -> Weekly:
    """When a stored series meets."""
    return Weekly(
        weekdays=tuple(int(digit) for digit in row.weekdays),
        first_on=row.first_on,
        last_on=row.last_on,
        every_weeks=row.every_weeks,
    )


def session_of(row: Any) -> Session:
    """When and where a stored series takes place, and with whom."""
    return Session(
        starts=row.starts,
        minutes=row.minutes,
        place=row.place,
        address=row.address,
        link=row.link,
        facilitator_id=row.facilitator_id,
    )


def changed_session(usual: Session, kept: Mapping[str, Any]) -> Session:
    """A session with what is stored as different about it."""
    different = {**kept, "starts": time.fromisoformat(kept["starts"])} if "starts" in kept else kept
    return replace(usual, **different)


def difference(usual: Session, session: Session) -> dict[str, Any]:
    """What is different about a session, ready to be stored."""
    told = {name: value for name, value in vars(session).items() if value != getattr(usual, name)}
    return {**told, "starts": f"{session.starts:%H:%M}"} if "starts" in told else told


def _series(row: Row[*tuple[Any, ...]], phase_ids: frozenset[int], zone: ZoneInfo) -> Series:
    return Series(
        id=row.id,
        kind=row.kind,
        topic=row.topic,
        weekly=weekly_of(row),
        session=session_of(row),
        zone=zone,
        capacity=row.capacity,
        phase_ids=phase_ids,
        participant_id=row.participant_id,
    )


def _changes(*criteria: ColumnElement[bool]) -> dict[tuple[int, date], Change]:
    rows = db.session.execute(
        select(
            AppointmentChange.series_id,
            AppointmentChange.day,
            AppointmentChange.number,
            AppointmentChange.is_cancelled,
            AppointmentChange.moved_to,
            AppointmentChange.session,
            AppointmentChange.changed_at,
            Holiday.changed_at.label("closed_at"),
            *_SESSION,
        )
        .join(AppointmentSeries, AppointmentSeries.id == AppointmentChange.series_id)
        .outerjoin(Holiday, and_(Holiday.program_id == AppointmentSeries.program_id, Holiday.day == _TAKES_PLACE_ON))
        .where(*criteria)
    )
    return {(row.series_id, row.day): _change(row) for row in rows}


def _change(row: Row[*tuple[Any, ...]]) -> Change:
    """What was decided last counts: the change, or the holiday that was set on its day after it."""
    is_closed = row.closed_at is not None and row.closed_at > row.changed_at
    return Change(
        is_cancelled=row.is_cancelled or is_closed,
        day=row.moved_to,
        session=changed_session(session_of(row), row.session),
        number=row.number,
    )


def _days(series: Series, days: Stretch, changed: Iterable[date]) -> list[date]:
    """The days on which the series puts something in the stretch, and those from which something was moved into it."""
    found = set(days_of(series.weekly, days.since, days.until))
    found.update(day for day in changed if day not in found and next(days_of(series.weekly, day, day), None))
    return sorted(found)
