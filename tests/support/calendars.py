"""A program's calendar for tests, made with as few words as the test needs."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Appointment, Kind, Session, Weekly, key_parts
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.phase_plans import PhasePlan
from client_app.domain.refusals import Invalid, Refused
from client_app.domain.series_edits import Scope
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AppointmentSeries
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import Move, add_series, cancel, change_one
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.groups import Seen, appointment_page
from client_app.services.holidays import add_holiday
from client_app.services.phases import move_participant
from client_app.services.program_phases import add_phase
from tests.cast import Cast
from tests.factories import make_mark
from tests.support.posts import audit_lines

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
"""``MONDAY_MORNING``'s day in America/Chicago, and those that follow."""
ONE_WEEK = timedelta(weeks=1)
NEXT_MONDAY = MONDAY + ONE_WEEK
EVENING = time(18)
AGREED = Seen(1, 0)
"""An appointment that nobody has changed."""


def a_session(starts: time = EVENING, minutes: int = 90, **columns: Any) -> Session:
    """From 6:00 to 7:30 in the evening unless the test cares."""
    return Session(starts=starts, minutes=minutes, **columns)


def a_plan(
    topic: str = "Early recovery",
    weekdays: tuple[int, ...] = (0,),
    first_on: date = MONDAY,
    *,
    last_on: date | None = None,
    every_weeks: int = 1,
    session: Session | None = None,
    **columns: Any,
) -> Plan:
    """A group on Monday evenings for everybody unless the test cares."""
    columns.setdefault("kind", Kind.GROUP)
    weekly = Weekly(weekdays=weekdays, first_on=first_on, last_on=last_on, every_weeks=every_weeks)
    return Plan(topic=topic, weekly=weekly, session=session or a_session(), **columns)


def make_series(viewer: Viewer, now: datetime, topic: str = "Early recovery", **about: Any) -> str:
    """Put a series on the calendar; its first appointment's name."""
    return add_series(viewer, a_plan(topic, **about), now)


def fill(program_id: int, number: int, weekdays: str = "0123456") -> None:
    """So many series that meet every day, or on these, for good."""
    db.session.add_all(
        AppointmentSeries(
            program_id=program_id,
            uid=str(uuid4()),
            kind=Kind.GROUP,
            topic=f"Group {which}",
            weekdays=weekdays,
            first_on=MONDAY,
            starts=time(18),
            minutes=30,
            place="",
            address="",
            link="",
            changed_at=datetime(2026, 11, 23, 15, tzinfo=UTC),
        )
        for which in range(number)
    )
    db.session.commit()


def make_phase(program_id: int, now: datetime, name: str, days_a_week: int = 3) -> int:
    """A phase of a program, behind the others; its number."""
    return add_phase(program_id, PhasePlan(name=name, days_a_week=days_a_week), now)


def seen(viewer: Viewer, key: str, now: datetime) -> Seen:
    """What a form opened now would say of an appointment."""
    return appointment_page(viewer, key, now).seen


def planned(cast: Cast, until: date = MONDAY + 5 * ONE_WEEK, since: date = MONDAY) -> list[Appointment]:
    """What stands on the calendar of Ana's program."""
    db.session.rollback()
    return appointments_in(Calendar.of(cast.counselor.viewer), Stretch(since, until))


def days(cast: Cast, until: date = MONDAY + 5 * ONE_WEEK) -> list[tuple[date, time]]:
    """On which days something takes place, and when it begins."""
    return [(one.takes_place_on, one.session.starts) for one in planned(cast, until) if one.is_on]


def refused(act: Callable[[], object], kind: type[Refused] = Invalid) -> str:
    """The sentence with which something is refused, and nothing is stored of it."""
    before = len(audit_lines())
    with pytest.raises(kind) as refusal:
        act()
    assert len(audit_lines()) == before
    return refusal.value.reason.english()


def a_calendar(cast: Cast, now: datetime) -> dict[str, str]:
    """A week with something of everything on it; the names of the appointments that pages are opened on.

    ``group``: as planned; ``told``: Ana cannot make it; ``off``: cancelled; ``five``: the first phase's number.
    """
    carla, today = cast.counselor.viewer, local_day(now, ZoneInfo(cast.counselor.viewer.zone))
    five, three = (make_phase(cast.program_id, now, *about) for about in (("Five days", 5), ("Three days", 3)))
    day = today + ONE_DAY
    often = tuple(sorted((day.weekday() + after) % 7 for after in (0, 2, 4)))
    room = a_session(place="Room 2", address="12 Main Street, Springfield", facilitator_id=cast.counselor.id)
    both = frozenset({five, three})
    group = make_series(carla, now, weekdays=often, first_on=day, session=room, phase_ids=both, capacity=12)
    talk = a_session(time(10), 50, link="https://meet.example/carla", facilitator_id=cast.counselor.id)
    about_ana = {"kind": Kind.INDIVIDUAL, "participant_id": cast.ana.id}
    make_series(carla, now, "One to one", weekdays=(day.weekday(),), first_on=day, session=talk, **about_ana)
    twice = tuple(sorted((day.weekday() + after) % 7 for after in (0, 1)))
    music = make_series(carla, now, "Music and calm", weekdays=twice, first_on=day, session=a_session(time(14), 60))
    numbers = {"group": group, "told": _days_on(group, 2), "off": _days_on(music, 1), "five": str(five)}
    cancel(carla, numbers["off"], Scope.THIS, AGREED, now)
    change_one(carla, music, Move(day, a_session(time(16), 60, place="Garden")), AGREED, now)
    tell_absence(
        cast.ana.viewer, numbers["told"], Told("ride", wants_change=True, note="The bus is out on Fridays."), now
    )
    add_holiday(cast.director.viewer, today + 5 * ONE_WEEK, "Winter break", now)
    move_participant(carla, cast.ana.id, three, "Three steady weeks, and the job starts on Monday.", 0, now)
    return numbers


def attend(viewer: Viewer, participant_id: int, since: date, until: date) -> list[str]:
    """Mark a participant as present at everything of their program that took place on these days; the names of it."""
    found = [one for one in appointments_in(Calendar.of(viewer), Stretch(since, until)) if one.is_on]
    for one in found:
        make_mark(participant_id, one.key, one.starts_at, takes=one.session.minutes)
    return [one.key for one in found]


def _days_on(key: str, days: int) -> str:
    """The name of the same series' appointment some days later."""
    number, day = key_parts(key) or (0, MONDAY)
    return f"{number}-{day + days * ONE_DAY:%Y%m%d}"
