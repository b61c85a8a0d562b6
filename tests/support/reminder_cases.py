"""What the rules of reminders are tried on: somebody who takes part, and an hour of something."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from client_app.domain.appointments import Appointment, Kind, Series, Session, Standing, Weekly, instant
from client_app.domain.reminder_choices import Choices
from client_app.domain.reminders import Reminded

CHICAGO = ZoneInfo("America/Chicago")
TUESDAY = date(2026, 11, 24)
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
"""The days on which Chicago's clocks skip 2:00 to 3:00, and show 1:00 to 2:00 twice."""


def never_quiet(**chosen: Any) -> Choices:
    """Choices without quiet hours."""
    return Choices(quiet_from=time(0), quiet_until=time(0), **chosen)


def person(zone: ZoneInfo = CHICAGO, **about: Any) -> Reminded:
    """Somebody who takes part, with the product's own choices unless the test cares."""
    choices = about.pop("choices", Choices())
    about.setdefault("active_from", date(2026, 1, 5))
    return Reminded(choices=choices, zone=zone, **about)


def at(day: date, clock: time, zone: ZoneInfo = CHICAGO) -> datetime:
    """The instant at which the clock shows this time on a day; the first of two."""
    return instant(day, clock, zone)


def appointment(
    starts: time, day: date = TUESDAY, number: int = 1, zone: ZoneInfo = CHICAGO, standing: Standing = Standing.PLANNED
) -> Appointment:
    """An hour of something."""
    series = Series(
        id=number,
        kind=Kind.GROUP,
        topic="Group",
        weekly=Weekly(weekdays=(day.weekday(),), first_on=day),
        session=Session(starts=starts, minutes=60),
        zone=zone,
    )
    starts_at = at(day, starts, zone)
    return Appointment(
        series=series,
        day=day,
        starts_at=starts_at,
        session=series.session,
        standing=standing,
    )


def told(reminders: Any, zone: ZoneInfo = CHICAGO) -> list[str]:
    """When each is due by the wall, and what it is about."""
    return [
        f"{one.due_at.astimezone(zone):%a %H:%M} {one.about.partition(':')[0] or one.kind}"
        for one in sorted(reminders, key=lambda one: (one.due_at, one.about))
    ]
