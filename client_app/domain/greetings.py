"""How a person is greeted: by name, by the time of day, and gladly after a gap."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from client_app.domain.local_days import ONE_DAY, in_utc
from client_app.domain.sentences import N_, Sentence

MORNING, AFTERNOON, EVENING = 5, 12, 18
"""The hours of the program's day at which each begins; before the morning nobody is told that it is morning."""


def greeting(name: str, now: datetime, zone: ZoneInfo) -> Sentence:
    """Greet a person by name and by the wall clock of the program.

    Raises:
        ValueError: the instant names no time zone.

    """
    hour = in_utc(now).astimezone(zone).hour
    if hour < MORNING:
        return Sentence(N_("Hello, %(name)s"), {"name": name})
    if hour < AFTERNOON:
        return Sentence(N_("Good morning, %(name)s"), {"name": name})
    if hour < EVENING:
        return Sentence(N_("Good afternoon, %(name)s"), {"name": name})
    return Sentence(N_("Good evening, %(name)s"), {"name": name})


def is_back_after_gap(days: Collection[date], today: date) -> bool:
    """Is there no check-in for today or yesterday, so that the person is back after a gap?"""
    return today not in days and today - ONE_DAY not in days
