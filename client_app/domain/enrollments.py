"""How a participant's time in a program begins and ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from client_app.domain.plans import readable, tidy, why_not_kept
from client_app.domain.sentences import N_, Sentence

WORDS_LIMIT = 2000
"""The longest agreement or aftercare note, in characters."""

LATEST_END_YEARS = 5
"""A later planned end is a slip of the finger."""


class ComesFrom(StrEnum):
    """Where a participant lives or was treated right before the program."""

    RESIDENTIAL = "residential"
    DETOX = "detox"
    HOME = "home"


COMES_FROM_WORDS: Mapping[ComesFrom, str] = {
    ComesFrom.HOME: N_("Home"),
    ComesFrom.DETOX: N_("Detox"),
    ComesFrom.RESIDENTIAL: N_("Residential treatment"),
}
"""Marked for translation."""

CHANGED_MEANWHILE = Sentence(
    N_("Somebody changed this while your page was open. What stands now is above the form; yours is still in it.")
)
ENDED_ALREADY = Sentence(N_("This time in the program has ended already."))
STARTED_ALREADY = Sentence(N_("This person takes part already."))
EMPTY_NOTE = Sentence(N_("Please write a few words for the time after the program. The participant can read them."))


@dataclass(frozen=True)
class Beginning:
    """Where somebody comes from, what was agreed at the start, and until when it was planned."""

    comes_from: ComesFrom | None = None
    agreement: str = ""
    planned_end_on: date | None = None


@dataclass(frozen=True)
class TypedBeginning:
    """A beginning as it was typed, with the fields that cannot be kept."""

    comes_from: str = ""
    agreement: str = ""
    planned_end_on: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> Self:
        """Read a posted form; other fields are ignored."""
        return cls(
            typed.get("comes_from", "").strip(),
            tidy(typed.get("agreement", "")),
            typed.get("planned_end_on", "").strip(),
        )

    @classmethod
    def of(cls, beginning: Beginning) -> Self:
        """Show what is kept as it would be typed."""
        day = beginning.planned_end_on
        return cls(beginning.comes_from or "", beginning.agreement, day.isoformat() if day else "")

    def shown(self) -> Self:
        """What was typed, to be shown again, without the characters that no page can carry."""
        return type(self)(readable(self.comes_from), readable(self.agreement), readable(self.planned_end_on))

    def problems(self, first_day: date) -> dict[str, Sentence]:
        """Say for each field why it cannot be kept, for a time that begins on ``first_day``; empty when all can."""
        found = {
            "comes_from": None if self.comes_from in set(ComesFrom) else Sentence(N_("Please choose one of these.")),
            "agreement": why_not_kept(self.agreement, WORDS_LIMIT),
            "planned_end_on": self._why_not_planned_end(first_day),
        }
        return {name: problem for name, problem in found.items() if problem}

    def beginning(self) -> Beginning:
        """What is kept, once there are no problems.

        Raises:
            ValueError: there are.

        """
        planned = date.fromisoformat(self.planned_end_on) if self.planned_end_on else None
        return Beginning(ComesFrom(self.comes_from), self.agreement, planned)

    def _why_not_planned_end(self, first_day: date) -> Sentence | None:
        if not self.planned_end_on:
            return None
        try:
            day = date.fromisoformat(self.planned_end_on)
        except ValueError:
            return Sentence(N_("Please type a day like 2026-12-31, or leave it empty."))
        if not first_day <= day <= first_day.replace(year=first_day.year + LATEST_END_YEARS, day=1):
            return Sentence(N_("A planned end comes after the first day, and within five years."))
        return None


def why_not_aftercare(note: str) -> Sentence | None:
    """Say why this cannot be the note for the time after the program."""
    return why_not_kept(note, WORDS_LIMIT) if note else EMPTY_NOTE


def active_from(started_on: date, joined_on: date | None) -> date | None:
    """Give the first local day on which somebody could check in: enrolled and joined; nothing before joining."""
    return max(started_on, joined_on) if joined_on else None
