"""Answers to a check-in: reading what was posted, and keeping it as one value that never changes.

Nothing that a browser can send raises an error here. What cannot be read is a problem with a sentence beside its field.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from client_app.domain.definitions import COPING, ITEMS, SKIP, Question, QuestionKind
from client_app.domain.sentences import N_, Sentence

Answer: TypeAlias = int | str | tuple[str, ...]
"""A number, one choice or a text, or several choices in alphabetical order; ``skip`` when it was skipped."""

NOTE_LIMIT = 2000
"""The longest text, in characters; a line break counts as one."""

UNREADABLE = re.compile("[\0\ud800-\udfff\ufffd]")
"""What no keyboard types: NUL, halves of characters, and the sign that stands for bytes which were no text."""

_URGENT = {
    "used": ("yes", SKIP, "no"),
    "safety": ("active", "passive", SKIP, "no"),
    "safe_now": ("no", SKIP, "yes"),
}
"""The single choices on which an urgent flag rests, the gravest answer first."""


class Answers(Mapping[str, Answer]):
    """What somebody answered, by field name. A question that was not answered is not in it."""

    __slots__ = ("_given",)

    def __init__(self, given: Mapping[str, Answer] | None = None) -> None:
        self._given = dict(given or {})

    def __getitem__(self, name: str) -> Answer:
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def __repr__(self) -> str:
        # An answer never reaches a log line or an error report.
        return f"<Answers to {len(self)} questions>"

    def number(self, name: str) -> int | None:
        """Give the number answered on a scale; nothing when it was skipped or not answered."""
        answer = self.get(name)
        return answer if isinstance(answer, int) else None

    def chosen(self, name: str) -> tuple[str, ...]:
        """Give what was chosen where several may be; empty when it was skipped or not answered."""
        answer = self.get(name)
        return answer if isinstance(answer, tuple) else ()

    def to_json(self) -> dict[str, Any]:
        """Write them as plain JSON values."""
        return {name: list(answer) if isinstance(answer, tuple) else answer for name, answer in self.items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what ``to_json`` wrote."""
        return cls({name: tuple(answer) if isinstance(answer, list) else answer for name, answer in stored.items()})


@dataclass(frozen=True)
class Reading:
    """What a post says: the answers that could be read, and for the rest a sentence per field."""

    answers: Answers
    problems: Mapping[str, Sentence]
    typed: Mapping[str, list[str]]
    """What was typed into each question, to be shown again; without the characters that no page can carry."""


class _Unread(Exception):  # noqa: N818 - the person's slip, not a fault of the program
    """A field that cannot be read; ``problem`` says what to do."""

    def __init__(self, problem: Sentence) -> None:
        super().__init__()
        self.problem = problem


def read_answers(
    fields: Mapping[str, Sequence[str]], questions: Sequence[Question], known_coping: frozenset[str] = frozenset()
) -> Reading:
    """Read a posted form.

    Args:
        fields: every field with all its values, as posted.
        questions: the questions that this form asks (``questions_for``); other fields are ignored.
        known_coping: what may be chosen as helpful: the participant's own strategies and the kit.

    """
    answers: dict[str, Answer] = {}
    problems: dict[str, Sentence] = {}
    typed: dict[str, list[str]] = {}
    for question in questions:
        posted = fields.get(question.name, ())
        typed[question.name] = [UNREADABLE.sub("", text) for text in posted]
        values = _said_values(posted)
        if not values:
            continue
        known = known_coping if question.name == COPING else frozenset(question.values)
        try:
            answers[question.name] = _read(question, values, known)
        except _Unread as unread:
            problems[question.name] = unread.problem
    return Reading(Answers(answers), problems, {name: texts for name, texts in typed.items() if texts})


def urgent_part(fields: Mapping[str, Sequence[str]]) -> Answers:
    """Read the answers on which an urgent flag rests, out of a post that is refused for whatever reason.

    It reads as much as can be read: of contradictory values the gravest counts, and unknown ones are passed over.
    """
    answers: dict[str, Answer] = {}
    for name, gravest_first in _URGENT.items():
        values = _said_values(fields.get(name, ()))
        gravest = next((value for value in gravest_first if value in values), None)
        if gravest is not None:
            answers[name] = gravest
    drugs = frozenset(ITEMS["used_what"].values) & frozenset(_said_values(fields.get("used_what", ())))
    if drugs:
        answers["used_what"] = tuple(sorted(drugs))
    return Answers(answers)


def _said_values(posted: Sequence[str]) -> list[str]:
    """Trim what was posted, one line break for each, once each; an empty value says nothing."""
    trimmed = (text.replace("\r\n", "\n").replace("\r", "\n").strip() for text in posted)
    return list(dict.fromkeys(text for text in trimmed if text))


def _read(question: Question, values: list[str], known: frozenset[str]) -> Answer:
    """Read the different values of one question, of which there is at least one."""
    if any(UNREADABLE.search(value) for value in values):
        raise _Unread(Sentence(N_("Some characters here could not be read. Please look at it and send it again.")))
    if question.kind is QuestionKind.SEVERAL:
        return _read_several(values, known)
    if len(values) > 1:
        raise _Unread(Sentence(N_("There are two answers here. Please choose one.")))
    [value] = values
    if value == SKIP:
        return SKIP
    if question.kind is QuestionKind.TEXT:
        return _read_text(value)
    if question.kind is QuestionKind.SCALE:
        return _read_number(value, question)
    return _read_choice(value, known)


def _read_several(values: list[str], known: frozenset[str]) -> Answer:
    """Read all that was chosen. A skip beside it is passed over: what somebody tells is not thrown away."""
    chosen = {_read_choice(value, known) for value in values if value != SKIP}
    return tuple(sorted(chosen)) if chosen else SKIP


def _read_choice(value: str, known: frozenset[str]) -> str:
    """Read one of the choices."""
    if value not in known:
        raise _Unread(Sentence(N_("Please choose from the answers shown.")))
    return value


def _read_number(value: str, question: Question) -> int:
    """Read a number as it stands on one of the chips: plain digits without sign, point or leading zero."""
    if value not in question.values:
        lowest, highest = question.values[0], question.values[-1]
        raise _Unread(
            Sentence(
                N_("Please choose a number from %(lowest)s to %(highest)s."), {"lowest": lowest, "highest": highest}
            )
        )
    return int(value)


def _read_text(value: str) -> str:
    """Read a text of bearable length."""
    if len(value) > NOTE_LIMIT:
        raise _Unread(
            Sentence(
                N_("This is too long to send: %(length)s characters. Please keep it to %(limit)s."),
                {"length": len(value), "limit": NOTE_LIMIT},
            )
        )
    return value
