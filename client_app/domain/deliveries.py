"""What an answer of a push service, or of a mail server, means for a message and for the device it was for.

Accepted is all that anybody knows: no service tells whether a phone showed it, so nothing here says "delivered".
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

LONGEST_WAIT = 3600
"""Seconds. A service that asks for more is asked again after an hour: people wait behind it."""


class Meaning(StrEnum):
    """What to do after an answer."""

    ACCEPTED = "accepted"
    GONE = "gone"
    """The device takes no more: its subscription is removed."""
    LATER = "later"
    """Try again, until the message is stale."""
    OUR_FAULT = "our_fault"
    """The service refused what we sent: trying again helps nobody, and somebody has to look at the program."""
    NO_ANSWER = "no_answer"
    """It could not be reached, hung, or answered nonsense: try again, until the message is stale."""
    FORBIDDEN = "forbidden"
    """The address leads where nothing is sent to; no connection was made."""


@dataclass(frozen=True)
class Target:
    """A device at a push service."""

    endpoint: str
    p256dh: str
    """The browser's public key, base64url."""
    auth: str
    """The browser's authentication secret, base64url."""
    application_key: str
    """The public VAPID key that it was subscribed with, base64url."""


@dataclass(frozen=True)
class Answer:
    """What came of one try."""

    meaning: Meaning
    status: int | None = None
    """The HTTP or SMTP status; nothing when there was none."""
    retry_after: int | None = None
    """Seconds that the service asks to be left alone."""


def meaning_of(status: int) -> Meaning:
    """Give the meaning of a push service's HTTP status (RFC 8030, sections 5 and 7.3).

    Only 404 and 410 remove a subscription. 413 says that the payload was too long, which is a bug of ours; 406, 429 and
    5xx pass; every other refusal (a signature that is wrong, a header that is) is a fault of ours too.
    """
    if 200 <= status < 300:
        return Meaning.ACCEPTED
    if status in {404, 410}:
        return Meaning.GONE
    if status in {406, 408, 425, 429} or 500 <= status < 600:
        return Meaning.LATER
    return Meaning.OUR_FAULT


def seconds_asked(retry_after: str | None, now: datetime) -> int | None:
    """For how many seconds a service asks to be left alone, in seconds or as an instant (RFC 9110, section 10.2.3).

    What cannot be read asks for nothing, and nobody is left alone for more than ``LONGEST_WAIT``.
    """
    said = (retry_after or "").strip()
    if said.isascii() and said.isdigit():
        return min(int(said[:10]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(0, round((until - now).total_seconds())), LONGEST_WAIT)
