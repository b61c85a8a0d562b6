"""A pause: days on which a participant is away, and nothing is expected of them. It always has a last day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from client_app.domain.local_days import ONE_DAY
from client_app.domain.plans import why_not_kept
from client_app.domain.sentences import N_, Sentence

LONGEST = timedelta(days=180)
"""Who is away for longer has left, and may begin again."""
REASON_LIMIT = 2000
"""Characters; a line break counts as one."""

CHANGED_MEANWHILE = Sentence(
    N_("Somebody changed these days while your page was open. What stands now is above the form; yours is still in it.")
)


@dataclass(frozen=True)
class Pause:
    """Local days on which somebody is away, both ends included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Is this day one of them?"""
        return self.first <= day <= self.last

    @property
    def back_on(self) -> date:
        """The day on which they are expected again."""
        return self.last + ONE_DAY

    def overlaps(self, other: "Pause") -> bool:
        """Is some day one of both?"""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class TypedPause:
    """A pause as it was typed; a day that is none is nothing."""

    first: date | None
    last: date | None
    reason: str

    def problems(self, stay_began_on: date, today: date, others: Iterable[Pause]) -> Mapping[str, Sentence]:
        """Say for each field why it cannot be kept; empty when all can.

        Args:
            stay_began_on: the first day of the participant's time in the program.
            today: the local day.
            others: the participant's other pauses.

        """
        found = {
            "first_on": self._why_not_first(stay_began_on),
            "last_on": self._why_not_last(today, others),
            "reason": self._why_not_reason(),
        }
        return {name: problem for name, problem in found.items() if problem}

    def pause(self) -> Pause:
        """What is kept, once there are no problems.

        Raises:
            ValueError: there are.

        """
        if self.first is None or self.last is None:
            raise ValueError("A pause has a first and a last day.")
        return Pause(self.first, self.last)

    def _why_not_first(self, stay_began_on: date) -> Sentence | None:
        if self.first is None:
            return Sentence(N_("Please choose the first day away."))
        if self.first < stay_began_on:
            return Sentence(N_("The time in the program began on %(day)s."), {"day": stay_began_on})
        return None

    def _why_not_last(self, today: date, others: Iterable[Pause]) -> Sentence | None:
        if self.last is None:
            return Sentence(N_("Please choose the last day away. It can be changed later."))
        if self.last < today:
            return Sentence(N_("Please choose a last day from today on."))
        if self.first is None:
            return None
        if self.last < self.first:
            return Sentence(N_("The last day away comes after the first."))
        if self.last - self.first >= LONGEST:
            return Sentence(N_("Please choose %(days)s days at most."), {"days": LONGEST.days})
        if any(self.pause().overlaps(other) for other in others):
            return Sentence(N_("Some of these days are in an earlier time away already."))
        return None

    def _why_not_reason(self) -> Sentence | None:
        if not self.reason:
            return Sentence(N_("Please write a short reason."))
        return why_not_kept(self.reason, REASON_LIMIT)


def until_before(pause: Pause, back_on: date) -> Pause | None:
    """Give a pause that ends because somebody is back on this day; nothing when no day of it is left."""
    return Pause(pause.first, back_on - ONE_DAY) if pause.first < back_on else None
