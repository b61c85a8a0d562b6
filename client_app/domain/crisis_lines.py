"""Crisis lines: dated facts with an owner, since a wrong number is worse than none.

The product brings lines along as reviewed content. A director confirms or corrects them for the whole clinic, and may
add lines of the clinic's own; what a director said last stands above the content.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlsplit

from client_app.domain.definitions import Text
from client_app.domain.phone_numbers import why_not_phone
from client_app.domain.plans import why_not_kept
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence

ALWAYS_THERE = frozenset({"988", "911"})
"""Lines that can be corrected, and never be hidden: everything that calls for help leads to them."""

MONTHS_TO_REVIEW = 6
"""After so many months a line is looked at again, unless a director says another day."""

MOST_MONTHS_TO_REVIEW = 12
"""No line goes unchecked for longer than a year."""

DUE_WITHIN = timedelta(days=14)
"""How long before its day a review is spoken of."""

LIMITS = {"name": 80, "about": 300, "hours": 80}
"""The longest words of a line, in characters."""

CHAT_LIMIT = 200
"""The longest address of a chat page, in characters."""

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
_REST = re.compile(r"[A-Za-z0-9/._~%?&=+#-]*")
_THREE = re.compile(r"(?<!\d)3(?!\d)|\b(?:three|tres)\b", re.IGNORECASE)

EMPTY = Sentence(N_("Please write this in both languages."))
NO_NUMBER = Sentence(N_("Please type the number to call."))
NO_CHAT = Sentence(N_("A chat address begins with https:// and names a site, such as https://988lifeline.org"))
PRESS_THREE = Sentence(N_("The choice 3 of the 988 line ended on July 17, 2025. Please leave it out."))
TOO_SOON = Sentence(N_("The next check must be after today."))
TOO_LATE = Sentence(N_("A line is checked at least once a year. Please choose an earlier day."))
NEVER_HIDDEN = Sentence(N_("This line is always shown. You can correct it."))
SAVED_MEANWHILE = Sentence(N_("Somebody saved this line since you opened the page. Nothing of yours is saved yet."))


class Review(StrEnum):
    """Where the review of a line's facts stands."""

    CURRENT = "current"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class CrisisLine:
    """A line that anybody may call, as it was when somebody last checked it."""

    code: str
    name: Text
    about: Text
    """Whom it is for and what happens on it."""
    hours: Text
    tel: str
    """As it is read and dialled, for example ``1-800-662-4357``."""
    sms: str | None
    chat: str | None
    """The address of its chat page."""
    tty: str | None
    owner: Role
    """Who keeps these facts right."""
    checked_on: date
    review_on: date
    is_hidden: bool = False
    """Kept, and shown to directors only."""

    def review(self, today: date) -> Review:
        """Where its review stands on this day."""
        if today > self.review_on:
            return Review.OVERDUE
        return Review.DUE if self.review_on - today <= DUE_WITHIN else Review.CURRENT

    def problems(self) -> dict[str, Sentence]:
        """Say for each field why it cannot be shown as it is; empty when all of it can."""
        found = _problems_in_words(self)
        numbers = {"tel": self.tel, "sms": self.sms, "tty": self.tty}
        found |= {field: why_not_phone(number) for field, number in numbers.items() if number}
        if not self.tel:
            found["tel"] = NO_NUMBER
        if self.chat and not _is_chat(self.chat):
            found["chat"] = NO_CHAT
        return {field: problem for field, problem in found.items() if problem}

    def to_json(self) -> dict[str, Any]:
        """Write its facts as plain JSON values; the dates stand in columns of their own."""
        words = {field: {"en": text.en, "es": text.es} for field, text in _words(self).items()}
        others = {field: getattr(self, field) for field in ("tel", "sms", "chat", "tty", "is_hidden")}
        return words | others

    @classmethod
    def from_json(cls, code: str, stored: Mapping[str, Any], checked_on: date, review_on: date) -> Self:
        """Read what ``to_json`` wrote."""
        return cls(
            code=code,
            name=Text(**stored["name"]),
            about=Text(**stored["about"]),
            hours=Text(**stored["hours"]),
            tel=stored["tel"],
            sms=stored["sms"],
            chat=stored["chat"],
            tty=stored["tty"],
            is_hidden=stored["is_hidden"],
            owner=Role.DIRECTOR,
            checked_on=checked_on,
            review_on=review_on,
        )


def standing_lines(shipped: Iterable[CrisisLine], kept: Mapping[str, CrisisLine]) -> tuple[CrisisLine, ...]:
    """Every line as it stands, hidden ones too: the content's in its order, then the clinic's own.

    Args:
        shipped: the lines that the product brings along.
        kept: by its code what a director said last of a line, in the order in which lines were first kept.

    """
    brought = {line.code: line for line in shipped}
    return tuple((brought | dict(kept)).values())


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_review(checked_on: date) -> date:
    """When the facts are looked at again, unless a director says another day."""
    return months_after(checked_on, MONTHS_TO_REVIEW)


def why_not_review_on(review_on: date, today: date) -> Sentence | None:
    """Say why the next review cannot be on this day, when the line is checked today."""
    if review_on <= today:
        return TOO_SOON
    return TOO_LATE if review_on > months_after(today, MOST_MONTHS_TO_REVIEW) else None


def why_not_hide(code: str) -> Sentence | None:
    """Say why a line cannot be hidden."""
    return NEVER_HIDDEN if code in ALWAYS_THERE else None


def _words(line: CrisisLine) -> dict[str, Text]:
    return {"name": line.name, "about": line.about, "hours": line.hours}


def _problems_in_words(line: CrisisLine) -> dict[str, Sentence | None]:
    """The words by their fields, such as ``about_es``."""
    return {
        f"{field}_{language}": _why_not_words(line, getattr(text, language), LIMITS[field])
        for field, text in _words(line).items()
        for language in ("en", "es")
    }


def _why_not_words(line: CrisisLine, text: str, limit: int) -> Sentence | None:
    if not text:
        return EMPTY
    if "988" in {line.code, line.tel} and _THREE.search(unicodedata.normalize("NFKC", text)):
        return PRESS_THREE
    return why_not_kept(text, limit)


def _is_chat(address: str) -> bool:
    """Whether this leads to a page of a named site over HTTPS, and nowhere else whichever way it is read."""
    if len(address) > CHAT_LIMIT or not address.isascii() or not address.startswith("https://"):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    rest = address.removeprefix("https://").removeprefix(parts.netloc)
    return bool(_HOST.fullmatch(parts.netloc) and _REST.fullmatch(rest))
