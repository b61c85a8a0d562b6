"""A push service that does not answer is left alone for a while, then asked once, and used again when that went well.

Without this a dead service would take every place in which something is being sent, for ten seconds each, and
reminders for other services would wait behind.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from client_app.domain.deliveries import Answer, Meaning

FAILURES = 5
"""In a row, after which a service is left alone."""
FIRST_REST = timedelta(seconds=15)
"""Doubled each time that the one message which is let through fails as well."""
LONGEST_REST = timedelta(minutes=5)
PROBE_TAKES = timedelta(seconds=15)
"""How long the one message may take that is let through; afterwards another one is."""


@dataclass(frozen=True)
class Breaker:
    """How a push service has answered lately."""

    failures: int = 0
    """In a row."""
    rests: int = 0
    """In a row, without a sign of life in between."""
    closed_until: datetime | None = None
    """Left alone until then; nothing: it is used."""
    is_probing: bool = False
    """One message is on its way to see whether the service is back."""


def wait_of(breaker: Breaker, now: datetime) -> timedelta | None:
    """Give how long the service is still to be left alone; nothing where a message may be sent to it now."""
    if breaker.closed_until is None or now >= breaker.closed_until:
        return None
    return breaker.closed_until - now


def let_through(breaker: Breaker, now: datetime) -> Breaker:
    """Note that a message is on its way: after a rest it is the only one until it is answered."""
    if breaker.closed_until is None:
        return breaker
    return replace(breaker, closed_until=now + PROBE_TAKES, is_probing=True)


def after(breaker: Breaker, answer: Answer, now: datetime) -> Breaker:
    """Note an answer: any sign of life opens the way; silence and faults of the service (5xx) add up.

    What was on its way when the service began to be left alone may still fail: that alone lengthens no rest.
    """
    if not is_failure(answer):
        return Breaker()
    failures = breaker.failures + 1
    begins_rest = failures >= FAILURES if breaker.closed_until is None else breaker.is_probing
    if not begins_rest:
        return replace(breaker, failures=failures)
    rest = min(FIRST_REST * (1 << min(breaker.rests, 10)), LONGEST_REST)
    return Breaker(failures, breaker.rests + 1, now + rest)


def is_failure(answer: Answer) -> bool:
    """Does this answer say that the service itself is in trouble, not only one device of it?"""
    if answer.meaning is Meaning.NO_ANSWER:
        return True
    return answer.meaning is Meaning.LATER and answer.status is not None and answer.status >= 500
