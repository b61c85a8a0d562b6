"""What is pushed to a phone or sent by e-mail: a fixed list of neutral texts, and how each kind is to travel.

A push never names the program, a service, a drug or an answer; whoever looks over a shoulder learns nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from client_app.domain.sentences import N_


class PushKind(StrEnum):
    """Why somebody is pushed."""

    CHECK_IN = "check_in"
    """The day's check-in, at the participant's own time."""
    APPOINTMENT = "appointment"
    NUDGE = "nudge"
    """A counselor asks to be thought of, in canned kind words on the page that it leads to."""
    TEST = "test"
    """The person asked to see whether reminders arrive."""
    PAGE = "page"
    """A flag wants a person on the team."""


class Urgency(StrEnum):
    """How much of its battery a phone spends on it (RFC 8030, section 5.3)."""

    NORMAL = "normal"
    HIGH = "high"


REMINDER = N_("You have a reminder.")
"""For participants and families."""
PAGED = N_("Someone needs you now.")
"""For staff."""


@dataclass(frozen=True)
class Travel:
    """How a push service is to treat one kind."""

    text: str
    urgency: Urgency
    longest: timedelta
    """How long the service keeps it for a phone that sleeps, at most: it is never kept past the instant of going stale.

    With none at all it would be lost on every phone that sleeps.
    """
    topic: str
    """A later one takes the place of an earlier one that the phone has not seen (RFC 8030, section 5.4)."""


TRAVEL: Mapping[PushKind, Travel] = {
    PushKind.CHECK_IN: Travel(REMINDER, Urgency.NORMAL, timedelta(hours=15), "check-in"),
    PushKind.APPOINTMENT: Travel(REMINDER, Urgency.HIGH, timedelta(hours=15), "appointment"),
    PushKind.NUDGE: Travel(REMINDER, Urgency.NORMAL, timedelta(hours=24), "nudge"),
    PushKind.TEST: Travel(REMINDER, Urgency.HIGH, timedelta(minutes=10), "test"),
    PushKind.PAGE: Travel(PAGED, Urgency.HIGH, timedelta(minutes=15), "page"),
}


LONGEST_PAYLOAD = 3993
"""Bytes: what every push service takes, encrypted, in one record (RFC 8291, section 4)."""
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True)
class Push:
    """One message as it is handed to a push service.

    Raises:
        ValueError: no push service would take it.

    """

    payload: bytes
    """What the phone reads; nobody between can."""
    ttl: int
    """Seconds for which the service keeps it for a phone that sleeps."""
    urgency: Urgency
    topic: str

    def __post_init__(self) -> None:
        if len(self.payload) > LONGEST_PAYLOAD:
            raise ValueError("The payload is longer than push services take.")
        if self.ttl < 0 or not _TOPIC.fullmatch(self.topic):
            raise ValueError("A push is kept for no less than 0 seconds, under 1 to 32 letters, digits, - and _.")


class MessageState(StrEnum):
    """Where a message stands in the outbox."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """A worker has it, until its lease ends."""
    SENT = "sent"
    """A push service, or a mail server, accepted it for one device at least."""
    EXPIRED = "expired"
    """It had gone stale before anything accepted it."""
    WITHDRAWN = "withdrawn"
    """What it was about is done, moved or cancelled."""
    UNREACHABLE = "unreachable"
    """There was no device to send it to, or none is left."""
