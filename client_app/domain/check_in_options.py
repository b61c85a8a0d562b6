"""What a program decides about its check-in: which optional questions it does without, and which triggers it offers.

Wording, order and the questions of which help depends are not a program's to change. A trigger keeps its code for good,
so that old answers go on meaning what they meant; one that is taken off the list still has its words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, product
from string import ascii_lowercase
from typing import Any, Self

from client_app.domain.definitions import ITEMS, SKIP, Choice, Definition, Question, Text

TRIGGERS = "triggers"
"""The question whose choices a program may change."""

OTHER = "other"
"""The trigger that is always offered: nobody is left without an answer that fits."""

NEW = "new"
"""Stands for a trigger that has no code yet, and so is none."""

ALWAYS_ASKED = frozenset(name for name, item in ITEMS.items() if item.is_protected) | {"craving_now"}
"""Help depends on the protected questions; craving now is what every picture and every usual is drawn from."""

_CODE = re.compile(r"[a-z]+(_[a-z]+)*")
_LONGEST_STEM = 40


@dataclass(frozen=True)
class CheckInOptions:
    """One version of what a program decided. Without any, the content stands as it is.

    Raises:
        ValueError: a question is off that is always asked, a code is malformed or stands there twice, or ``other`` is
            not offered.

    """

    off: frozenset[str] = frozenset()
    """The optional questions that are not asked."""
    triggers: tuple[Choice, ...] = ()
    """Those offered, in their order; none means: the content's."""
    removed: tuple[Choice, ...] = ()
    """Those offered once, with their last words."""

    def __post_init__(self) -> None:
        if kept := self.off & ALWAYS_ASKED:
            raise ValueError(f"{', '.join(sorted(kept))} cannot be left out.")
        codes = [choice.value for choice in self.known]
        if len(set(codes)) < len(codes):
            raise ValueError("A trigger's code stands there twice.")
        for code in codes:
            if code == SKIP or not _CODE.fullmatch(code):
                raise ValueError(f"{code!r} is no code for a trigger.")
        if self.known and OTHER not in {choice.value for choice in self.triggers}:
            raise ValueError(f"{OTHER!r} is always offered.")

    @property
    def known(self) -> tuple[Choice, ...]:
        """Every trigger that this program has ever offered, once it has a list of its own."""
        return (*self.triggers, *self.removed)

    def taken_from(self, question: Question) -> Question:
        """Give the question with every answer that is taken, those of forms opened before a change among them."""
        if question.name != TRIGGERS or not self.triggers:
            return question
        return replace(question, choices=self.known)

    def asked_of(self, questions: Sequence[Question], held: Mapping[str, Collection[str]]) -> tuple[Question, ...]:
        """Give the questions and triggers that are asked now, and those that already hold an answer.

        Args:
            questions: with every answer that is taken (``taken_from``).
            held: what is answered already, by field name: what somebody told before a change is not lost with it.

        """
        return tuple(
            self._offered(question, held.get(question.name, ()))
            for question in questions
            if not self.leaves_out(question) or held.get(question.name)
        )

    def leaves_out(self, question: Question) -> bool:
        """Does the program do without this question? Only ever without one that the content declares optional."""
        return question.optional and question.name in self.off

    def _offered(self, question: Question, held: Collection[str]) -> Question:
        if question.name != TRIGGERS or not self.triggers:
            return question
        told = tuple(choice for choice in self.removed if choice.value in held)
        return replace(question, choices=(*self.triggers, *told))

    def to_json(self) -> dict[str, Any]:
        """Write it as plain JSON values."""
        return {
            "off": sorted(self.off),
            "triggers": [_to_json(choice) for choice in self.triggers],
            "removed": [_to_json(choice) for choice in self.removed],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what ``to_json`` wrote; a question that is always asked by now is asked, whatever was stored before.

        Raises:
            ValueError: what is stored makes no sense.

        """
        return cls(
            frozenset(stored["off"]) - ALWAYS_ASKED,
            tuple(_from_json(choice) for choice in stored["triggers"]),
            tuple(_from_json(choice) for choice in stored["removed"]),
        )


AS_SHIPPED = CheckInOptions()
"""What a program starts with."""


def with_own_list(options: CheckInOptions, definition: Definition) -> CheckInOptions:
    """Give the same options with the content's triggers as the program's own list, where it has none yet."""
    question = definition.question(TRIGGERS)
    if options.triggers or question is None:
        return options
    return replace(options, triggers=question.choices)


def optional_questions(definition: Definition) -> tuple[Question, ...]:
    """Give the questions that a program may do without: those that the content declares optional."""
    return tuple(question for question in definition.questions if question.optional)


def new_code(english: str, taken: Collection[str]) -> str:
    """Make the code of a new trigger from its English words: letters and underscores, unlike any code that was used."""
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode().lower()
    stem = "_".join(re.findall("[a-z]+", plain))[:_LONGEST_STEM].strip("_") or "trigger"
    used = {SKIP, NEW, *taken}
    return next(code for code in _codes(stem) if code not in used)


def _codes(stem: str) -> Iterator[str]:
    """Go through the stem, then through it with a, b, … z, aa, ab, … behind it."""
    yield stem
    endings = (letters for length in count(1) for letters in product(ascii_lowercase, repeat=length))
    yield from (f"{stem}_{''.join(letters)}" for letters in endings)


def _to_json(choice: Choice) -> dict[str, str]:
    return {"code": choice.value, "en": choice.text.en, "es": choice.text.es}


def _from_json(stored: Mapping[str, str]) -> Choice:
    return Choice(stored["code"], Text(stored["en"], stored["es"]))
