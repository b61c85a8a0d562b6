"""On which days a series meets, counted by python-dateutil."""

from collections.abc import Iterator
from datetime import date, datetime, time

from dateutil.rrule import WEEKLY, rrule

from client_app.domain.appointments import Weekly
from client_app.domain.local_days import ONE_DAY


def days_of(weekly: Weekly, since: date, until: date) -> Iterator[date]:
    """Give the local days from ``since`` to ``until``, both included, on which the series meets, in order."""
    last = until if weekly.last_on is None else min(until, weekly.last_on)
    if max(since, weekly.first_on) > last:
        return
    start = _midnight(since)
    for moment in rrule(
        WEEKLY,
        interval=weekly.every_weeks,
        byweekday=weekly.weekdays,
        dtstart=_midnight(_near(weekly, since)),
        until=_midnight(last),
    ):
        if moment >= start:
            yield moment.date()


def _near(weekly: Weekly, since: date) -> date:
    """The day from which to count: of a long series the Monday of the last week that counts before ``since``."""
    first_monday = weekly.first_on - ONE_DAY * weekly.first_on.weekday()
    rounds = (since - first_monday).days // (7 * weekly.every_weeks)
    return weekly.first_on if rounds <= 0 else first_monday + ONE_DAY * 7 * weekly.every_weeks * rounds


def _midnight(day: date) -> datetime:
    """A day as dateutil wants it: naive, since the wall clock decides and not the instant."""
    return datetime.combine(day, time.min)
