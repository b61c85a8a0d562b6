"""When a message is tried again, and what has become of it once its devices have answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from client_app.domain.deliveries import Answer, Meaning
from client_app.domain.pushes import MessageState

FIRST_WAIT = timedelta(seconds=5)
"""After the first try that failed; each further one doubles it."""
LONGEST_WAIT = timedelta(minutes=10)
SHORTEST_WAIT = timedelta(seconds=1)
"""When no more than this would be left to wait before a message is stale, it is not tried again."""
LONGEST_ASKED = timedelta(days=1)
"""However long a service asks to be left alone, it is not believed beyond this."""

TRIED_AGAIN = frozenset({Meaning.LATER, Meaning.NO_ANSWER})


@dataclass(frozen=True)
class Outcome:
    """Where a message stands after a try."""

    state: MessageState
    next_at: datetime | None = None
    """When those of its devices are tried again that took nothing; nothing: it is done."""


@dataclass(frozen=True)
class Round:
    """One try of a message at all its devices that had not accepted it before."""

    tries: int
    """How many there were, this one included."""
    ended_at: datetime
    stale_at: datetime
    was_accepted: bool = False
    """A device accepted it in an earlier one."""


def outcome_of(answers: Collection[Answer], of: Round, luck: float) -> Outcome:
    """Give what becomes of a message: sent once anything accepted it, tried again where that may help.

    Args:
        answers: of each device that was tried, in any order; none where there is no device.
        of: the try.
        luck: from 0 up to 1, another one each time, so that messages do not come back all at once.

    """
    accepted = of.was_accepted or any(answer.meaning is Meaning.ACCEPTED for answer in answers)
    again = [answer for answer in answers if answer.meaning in TRIED_AGAIN]
    tries = [at for answer in again if (at := next_try(answer, of, luck)) is not None]
    if tries:
        return Outcome(MessageState.SENT if accepted else MessageState.WAITING, min(tries))
    if accepted:
        return Outcome(MessageState.SENT)
    return Outcome(MessageState.EXPIRED if again else MessageState.UNREACHABLE)


def next_try(answer: Answer, of: Round, luck: float) -> datetime | None:
    """Give when a device is tried again that did not take the message; nothing where it would be stale by then.

    The wait doubles from try to try, and shortens again when the message is soon stale: a service that comes back in
    time still gets it. A service that asks to be left alone is, even if that lets the message go stale.
    """
    left = of.stale_at - of.ended_at
    asked = _asked(answer)
    if asked:
        wait = max(asked, _backoff(of.tries)) + FIRST_WAIT * luck
        return of.ended_at + wait if wait < left else None
    wait = min(_backoff(of.tries) * (1 + luck) / 2, left / 2)
    return of.ended_at + wait if wait > SHORTEST_WAIT else None


def _backoff(tries: int) -> timedelta:
    doublings = min(max(tries, 1) - 1, 10)  # more would only make the figure longer
    longer = FIRST_WAIT * (1 << doublings)
    return min(longer, LONGEST_WAIT)


def _asked(answer: Answer) -> timedelta:
    seconds = max(answer.retry_after or 0, 0)
    return timedelta(seconds=min(seconds, LONGEST_ASKED.total_seconds()))
