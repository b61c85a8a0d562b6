"""Where on the demo's calendar the clocks change.

United States crisis lines and numbers make a zone there the natural one, and all of it that changes its clocks does so
on the same two days. So such a week lies within six weeks of today from late January to late April and from late
September to mid-December. In the rest of the year it is the next one ahead: the demo's groups go on for good, so that
week is on the calendar too, and the command says where.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from client_app.domain.local_days import ONE_DAY

BACK, AHEAD = timedelta(weeks=6), timedelta(weeks=30)
"""How far the demo's calendar goes back, and how far ahead the clocks of a zone change that changes them at all."""


def day_of_change(today: date, zone: ZoneInfo) -> date | None:
    """Give the first day since six weeks ago on which the clocks change; nothing where they never do."""
    days = (today - BACK + number * ONE_DAY for number in range((BACK + AHEAD).days + 1))
    return next((day for day in days if _offset(day, zone) != _offset(day - ONE_DAY, zone)), None)


def _offset(day: date, zone: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(12), zone).utcoffset()
