"""When a counselor is away, and who reads meanwhile. People speak of whole local days, both ends included."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from client_app.domain.local_days import ONE_DAY, day_bounds, local_day
from client_app.domain.sentences import N_, Sentence

NO_FIRST_DAY = Sentence(N_("Please choose the first day away."))
TURNED = Sentence(N_("The absence cannot end before it begins."))
PAST = Sentence(N_("These days are over."))
TOO_FAR = Sentence(N_("Please choose days within two years."))

FURTHEST = timedelta(days=2 * 366)
"""How far from today, before or after, an absence is agreed upon; anything else is a slip of the finger."""


@dataclass(frozen=True)
class Absence:
    """While a counselor is away the cover reads; without an end it goes on."""

    starts_at: datetime
    ends_at: datetime | None = None

    def is_now(self, now: datetime) -> bool:
        """Is the counselor away at this instant?"""
        return self.starts_at <= now and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Is the counselor back for good?"""
        return self.ends_at is not None and self.ends_at <= now

    def overlaps(self, other: "Absence") -> bool:
        """Is there an instant that belongs to both?"""
        return (other.ends_at is None or self.starts_at < other.ends_at) and (
            self.ends_at is None or other.starts_at < self.ends_at
        )

    def first_day(self, zone: ZoneInfo) -> date:
        """The first local day away."""
        return local_day(self.starts_at, zone)

    def last_day(self, zone: ZoneInfo) -> date | None:
        """The last local day away, included; nothing when it goes on."""
        return None if self.ends_at is None else local_day(self.ends_at, zone) - ONE_DAY


def absence_of(first: date, last: date | None, zone: ZoneInfo) -> Absence:
    """The absence over these whole local days, both included; without a last day it goes on."""
    return Absence(day_bounds(first, zone)[0], day_bounds(last, zone)[1] if last else None)


def why_not_days(first: date, last: date | None, today: date) -> Sentence | None:
    """Say why nobody can be away on these days."""
    if last is not None and last < first:
        return TURNED
    if last is not None and last < today:
        return PAST
    return TOO_FAR if abs(first - today) > FURTHEST or (last is not None and last - today > FURTHEST) else None
