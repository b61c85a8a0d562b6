"""What became of a reminder, in plain words. Accepted is all that anybody knows: no word here says that it arrived."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from client_app.domain.pushes import MessageState, PushKind


class Fate(StrEnum):
    """Where a reminder stands, as its person reads it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    """By the push service of one of their phones, at least."""
    TOO_LATE = "too_late"
    NOT_NEEDED = "not_needed"
    NO_PHONE = "no_phone"
    """None was set up."""
    NOT_REACHED = "not_reached"


@dataclass(frozen=True)
class Told:
    """One reminder as its person is told of it."""

    kind: PushKind
    due_at: datetime
    sent_at: datetime | None
    """The first try to hand it to a push service."""
    accepted_at: datetime | None
    opened_at: datetime | None
    fate: Fate


def fate_of(state: MessageState, *, was_tried: bool, is_stale: bool) -> Fate:
    """Give where a message stands.

    Args:
        state: in the outbox.
        was_tried: whether any push service was asked to take it.
        is_stale: whether it is too late to send it, though no worker has said so yet.

    """
    if state in {MessageState.WAITING, MessageState.CLAIMED} and not is_stale:
        return Fate.WAITING
    if state is MessageState.SENT:
        return Fate.ACCEPTED
    if state is MessageState.WITHDRAWN:
        return Fate.NOT_NEEDED
    if was_tried:
        return Fate.NOT_REACHED
    return Fate.NO_PHONE if state is MessageState.UNREACHABLE else Fate.TOO_LATE
