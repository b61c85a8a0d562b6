"""What a person's name and e-mail must be before anybody can sign in with them."""

import re

from client_app.domain.answers import UNREADABLE
from client_app.domain.sentences import N_, Sentence

LONGEST_NAME = 100
"""Characters."""

LONGEST_EMAIL = 254
"""Characters; no longer address can receive anything (RFC 5321)."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def as_kept(email: str) -> str:
    """An e-mail as it is stored and looked for: a phone begins a line with a capital, and leaves a space behind it."""
    return email.strip().lower()


def why_not_name(name: str) -> Sentence | None:
    """Say why nobody can be called this."""
    if UNREADABLE.search(name):
        return Sentence(N_("Some characters here could not be read. Please look at it and send it again."))
    if not name.strip():
        return Sentence(N_("A person needs a name."))
    if len(name.strip()) > LONGEST_NAME:
        return Sentence(N_("A name has %(longest)s characters at most."), {"longest": LONGEST_NAME})
    return None


def why_not_email(email: str) -> Sentence | None:
    """Say why nobody can sign in with this e-mail."""
    if UNREADABLE.search(email) or len(email.strip()) > LONGEST_EMAIL or not _EMAIL.fullmatch(email.strip()):
        return Sentence(N_("Please type an email address, for example name@mail.com."))
    return None
