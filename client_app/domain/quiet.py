"""Quiet days: silence is a cue for outreach, not a risk score."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from client_app.domain.local_days import ONE_DAY, in_utc
from client_app.domain.thresholds import Thresholds


@dataclass(frozen=True)
class Pause:
    """Local days on which no check-in is expected, both ends included; without a last day it goes on."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Is this day paused?"""
        return self.first <= day and (self.last is None or day <= self.last)


def is_quiet_hour(now: datetime, zone: ZoneInfo, thresholds: Thresholds) -> bool:
    """Has the program's day come to the hour (10:00) from which quiet days are looked for?"""
    return in_utc(now).astimezone(zone).hour >= thresholds.quiet_hour


def quiet_days_found(
    today: date,
    active_from: date,
    paused: Pause | None,
    days_with_check_in: Collection[date],
    thresholds: Thresholds,
) -> tuple[date, ...] | None:
    """Give the most recent ended local days (two) when none of them has a sent check-in or update, the earliest first.

    Args:
        today: the local day that has not ended.
        active_from: the first local day on which somebody enrolled and joined; days before it are not quiet.
        paused: days on which nothing is expected; nobody who is paused today is looked for.
        days_with_check_in: the local days with a sent check-in or update, the ones just ended at least.
        thresholds: how many days it takes.

    """
    ended = tuple(today - ONE_DAY * back for back in range(thresholds.quiet_days, 0, -1))
    if ended[0] < active_from or not set(ended).isdisjoint(days_with_check_in):
        return None
    if paused is not None and any(paused.covers(day) for day in (*ended, today)):
        return None
    return ended
