"""Which local day an instant belongs to, and for which days a check-in may still be sent.

A day is always a date in the program's time zone. Instants are aware; nothing here reads a clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from client_app.domain.sentences import N_, Sentence

ONE_DAY = timedelta(days=1)

LATEST_ARRIVAL = timedelta(days=7)
"""How long after it was answered a check-in begun offline may still arrive."""

CLOCK_SLACK = timedelta(minutes=5)
"""How far a phone's clock may run ahead of ours."""


def in_utc(instant: datetime) -> datetime:
    """Give the same instant in UTC. Python counts between two instants of one zone by the wall clock, so count in UTC.

    Raises:
        ValueError: the instant names no time zone.

    """
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return instant.astimezone(UTC)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """Give the date on the program's wall at this instant.

    Raises:
        ValueError: the instant names no time zone.

    """
    return in_utc(instant).astimezone(zone).date()


def open_days(now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """Give the two days that may be checked in for: today and yesterday."""
    today = local_day(now, zone)
    return today, today - ONE_DAY


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give the UTC instants at which a local day begins and the next one begins; 23 to 25 hours lie between them.

    Where the clocks skip midnight, the day begins with the first minute that exists.
    """
    return _midnight(day, zone), _midnight(day + ONE_DAY, zone)


def why_not_day(day: date, now: datetime, zone: ZoneInfo, answered_at: datetime | None = None) -> Sentence | None:
    """Say why a check-in for this day is not taken, or nothing when it is.

    Today and yesterday are open. A check-in begun offline says when it was answered: it may arrive up to seven days
    later, for the local date of that instant or the day before.

    Raises:
        ValueError: an instant names no time zone.

    """
    if answered_at is not None:
        return _why_not_answered_at(answered_at, day, now, zone)
    today, yesterday = open_days(now, zone)
    if day > today:
        return Sentence(N_("That day has not come yet."))
    if day < yesterday:
        return Sentence(N_("You can fill in today and yesterday only."))
    return None


def when_answered(told: datetime | None, arrived_at: datetime, enrolled_on: date) -> datetime:
    """Give the instant at which answers were given: what the phone says while it can be true, else their arrival.

    A phone whose clock runs ahead, or stands at a time before the person's enrollment, does not know better.
    """
    if told is None or told > arrived_at or told.date() < enrolled_on - ONE_DAY:
        return arrived_at
    return told


def _why_not_answered_at(answered_at: datetime, day: date, now: datetime, zone: ZoneInfo) -> Sentence | None:
    """Judge a check-in that says when it was answered."""
    if answered_at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    age = in_utc(now) - answered_at  # counted before anything else: a forged year 9999 fits no other zone
    if age < -CLOCK_SLACK:
        return Sentence(N_("The clock of this phone runs ahead. Please set it right and send this again."))
    if age > LATEST_ARRIVAL:
        return Sentence(
            N_("You answered this more than %(days)s days ago. It is too late to send it."),
            {"days": LATEST_ARRIVAL.days},
        )
    if day not in open_days(min(answered_at, now), zone):
        return Sentence(N_("The day does not fit the time of your answers."))
    return None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Give the first instant of a local day, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)
