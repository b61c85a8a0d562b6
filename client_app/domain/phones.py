"""Phone numbers as they are dialled and read."""

import re

from client_app.domain.answers import UNREADABLE
from client_app.domain.sentences import N_, Sentence

_NUMBER = re.compile(r"\+?[0-9](-?[0-9]){2,14}")
_BETWEEN_DIGITS = re.compile(r"[\s().-]+")


def as_dialled(typed: str) -> str:
    """Digits with a dash wherever something stood between them: ``tel:`` takes it, and people can read it."""
    return _BETWEEN_DIGITS.sub("-", typed).strip("-")


def why_not_phone(phone: str) -> Sentence | None:
    """Say why this cannot be dialled; ``phone`` has been through ``as_dialled``."""
    if _NUMBER.fullmatch(phone):
        return None
    return Sentence(N_("This is no phone number: %(phone)s"), {"phone": UNREADABLE.sub("", phone)[:40]})
