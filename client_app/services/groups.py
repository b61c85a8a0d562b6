"""What staff see of their program's calendar: a week of appointments, and one appointment with who is expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select

from client_app.domain.appointments import Appointment, key_parts
from client_app.domain.attendance import why_not_mark
from client_app.domain.local_days import local_day
from client_app.domain.phases import week_of
from client_app.domain.refusals import NotFound
from client_app.domain.roles import STAFF, Role
from client_app.domain.rosters import expected
from client_app.domain.sentences import Sentence
from client_app.domain.series_edits import why_not_change, why_not_edit, why_not_restore
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AppointmentSeries, Enrollment, Holiday, Person, Phase
from client_app.services._marked_days import marked_at, why_not_under_marks
from client_app.services.absence_notices import Notice, absent_from, notices_at
from client_app.services.calendars import (
    Calendar,
    Stretch,
    appointment_on,
    appointments_in,
    first_free_day,
    line_of,
    series_of,
)
from client_app.services.enrollments import read_by
from client_app.services.rosters import stays_in

A_YEAR = timedelta(days=366)
"""How far ahead something is looked for in place of what is no more."""


@dataclass(frozen=True)
class Entry:
    """One line of a week."""

    appointment: Appointment
    facilitator: str | None
    is_own: bool
    """The viewer leads it."""
    expected: int
    absent: int
    """Of those, who have said that they cannot come."""
    marked: int | None
    """Of how many it is marked whether they were there; nothing before that can be marked."""
    participant: str | None
    """Whom it is for, where it is for one person."""


@dataclass(frozen=True)
class Week:
    """A local week, Monday to Sunday."""

    monday: date
    sunday: date
    today: date
    days: Mapping[date, tuple[Entry, ...]]
    """Those with something on them, in order."""

    @property
    def named(self) -> set[int]:
        """The participants whose names stand on it."""
        entries = (entry for of_day in self.days.values() for entry in of_day)
        return {number for entry in entries if (number := entry.appointment.series.participant_id) is not None}


@dataclass(frozen=True)
class ExpectedPerson:
    """Somebody who is expected at an appointment."""

    id: int
    name: str
    is_readable: bool
    """The viewer may open their record."""
    notice: Notice | None
    """They have said that they cannot come."""


@dataclass(frozen=True)
class Seen:
    """An appointment as it stood when a form was opened."""

    revision: int
    """Of its series."""
    number: int
    """How often it had been changed by itself."""


@dataclass(frozen=True)
class Moves:
    """Why each act cannot be done now, in one sentence; nothing where it can."""

    change: Sentence | None
    """This one."""
    series: Sentence | None
    """Its series, from here on."""
    restore: Sentence | None


@dataclass(frozen=True)
class AppointmentPage:
    """One appointment, as staff see it."""

    appointment: Appointment
    seen: Seen
    facilitator: str | None
    participant: str | None
    phases: tuple[str, ...]
    """Whom it is for; empty: everybody."""
    people: tuple[ExpectedPerson, ...]
    readable: frozenset[int]
    """Whose records the viewer may open, whether or not they are expected."""
    is_holiday: bool
    """It does not take place, and the program is closed that day."""
    moves: Moves


@dataclass(frozen=True)
class Choices:
    """What may be chosen for an appointment of a program."""

    facilitators: Mapping[int, str]
    participants: Mapping[int, str]
    phases: Mapping[int, str]


def week(viewer: Viewer, day: date, now: datetime) -> Week:
    """The week that a day is in, with everything that the viewer's program puts there; the viewer's own first."""
    calendar = Calendar.of(viewer)
    monday, sunday = week_of(day)
    stretch = Stretch(monday, sunday)
    found = appointments_in(calendar, stretch)
    stays = stays_in(calendar, stretch)
    absent, marked = absent_from(found), marked_at(found)
    names = names_of(calendar)
    days: dict[date, list[Entry]] = {}
    for one in found:
        entry = Entry(
            appointment=one,
            facilitator=names.get(one.session.facilitator_id or 0),
            is_own=one.session.facilitator_id == viewer.person_id,
            expected=len(expected(stays, one)) if one.is_on else 0,
            absent=absent.get((one.series.id, one.day), 0),
            marked=None if why_not_mark(one, now) else marked.get((one.series.id, one.day), 0),
            participant=names.get(one.series.participant_id or 0),
        )
        for shown_on in {one.day, one.takes_place_on}:
            if stretch.holds(shown_on):
                days.setdefault(shown_on, []).append(entry)
    ordered = {shown: tuple(sorted(days[shown], key=lambda entry: not entry.is_own)) for shown in sorted(days)}
    return Week(monday, sunday, local_day(now, calendar.zone), ordered)


def found_by(viewer: Viewer, key: str) -> Appointment:
    """The appointment of this name, or the one that its series' continuation puts on the same day.

    Raises:
        NotFound: the program has no such appointment.

    """
    parts = key_parts(key)
    if parts is None:
        raise NotFound
    calendar = Calendar.of(viewer)
    for series in series_of(calendar, AppointmentSeries.id.in_(line_of(calendar, parts[0]))):
        found = appointment_on(calendar, series, parts[1])
        if found is not None:
            return found
    raise NotFound


def successor_of(viewer: Viewer, key: str) -> Appointment | None:
    """What stands on the calendar now in place of an appointment whose series meets on other days since.

    Nothing where the program never had such a series, or where it has ended.
    """
    parts = key_parts(key)
    if parts is None:
        return None
    calendar, since = Calendar.of(viewer), parts[1]
    days = Stretch(since, since + A_YEAR)
    following = appointments_in(calendar, days, AppointmentSeries.id.in_(line_of(calendar, parts[0])))
    return next((one for one in following if one.day >= since), None)


def appointment_page(viewer: Viewer, key: str, now: datetime) -> AppointmentPage:
    """One appointment of the viewer's program.

    Raises:
        NotFound: the program has no such appointment.

    """
    one = found_by(viewer, key)
    calendar = Calendar.of(viewer)
    day = one.takes_place_on
    people = expected(stays_in(calendar, Stretch(day, day)), one)
    readable = frozenset(db.session.scalars(read_by(viewer, now)))
    notices = notices_at(one, readable)
    names, phases = names_of(calendar), choices_of(viewer).phases
    return AppointmentPage(
        appointment=one,
        seen=seen_of(one),
        facilitator=names.get(one.session.facilitator_id or 0),
        participant=names.get(one.series.participant_id or 0),
        phases=tuple(name for number, name in phases.items() if number in one.series.phase_ids),
        people=tuple(
            ExpectedPerson(
                stay.participant_id, stay.name, stay.participant_id in readable, notices.get(stay.participant_id)
            )
            for stay in people
        ),
        readable=readable,
        is_holiday=not one.is_on and db.session.get(Holiday, (viewer.program_id, day)) is not None,
        moves=Moves(
            change=why_not_change(one, now) or why_not_under_marks(one),
            series=why_not_edit(one.day, first_free_day(one.series, now)),
            restore=why_not_restore(one, now),
        ),
    )


def choices_of(viewer: Viewer) -> Choices:
    """Who may lead an appointment of the viewer's program, whom it may be for, and its phases."""
    people = db.session.execute(
        select(Person.id, Person.name, Person.role, Enrollment.id.label("enrollment_id"))
        .outerjoin(Enrollment, and_(Enrollment.participant_id == Person.id, Enrollment.ended_on.is_(None)))
        .where(
            Person.program_id == viewer.program_id,
            or_(
                and_(Person.role.in_(STAFF), Person.disabled_at.is_(None)),
                Enrollment.program_id == viewer.program_id,
            ),
        )
        .order_by(func.lower(Person.name), Person.id)
    ).all()
    phases = db.session.execute(
        select(Phase.id, Phase.name).where(Phase.program_id == viewer.program_id).order_by(Phase.position)
    )
    return Choices(
        facilitators={row.id: row.name for row in people if row.role in STAFF},
        participants={row.id: row.name for row in people if row.enrollment_id is not None},
        phases={row.id: row.name for row in phases},
    )


def names_of(calendar: Calendar) -> dict[int, str]:
    """Everybody of the program by number: staff, and participants whether or not they still take part."""
    rows = db.session.execute(
        select(Person.id, Person.name).where(
            Person.program_id == calendar.program_id, Person.role.in_((*STAFF, Role.PARTICIPANT))
        )
    )
    return {row.id: row.name for row in rows}


def seen_of(one: Appointment) -> Seen:
    """What a form says of the appointment that it was opened on."""
    revision = db.session.scalar(select(AppointmentSeries.revision).where(AppointmentSeries.id == one.series.id))
    return Seen(revision or 0, one.sequence)
