"""When staff look at flags, and by when they have promised to look.

Opening hours are wall-clock times in the program's zone; every answer is an aware UTC instant. Hours are counted as
they pass, so a night in which the clocks change is as long as it really is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from client_app.domain.local_days import ONE_DAY, in_utc, local_day

SAME_DAY_NOTICE = timedelta(hours=2)
"""What arrives this long before the day's close is looked at that day; the rest within as many staffed hours."""

UNSTAFFED_WAIT = timedelta(hours=24)
"""The promise of a program that has set no staffed hours at all."""


@dataclass(frozen=True)
class Opening:
    """Hours of one weekday (0 is Monday) in which staff look at flags; a close at 00:00 is the end of that day.

    Raises:
        ValueError: no such weekday, or it closes before it opens.

    """

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"A weekday is a number from 0 (Monday) to 6, not {self.weekday}.")
        if not (self.opens < self.closes or self.closes == time.min):
            raise ValueError(f"Staffed hours cannot close at {self.closes:%H:%M} and open at {self.opens:%H:%M}.")

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Give the UTC instants at which it opens and closes on this day."""
        closing_day = day + ONE_DAY if self.closes == time.min else day
        return (
            datetime.combine(day, self.opens, zone).astimezone(UTC),
            datetime.combine(closing_day, self.closes, zone).astimezone(UTC),
        )


@dataclass(frozen=True)
class StaffedHours:
    """A program's week: any number of openings, in any order, which may touch or overlap."""

    openings: tuple[Opening, ...]
    zone: ZoneInfo

    def on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Give the staffed intervals of one local day in UTC, in order, each minute in one of them only."""
        intervals = sorted(opening.on(day, self.zone) for opening in self.openings if opening.weekday == day.weekday())
        apart: list[tuple[datetime, datetime]] = []
        for starts_at, ends_at in intervals:
            if starts_at >= ends_at:  # the clocks skipped it
                continue
            if apart and starts_at <= apart[-1][1]:
                apart[-1] = (apart[-1][0], max(apart[-1][1], ends_at))
            else:
                apart.append((starts_at, ends_at))
        return apart

    def following(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the staffed intervals that end after this instant, for ever; none when no hours are staffed."""
        if not self.openings:
            return
        day = local_day(instant, self.zone)
        while True:
            yield from (interval for interval in self.on(day) if interval[1] > instant)
            day += ONE_DAY


@dataclass(frozen=True)
class Look:
    """A stretch of staffed hours in which somebody looks; ``is_now`` when it has begun already."""

    starts_at: datetime
    ends_at: datetime
    is_now: bool


def same_day_due_at(arrived: datetime, hours: StaffedHours) -> datetime:
    """By when a same-day flag is looked at (the promise of the flag rules), in UTC.

    It is the close of that local day's staffed hours when the flag arrives two hours or more before it, else the end
    of the first two staffed hours that follow, counted from its arrival. Without staffed hours: 24 hours later.
    """
    arrived = in_utc(arrived)
    today = hours.on(local_day(arrived, hours.zone))
    if today and today[-1][1] - arrived >= SAME_DAY_NOTICE:
        return today[-1][1]
    left = SAME_DAY_NOTICE
    for starts_at, ends_at in hours.following(arrived):
        begins_at = max(starts_at, arrived)
        if ends_at - begins_at >= left:
            return begins_at + left
        left -= ends_at - begins_at
    return arrived + UNSTAFFED_WAIT


def next_look(now: datetime, hours: StaffedHours) -> Look | None:
    """When staff look at what has arrived: now, or in the next staffed hours; never when none are staffed."""
    for starts_at, ends_at in hours.following(now):
        return Look(starts_at, ends_at, is_now=starts_at <= now)
    return None
