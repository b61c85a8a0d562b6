"""On which days a series meets, counted by python-dateutil."""

from collections.abc import Iterator
from datetime import date, datetime, time

from dateutil.rrule import WEEKLY, rrule

from client_app.domain.appointments import Weekly


def days_of(weekly: Weekly, since: date, until: date) -> Iterator[date]:
    """Give the local days from ``since`` to ``until``, both included, on which the series meets, in order."""
    last = until if weekly.last_on is None else min(until, weekly.last_on)
    if max(since, weekly.first_on) > last:
        return
    rule = rrule(
        WEEKLY,
        interval=weekly.every_weeks,
        byweekday=weekly.weekdays,
        dtstart=_midnight(weekly.first_on),
        until=_midnight(last),
    )
    for moment in rule.xafter(_midnight(since), inc=True):
        yield moment.date()


def _midnight(day: date) -> datetime:
    """A day as dateutil wants it: naive, since the wall clock decides and not the instant."""
    return datetime.combine(day, time.min)
