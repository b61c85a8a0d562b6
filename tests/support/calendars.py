"""A program's calendar for tests, made with as few words as the test needs."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from client_app.domain import phases
from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Appointment, Kind, Session, Weekly
from client_app.domain.refusals import Invalid, Refused
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.services.appointments import add_series
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.groups import Seen, appointment_page
from client_app.services.phases import add_phase
from tests.cast import Cast
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


def make_phase(program_id: int, now: datetime, name: str, days_a_week: int = 3) -> int:
    """A phase of a program, behind the others; its number."""
    phase = phases.Phase(id=0, position=1, name=name, days_a_week=days_a_week)
    return add_phase(program_id, phase, "", now)


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
