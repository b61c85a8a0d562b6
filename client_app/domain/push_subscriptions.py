"""A browser's offer to be pushed to, and why it is not taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from client_app.domain.push_addresses import why_not_endpoint, why_not_keys
from client_app.domain.sentences import N_, Sentence

MOST = 10
"""Devices of one person; more would be somebody's play with our server, not somebody's phones."""

NOTHING_PUSHED = Sentence(N_("Nothing is sent to phones here yet. Your program can turn it on."))
OLD_KEY = Sentence(N_("This page was open for a long time. Please load it again, then turn this on once more."))
TOO_MANY = Sentence(N_("Ten devices are set up already. Remove one of them first, then add this one."))
OF_ANOTHER = Sentence(N_("This browser is set up for somebody else. They have to sign out on it first."))
ASK_FIRST = Sentence(N_("This browser is not set up. Turn it on by a tap first."))


@dataclass(frozen=True)
class PushPlaces:
    """Where a deployment may push to, and with which keys."""

    allowed: Sequence[str]
    """Push services, and all hosts below them."""
    test_hosts: Sequence[str]
    keys: Sequence[str]
    """Its public keys, the newest first; none while it pushes nothing."""


@dataclass(frozen=True)
class Offer:
    """What a browser hands over to be pushed to."""

    endpoint: str
    p256dh: str
    auth: str
    application_key: str
    """Our public key with which the browser made it."""

    def problem(self, places: PushPlaces) -> Sentence | None:
        """Say why it is not taken; nothing where it is."""
        if not places.keys:
            return NOTHING_PUSHED
        reason = why_not_endpoint(self.endpoint, places.allowed, places.test_hosts)
        reason = reason or why_not_keys(self.p256dh, self.auth)
        return reason or (None if self.application_key in places.keys else OLD_KEY)


@dataclass(frozen=True)
class Browser:
    """The browser that asks, as its request tells."""

    device: str | None = None
    known_as: str | None = None
    """The hash of the address by which it was pushed to before, from its cookie."""
    trusted_phone_id: int | None = None
    """The viewer's trusted phone that it is."""
