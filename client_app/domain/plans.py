"""What a participant keeps for hard moments, and which words can be kept: own strategies, reasons, a safety plan."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Self

from client_app.domain.answers import UNREADABLE
from client_app.domain.refusals import Invalid
from client_app.domain.sentences import N_, Sentence

ENTRY_LIMIT = 200
"""The longest strategy or reason, in characters."""

PART_LIMIT = 2000
"""The longest part of a safety plan, in characters; a line break counts as one."""

MOST_ENTRIES = 30
"""How many strategies, and how many reasons, one list holds: in a hard moment nobody reads more."""

LIST_IS_FULL = N_("The list is full: it holds %(most)s. Remove one to make room.")


OVERTAKEN = N_(
    "%(name)s has changed this plan since you opened it. Your words are still here, and not kept yet. "
    "Please look at both, then keep the plan once more."
)

_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class Direction(StrEnum):
    """Where an entry of a list moves to."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, kw_only=True)
class SafetyPlan:
    """A plan for the hardest moments in six short parts, from what one can do alone to who helps at any hour.

    The six steps and their order are those of the Stanley–Brown safety planning intervention; the words are our own.
    """

    warning_signs: str = ""
    own_steps: str = ""
    people_and_places: str = ""
    people_to_ask: str = ""
    professionals: str = ""
    safe_surroundings: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> Self:
        """Read the six parts of a posted form; what is missing is empty, other fields are ignored."""
        return cls(**{part: tidy(typed.get(part, "")) for part in PARTS})

    def problems(self) -> dict[str, Sentence]:
        """Say for each part why it cannot be kept as it is; empty when all of it can."""
        found = {part: why_not_kept(getattr(self, part), PART_LIMIT) for part in PARTS}
        return {part: problem for part, problem in found.items() if problem}


def version_seen(typed: Mapping[str, str]) -> int:
    """The number of the safety plan that a form was opened with; 0, which no plan has, when there was none."""
    number = typed.get("version", "")
    return int(number) if _NUMBER.fullmatch(number) else 0


@dataclass(frozen=True)
class PartWords:
    """How a part of the safety plan is called, and what belongs there; both are marked for translation."""

    title: str
    hint: str


PART_WORDS: Mapping[str, PartWords] = {
    "warning_signs": PartWords(
        N_("My warning signs"), N_("What tells you that a hard time is coming? A thought, a mood, a place, a habit.")
    ),
    "own_steps": PartWords(N_("What I can do by myself"), N_("Things that take your mind off it for a while.")),
    "people_and_places": PartWords(
        N_("People and places that do me good"), N_("Where can you go, and who is nice to be around?")
    ),
    "people_to_ask": PartWords(N_("People I can ask for help"), N_("Names and phone numbers of people you trust.")),
    "professionals": PartWords(
        N_("Professionals I can call"), N_("Your counselor, your clinic, and a help line that answers at any hour.")
    ),
    "safe_surroundings": PartWords(
        N_("How I make my home safer"), N_("What do you put out of reach, and who keeps it for you?")
    ),
}

PARTS = tuple(part.name for part in fields(SafetyPlan))
"""The parts of a safety plan in their order, as fields of its form are named."""


def tidy(text: str) -> str:
    """Trim typed words; a line break is one character, whichever way the browser sent it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def read_entry(typed: str) -> str:
    """Read one strategy or reason: a short line.

    Raises:
        Invalid: nothing was typed, it is too long, or it cannot be read.

    """
    words = " ".join(tidy(typed).split("\n"))
    problem = why_not_kept(words, ENTRY_LIMIT) if words else Sentence(N_("Please write a few words first."))
    if problem:
        raise Invalid(problem)
    return words


def why_not_kept(text: str, limit: int) -> Sentence | None:
    """Say why typed words cannot be kept, or nothing when they can."""
    if UNREADABLE.search(text):
        return Sentence(N_("Some characters here could not be read. Please look at it and send it again."))
    if len(text) > limit:
        return Sentence(
            N_("This is too long to keep: %(length)s characters. Please keep it to %(limit)s."),
            {"length": len(text), "limit": limit},
        )
    return None


def readable(typed: str) -> str:
    """What was typed, to be shown again, without the characters that no page can carry."""
    return UNREADABLE.sub("", typed)
