"""The shared steps around a new password: judged, hashed, set. They never commit: the act that calls them does."""

from collections.abc import Iterable

from client_app.domain.passwords import why_not_password
from client_app.domain.sentences import Sentence
from client_app.gateways.passwords import hash_password
from client_app.models import Person
from client_app.services._ending import end_sign_ins, end_trust
from client_app.services.acts import Act


def why_not_new_password(password: str, own: Iterable[str]) -> Sentence | None:  # noqa: ARG001 - its rule comes
    """Say why this cannot be the new password of somebody of whom ``own`` is known: e-mail, name, the app's name."""
    return why_not_password(password)


def hashed(password: str) -> str:
    """The hash of a new password: slow on purpose, so not while others wait to write."""
    return hash_password(password)


def set_password(a: Act, person: Person, password_hash: str) -> None:
    """Give the person this password: whoever is let in by the old one is so no longer. With the first they join."""
    person.password_hash = password_hash
    person.joined_at = person.joined_at or a.now
    end_sign_ins(a, person.id)
    end_trust(a, person.id)
