"""Stepping down: how many days and hours a phase asks of a participant, and when it began.

A participant moves by a person's decision only. The figures beside each other open a conversation; they decide nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from client_app.domain.local_days import ONE_DAY
from client_app.domain.sentences import N_, Sentence

LEVEL_2_1_HOURS = (9, 19)
"""Treatment hours a week of ASAM level 2.1 for adults, both included; 20 or more is level 2.5, under 9 level 1."""


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A stretch of the program.

    Raises:
        ValueError: it asks for more days than a week has, or for hours out of any level's range.

    """

    id: int
    position: int
    """1 is the first; a higher one asks less."""
    name: str
    days_a_week: int
    least_hours: int = LEVEL_2_1_HOURS[0]
    most_hours: int = LEVEL_2_1_HOURS[1]

    def __post_init__(self) -> None:
        if not 1 <= self.days_a_week <= 7:
            raise ValueError("A phase asks for 1 to 7 days a week.")
        if not 1 <= self.least_hours <= self.most_hours <= 60:
            raise ValueError("A phase asks for 1 to 60 hours a week, the least first.")


@dataclass(frozen=True)
class Move:
    """A participant came into a phase on a local day."""

    phase_id: int
    from_day: date
    made_at: datetime | None = None
    """When somebody made it; nothing where it counts for the whole of its first day."""

    def reaches(self, day: date, starts_at: datetime) -> bool:
        """Does it count for what starts then on this day? Not for what had begun when it was made."""
        if day == self.from_day and self.made_at is not None:
            return starts_at > self.made_at
        return day >= self.from_day


class Direction(StrEnum):
    """Where a move leads."""

    DOWN = "down"
    """Less is asked: the participant is stronger."""
    UP = "up"
    """More is offered for a while."""


def phase_on(moves: Iterable[Move], day: date) -> int | None:
    """Give the phase in which somebody is on this day: that of the latest move up to it; of two on a day, the later."""
    found = [move for move in moves if move.from_day <= day]
    return max(enumerate(found), key=lambda pair: (pair[1].from_day, pair[0]))[1].phase_id if found else None


def in_words(days_a_week: int) -> Sentence:
    """Say how often a phase asks for somebody."""
    return (
        Sentence(N_("once a week")) if days_a_week == 1 else Sentence(N_("%(days)s days a week"), {"days": days_a_week})
    )


def direction(before: Phase, after: Phase) -> Direction:
    """Give where a move between two phases leads."""
    return Direction.DOWN if after.position > before.position else Direction.UP


def week_of(day: date) -> tuple[date, date]:
    """Give the Monday and Sunday of the local week that a day is in."""
    monday = day - ONE_DAY * day.weekday()
    return monday, monday + ONE_DAY * 6


def hours(stretches: Iterable[tuple[datetime, datetime]]) -> float:
    """Give the hours of treatment in these stretches; what overlaps counts once, as a person is in one place only."""
    total, reached = timedelta(), None
    for starts_at, ends_at in sorted(stretches):
        begins_at = starts_at if reached is None else max(starts_at, reached)
        if ends_at > begins_at:
            total += ends_at - begins_at
        reached = ends_at if reached is None else max(reached, ends_at)
    return total / timedelta(hours=1)
