"""A participant's time in a program, and the local days of it on which a check-in was to be expected."""

from dataclasses import dataclass
from datetime import date

from client_app.domain.local_days import ONE_DAY
from client_app.domain.pauses import Pause


@dataclass(frozen=True)
class Stay:
    """One time in a program; on the day it ended, nothing is expected any more."""

    started_on: date
    """Enrolled, and joined."""
    ended_on: date | None
    """Nothing while it goes on."""
    pauses: tuple[Pause, ...] = ()
    """Days away; none of them is in two."""

    def is_current(self, day: date) -> bool:
        """Is this one of its days?"""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)

    def expects(self, day: date) -> bool:
        """Is it one of its days, and not paused?"""
        return self.is_current(day) and not any(pause.covers(day) for pause in self.pauses)

    def expected_days(self, first: date, last: date) -> int:
        """Count the days from the first to the last, both included, on which the person was there and not paused."""
        begins = max(first, self.started_on)
        ends = last if self.ended_on is None else min(last, self.ended_on - ONE_DAY)
        paused = sum(_days(max(begins, pause.first), min(ends, pause.last)) for pause in self.pauses)
        return _days(begins, ends) - paused


def _days(first: date, last: date) -> int:
    return max((last - first).days + 1, 0)
