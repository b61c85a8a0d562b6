"""A participant's own schedule: what comes next, where, and what has changed about it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from client_app.domain.appointments import Appointment, key_parts
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.phases import week_of
from client_app.domain.refusals import NotFound
from client_app.domain.roles import STAFF
from client_app.domain.rosters import Stay, is_expected
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AppointmentSeries, Enrollment, Person
from client_app.services.calendars import Calendar, Stretch, appointment_on, appointments_in, line_of, series_of
from client_app.services.rosters import stays_in

AHEAD = timedelta(weeks=4)
"""How far a schedule looks ahead."""


@dataclass(frozen=True)
class Entry:
    """One line of a schedule."""

    appointment: Appointment
    day: date
    """The day under which it stands."""
    facilitator: str | None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it was moved away from the day under which it stands, and only says so there."""
        return self.day != self.appointment.takes_place_on


@dataclass(frozen=True)
class Schedule:
    """What is planned for a participant, by how soon it comes."""

    today: date
    now: tuple[Entry, ...]
    """Of today, what has not ended."""
    this_week: tuple[Entry, ...]
    later: tuple[Entry, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned."""
        return not (self.now or self.this_week or self.later)


def schedule_of(viewer: Viewer, now: datetime) -> Schedule:
    """The viewer's own schedule of the next four weeks, in as many SQL statements whatever stands on it."""
    calendar = Calendar.of(viewer)
    today = local_day(now, calendar.zone)
    entries = _entries(viewer, calendar, Stretch(today, today + AHEAD), now)
    _, sunday = week_of(today)
    return Schedule(
        today=today,
        now=tuple(entry for entry in entries if entry.day == today),
        this_week=tuple(entry for entry in entries if today < entry.day <= sunday),
        later=tuple(entry for entry in entries if entry.day > max(today, sunday)),
    )


def coming_up(viewer: Viewer, now: datetime) -> tuple[Entry, ...]:
    """What is cancelled or moved today, and the next appointment that takes place within the next four weeks."""
    schedule = schedule_of(viewer, now)
    off_today = [entry for entry in schedule.now if entry.is_elsewhere or not entry.appointment.is_on]
    every = (*schedule.now, *schedule.this_week, *schedule.later)
    coming = (entry for entry in every if entry.appointment.is_on and not entry.is_elsewhere)
    following = next(coming, None)
    return (*off_today, *(() if following is None else (following,)))


def own_appointment(viewer: Viewer, key: str) -> Appointment:
    """An appointment at which the viewer is expected, also under the name that it had before its series went on.

    Raises:
        NotFound: there is none.

    """
    parts = key_parts(key)
    if parts is None:
        raise NotFound
    calendar = Calendar.of(viewer)
    for series in series_of(calendar, AppointmentSeries.id.in_(line_of(calendar, parts[0])), _may_be_for(viewer)):
        found = appointment_on(calendar, series, parts[1])
        if found is not None and _is_for(_own_stays(viewer, calendar, found.takes_place_on), found):
            return found
    raise NotFound


def facilitator_of(one: Appointment) -> str | None:
    """Who leads an appointment."""
    return db.session.scalar(select(Person.name).where(Person.id == one.session.facilitator_id))


def _entries(viewer: Viewer, calendar: Calendar, days: Stretch, now: datetime) -> list[Entry]:
    found = appointments_in(calendar, days, _may_be_for(viewer))
    if not found:
        return []
    stays = _own_stays(viewer, calendar, days.since, days.until)
    own = [one for one in found if _is_for(stays, one) and one.ends_at > now]
    names = _facilitators(calendar)
    entries = [
        Entry(one, shown_on, names.get(one.session.facilitator_id or 0))
        for one in own
        for shown_on in sorted({one.day, one.takes_place_on})
        if days.holds(shown_on)
    ]
    return sorted(entries, key=lambda entry: (entry.day, entry.appointment.starts_at, entry.appointment.series.id))


def _may_be_for(viewer: Viewer) -> ColumnElement[bool]:
    return or_(AppointmentSeries.participant_id.is_(None), AppointmentSeries.participant_id == viewer.person_id)


def _own_stays(viewer: Viewer, calendar: Calendar, since: date, until: date | None = None) -> list[Stay]:
    return stays_in(calendar, Stretch(since - ONE_DAY, until or since), Enrollment.participant_id == viewer.person_id)


def _is_for(stays: list[Stay], one: Appointment) -> bool:
    return any(is_expected(stay, one) for stay in stays)


def _facilitators(calendar: Calendar) -> dict[int, str]:
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.program_id == calendar.program_id, Person.role.in_(STAFF))
    )
    return {row.id: row.name for row in rows}
