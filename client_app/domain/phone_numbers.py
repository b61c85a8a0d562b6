"""Phone numbers as people type them, and as they are dialled."""

import re

from client_app.domain.answers import UNREADABLE
from client_app.domain.sentences import N_, Sentence

_DIALLED = re.compile(r"\+?[0-9](-?[0-9]){2,14}")
"""Three digits (911) to fifteen, the most that a number has anywhere (ITU-T E.164)."""
_BETWEEN_DIGITS = re.compile(r"[\s().-]+")


def as_dialled(typed: str | None) -> str | None:
    """Digits with a dash wherever something stood between them: ``tel:`` takes it, and people can read it.

    Nothing when nothing is typed. What is no phone number stays none: ``is_phone_number`` tells.
    """
    return _BETWEEN_DIGITS.sub("-", typed).strip("-") or None if typed else None


def is_phone_number(dialled: str) -> bool:
    """Can this be dialled?"""
    return _DIALLED.fullmatch(dialled) is not None


def why_not_phone(dialled: str) -> Sentence | None:
    """Say why this cannot be dialled; it has been through ``as_dialled``."""
    if is_phone_number(dialled):
        return None
    return Sentence(N_("This is no phone number: %(phone)s"), {"phone": UNREADABLE.sub("", dialled)[:40]})
