"""The shared steps around a password: judged, hashed, compared, set. The act that calls them commits."""

from collections.abc import Iterable
from dataclasses import dataclass

from client_app.domain.passwords import why_not_password
from client_app.domain.refusals import Busy
from client_app.domain.sentences import N_, Sentence
from client_app.gateways.content import common_passwords
from client_app.gateways.passwords import TooManyWaitError, hash_password, is_password
from client_app.models import Person
from client_app.services._ending import end_feed, end_sign_ins, end_trust
from client_app.services._throttling import take_back
from client_app.services.acts import Act, housekeeping

MANY_AT_ONCE = N_("Many people are signing in right now. Please try again in a few seconds.")
TRY_AGAIN_IN = 3
"""Seconds."""


@dataclass(frozen=True)
class Ended:
    """What a new password has ended."""

    sign_ins: int
    phones: int
    feeds: int
    """Links to a private calendar."""


def why_not_new_password(password: str, own: Iterable[str]) -> Sentence | None:
    """Say why this cannot be the new password of somebody of whom ``own`` is known: e-mail, name, the app's name."""
    return why_not_password(password, common_passwords(), own)


def hashed(password: str) -> str:
    """The hash of a new password: slow on purpose, so not while others wait to write.

    Raises:
        Busy: too many wait for theirs.

    """
    try:
        return hash_password(password)
    except TooManyWaitError:
        raise Busy(Sentence(MANY_AT_ONCE), TRY_AGAIN_IN) from None


def belongs(password: str, password_hash: str | None, try_id: int) -> bool:
    """Whether the password belongs to the hash. The try was noted before; one that is not looked at is taken back.

    Raises:
        Busy: too many wait for theirs.

    """
    try:
        return is_password(password, password_hash)
    except TooManyWaitError:
        with housekeeping() as session:
            take_back(session, try_id)
        raise Busy(Sentence(MANY_AT_ONCE), TRY_AGAIN_IN) from None


def set_password(a: Act, person: Person, password_hash: str, *, but: int | None = None) -> Ended:
    """Give the person this password: whoever is signed in with the old one, or checks in on its trust, is so no longer.

    Args:
        a: The act that does it, and leaves the line in the audit record.
        person: Whose password it becomes; with the first one they have joined.
        password_hash: Of ``hashed``.
        but: The one sign-in that goes on.

    """
    person.password_hash = password_hash
    person.joined_at = person.joined_at or a.now
    a.session.flush()  # a sign-in with the old password that is just being made is waited for, and then ended
    return Ended(end_sign_ins(a, person.id, but=but), end_trust(a, person.id), end_feed(a, person.id))
