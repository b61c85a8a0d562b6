"""Quiet days: silence is a cue for outreach, not a risk score."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from client_app.domain.local_days import ONE_DAY, in_utc
from client_app.domain.pauses import Pause
from client_app.domain.thresholds import Thresholds


def is_quiet_hour(now: datetime, zone: ZoneInfo, thresholds: Thresholds) -> bool:
    """Has the program's day come to the hour (10:00) from which quiet days are looked for?"""
    return in_utc(now).astimezone(zone).hour >= thresholds.quiet_hour


def quiet_days_found(
    today: date,
    active_from: date,
    pauses: Iterable[Pause],
    days_with_check_in: Collection[date],
    thresholds: Thresholds,
) -> tuple[date, ...] | None:
    """Give the most recent ended local days (two) when none of them has a sent check-in or update, the earliest first.

    Args:
        today: the local day that has not ended.
        active_from: the first local day on which somebody enrolled and joined; days before it are not quiet.
        pauses: days on which nothing is expected; nobody who is away today is looked for.
        days_with_check_in: the local days with a sent check-in or update, the ones just ended at least.
        thresholds: how many days it takes.

    """
    ended = tuple(today - ONE_DAY * back for back in range(thresholds.quiet_days, 0, -1))
    if ended[0] < active_from or not set(ended).isdisjoint(days_with_check_in):
        return None
    if any(pause.covers(day) for pause in pauses for day in (*ended, today)):
        return None
    return ended
