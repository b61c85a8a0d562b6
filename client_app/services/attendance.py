"""Who was there: what stands marked of one appointment, and what was marked of one participant."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from client_app.domain.appointments import Appointment
from client_app.domain.attendance import Attendance, Attended, Mark, why_not_mark
from client_app.domain.flag_life import UNDO_WINDOW
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AppointmentSeries, AttendanceMark, Person, Program
from client_app.services.absence_notices import Notice
from client_app.services.calendars import Calendar, Stretch
from client_app.services.groups import AppointmentPage
from client_app.services.rosters import stays_in

ONE_MINUTE = timedelta(minutes=1)
Marker = aliased(Person)


@dataclass(frozen=True)
class Marked:
    """What stands marked for somebody."""

    mark: Mark
    """Its note is empty for whoever neither reads the person's record nor marked it."""
    has_note: bool
    version: str
    """Names this state of it, so that a form that was opened on another one is known to be stale."""
    by: str
    by_id: int
    at: datetime

    @property
    def hides_note(self) -> bool:
        """There is a note, and the viewer does not read it."""
        return self.has_note and not self.mark.note


@dataclass(frozen=True)
class Attendee:
    """Somebody who is expected at an appointment, or came all the same."""

    id: int
    name: str
    is_readable: bool
    """The viewer may open their record."""
    notice: Notice | None
    marked: Marked | None
    is_expected: bool = True

    @property
    def suggested(self) -> Attendance:
        """What a form offers first where nothing is marked: nothing is stored of it before somebody saves it."""
        return Attendance.EXCUSED if self.notice else Attendance.PRESENT


@dataclass(frozen=True)
class Roll:
    """Everybody of an appointment, with what is marked."""

    people: tuple[Attendee, ...]
    why_not: Sentence | None
    """Why nothing can be marked."""
    undo: Mapping[int, str]
    """The versions of what the viewer marked last, by person, while it can be taken back."""

    @property
    def unmarked(self) -> tuple[Attendee, ...]:
        """Those of whom nothing is marked."""
        return tuple(person for person in self.people if person.marked is None)

    @property
    def marked_at_once(self) -> Marked | None:
        """One of the marks where all were made by one person at one moment, so that it need be said once only."""
        marked = [person.marked for person in self.people if person.marked]
        return marked[0] if len({(one.by_id, one.at) for one in marked}) == 1 else None


def roll_of(viewer: Viewer, shown: AppointmentPage, now: datetime) -> Roll:
    """Everybody who is expected at an appointment, then those who came all the same, in one statement.

    Whoever may open the appointment sees the names and the marks. A note is for those who read the person's record, and
    for whoever marked it.
    """
    one = shown.appointment
    marked, names = _marked(viewer, one, shown.readable)
    expected = [
        Attendee(person.id, person.name, person.is_readable, person.notice, marked.get(person.id))
        for person in shown.people
    ]
    others = [
        Attendee(number, names[number], number in shown.readable, None, marked[number], is_expected=False)
        for number in sorted(marked.keys() - {person.id for person in shown.people}, key=names.__getitem__)
    ]
    undo = {} if why_not_mark(one, now) else _last_marked(viewer, marked, now)
    return Roll((*expected, *others), why_not_mark(one, now), undo)


def others_for(viewer: Viewer, one: Appointment, people: Collection[Attendee]) -> dict[int, str]:
    """Who takes part in the program that day and is not on the list; nobody for an appointment of one person."""
    if one.series.participant_id is not None:
        return {}
    day = one.takes_place_on
    here = {person.id for person in people}
    stays = sorted(stays_in(Calendar.of(viewer), Stretch(day, day)), key=lambda stay: stay.name.casefold())
    return {stay.participant_id: stay.name for stay in stays if stay.participant_id not in here}


def attended_by(participant_id: int, since: date, until: date) -> list[Attended]:
    """What was marked for a participant at what began on these local days, both included, in one statement.

    A day is that of the program's zone; what has no mark is not among them.
    """
    rows = db.session.execute(
        select(
            AttendanceMark.starts_at,
            AttendanceMark.ends_at,
            AttendanceMark.mark,
            AttendanceMark.minutes,
            Program.time_zone,
        )
        .join(AppointmentSeries, AppointmentSeries.id == AttendanceMark.series_id)
        .join(Program, Program.id == AppointmentSeries.program_id)
        .where(
            AttendanceMark.participant_id == participant_id,
            AttendanceMark.starts_at >= _around(since - ONE_DAY),
            AttendanceMark.starts_at < _around(until + 2 * ONE_DAY),
        )
        .order_by(AttendanceMark.starts_at, AttendanceMark.id)
    )
    found = (
        Attended(
            day=local_day(row.starts_at, ZoneInfo(row.time_zone)),
            planned_minutes=(row.ends_at - row.starts_at) // ONE_MINUTE,
            mark=row.mark,
            minutes=row.minutes,
        )
        for row in rows
    )
    return [one for one in found if since <= one.day <= until]


def version_of(row: Any) -> str:
    """Name the state of a stored mark; the instant tells one that was taken back and marked anew from the first."""
    return f"{row.revision}-{row.marked_at:%Y%m%d%H%M%S%f}"


def _marked(viewer: Viewer, one: Appointment, readable: Collection[int]) -> tuple[dict[int, Marked], dict[int, str]]:
    """What is marked of an appointment by person, and their names."""
    rows = db.session.execute(
        select(
            AttendanceMark.participant_id,
            AttendanceMark.mark,
            AttendanceMark.minutes,
            AttendanceMark.note,
            AttendanceMark.revision,
            AttendanceMark.marked_at,
            AttendanceMark.marked_by_id,
            Person.name,
            Marker.name.label("marker"),
        )
        .join(Person, Person.id == AttendanceMark.participant_id)
        .join(Marker, Marker.id == AttendanceMark.marked_by_id)
        .where(AttendanceMark.series_id == one.series.id, AttendanceMark.day == one.day)
    ).all()
    return (
        {row.participant_id: _as_marked(row, viewer, readable) for row in rows},
        {row.participant_id: row.name for row in rows},
    )


def _as_marked(row: Row[*tuple[Any, ...]], viewer: Viewer, readable: Collection[int]) -> Marked:
    reads = row.participant_id in readable or row.marked_by_id == viewer.person_id
    return Marked(
        mark=Mark(row.mark, row.minutes, row.note if reads else ""),
        has_note=bool(row.note),
        version=version_of(row),
        by=row.marker,
        by_id=row.marked_by_id,
        at=row.marked_at,
    )


def _last_marked(viewer: Viewer, marked: Mapping[int, Marked], now: datetime) -> dict[int, str]:
    own = {number: one for number, one in marked.items() if one.by_id == viewer.person_id}
    last = max((one.at for one in own.values()), default=now)
    if now - last > UNDO_WINDOW:
        return {}
    return {number: one.version for number, one in own.items() if one.at == last}


def _around(day: date) -> datetime:
    """The first instant of a day in UTC: no zone is further from it than a day."""
    return datetime.combine(day, time.min, UTC)
