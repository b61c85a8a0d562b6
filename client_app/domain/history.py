"""A person's other daily check-ins: what is usual for them, and what keeps coming back.

Updates are not part of it; they count for no day. A skip is an answer: it is stored as such, it ends a run of other
answers, and it adds no figure to a usual.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from client_app.domain.answers import Answer
from client_app.domain.local_days import ONE_DAY
from client_app.domain.thresholds import Thresholds

REMEMBERED = timedelta(days=35)
"""How far back the rules look: the usual needs 14 days, a run that passes over unanswered days may need more."""


@dataclass(frozen=True)
class PastDay:
    """The daily check-in of one local day."""

    day: date
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class History:
    """A person's daily check-ins, in any order; days after the one that is judged may be among them (a backfill)."""

    days: tuple[PastDay, ...] = ()

    def baseline(self, item: str, before: date, thresholds: Thresholds) -> float | None:
        """Give what is usual for the person: the median over the local days before this one (14, with 5 answers)."""
        earliest = before - timedelta(days=thresholds.baseline_days)
        answers = (past.answers.get(item) for past in self.days if earliest <= past.day < before)
        figures = [answer for answer in answers if isinstance(answer, int)]
        return float(median(figures)) if len(figures) >= thresholds.baseline_answers else None

    def times_running(self, item: str, this: PastDay, holds: Callable[[Answer], bool]) -> tuple[date, ...]:
        """Give the days, this one among them, of consecutive answers for which something holds.

        Check-ins that did not answer the item are passed over. What was stored for this day before is replaced.
        """
        return self._run(item, this, lambda _, past: holds(past.answers[item]))

    def days_running(self, item: str, this: PastDay, holds: Callable[[Answer], bool]) -> tuple[date, ...]:
        """Give the consecutive local days, this one among them, on which an answer was given for which it holds."""
        return self._run(
            item, this, lambda nearer, past: abs(past.day - nearer.day) == ONE_DAY and holds(past.answers[item])
        )

    def _run(self, item: str, this: PastDay, goes_on: Callable[[PastDay, PastDay], bool]) -> tuple[date, ...]:
        """Go from this day back and forth for as long as it goes on from one answered check-in to the next."""
        answered = sorted((past for past in self.days if item in past.answers), key=lambda past: past.day)
        earlier = _stretch(this, (past for past in reversed(answered) if past.day < this.day), goes_on)
        later = _stretch(this, (past for past in answered if past.day > this.day), goes_on)
        return (*reversed(earlier), this.day, *later)


def _stretch(this: PastDay, further: Iterable[PastDay], goes_on: Callable[[PastDay, PastDay], bool]) -> list[date]:
    """Give the days of a run in one direction, the nearest first."""
    days = []
    nearer = this
    for past in further:
        if not goes_on(nearer, past):
            break
        days.append(past.day)
        nearer = past
    return days
