"""On which days a series meets, counted by python-dateutil."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import DAILY, rrule

from client_app.domain.appointments import Weekly
from client_app.domain.phases import week_of


def days_of(weekly: Weekly, since: date, until: date) -> Iterator[date]:
    """Give the local days from ``since`` to ``until``, both included, on which the series meets, in order.

    dateutil counts the weeks, as so many days each and from the last one that counts before ``since``: so it counts
    fastest, and a series may be years old.
    """
    first, last = max(since, weekly.first_on), until if weekly.last_on is None else min(until, weekly.last_on)
    if first > last:
        return
    round_of_weeks = timedelta(weeks=weekly.every_weeks)
    began, _ = week_of(weekly.first_on)
    mondays = rrule(
        DAILY,
        interval=round_of_weeks.days,
        dtstart=_midnight(began + (first - began) // round_of_weeks * round_of_weeks),
        until=_midnight(last),
    )
    offsets = [timedelta(days=weekday) for weekday in weekly.weekdays]
    for monday in map(datetime.date, mondays):
        for offset in offsets:
            day = monday + offset
            if first <= day <= last:
                yield day


def _midnight(day: date) -> datetime:
    """A day as dateutil wants it: naive, since the wall clock decides and not the instant."""
    return datetime.combine(day, time.min)
