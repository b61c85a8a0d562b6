"""What is ticked and typed where a director decides about the check-in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from client_app.domain.check_in_options import NEW, OTHER, CheckInOptions, optional_questions
from client_app.domain.definitions import Definition, Question, Text
from client_app.domain.flag_rules import RULES
from client_app.domain.plans import readable
from client_app.domain.rule_words import RULE_NAMES
from client_app.domain.sentences import Sentence
from client_app.domain.trigger_lists import Line, new_place, problems_of, rebuilt
from client_app.services.check_in_options import OptionVersion
from client_app.web.fields import version_in, whole_number
from client_app.web.posts import Fields


@dataclass(frozen=True)
class QuestionRow:
    """An optional question, and what would be missed without it."""

    question: Question
    is_asked: bool
    silences: tuple[Sentence, ...]
    """The names of rules that could never fire without it."""
    weakens: tuple[Sentence, ...]
    """Of those that would have less to judge by."""


@dataclass(frozen=True)
class OptionsForm:
    """The options as they stand in the form."""

    newest: OptionVersion
    definition: Definition
    asked: frozenset[str]
    lines: tuple[Line, ...]
    """Each known trigger, the offered ones first, in their order."""
    added: Text = field(default_factory=lambda: Text("", ""))
    seen: int = -1
    """The number of the version that the form was opened with; -1 when it names none."""
    problem: Sentence | None = None
    """Why the whole post was refused."""

    @classmethod
    def of(cls, newest: OptionVersion, definition: Definition) -> Self:
        """The form as it is opened."""
        asked = frozenset(question.name for question in optional_questions(definition)) - newest.options.off
        return cls(newest, definition, asked, _lines_of(newest.options), seen=newest.number)

    @classmethod
    def read(cls, fields: Fields, newest: OptionVersion, definition: Definition) -> Self:
        """Read a post. A trigger that the form did not hold yet stays as it is; unknown fields are ignored."""
        optional = frozenset(question.name for question in optional_questions(definition))
        offered = frozenset(fields.getlist("offered")) | {OTHER}
        lines = tuple(_typed(line, fields, offered) for line in _lines_of(newest.options))
        added = Text(_words(fields, "en-new"), _words(fields, "es-new"))
        asked = optional & frozenset(fields.getlist("asked"))
        return cls(newest, definition, asked, lines, added, version_in(fields.get("seen")))

    @property
    def is_stale(self) -> bool:
        """Whether another version was saved since the form was opened."""
        return self.seen != self.newest.number

    @property
    def problems(self) -> Mapping[tuple[str, str], Sentence]:
        """Why words cannot be kept, by the trigger's code and the language."""
        return problems_of(self._wanted())

    @property
    def options(self) -> CheckInOptions:
        """What the form asks for, once nothing is wrong with it."""
        off = frozenset(question.name for question in optional_questions(self.definition)) - self.asked
        return rebuilt(self.newest.options, self._wanted(), off)

    @property
    def questions(self) -> list[QuestionRow]:
        """Each optional question in its order."""
        return [_row(question, question.name in self.asked) for question in optional_questions(self.definition)]

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines with what a page can show again of their words."""
        return tuple(replace(line, words=_readable(line.words)) for line in self.lines)

    @property
    def shown_added(self) -> Text:
        """The same of the new trigger."""
        return _readable(self.added)

    @property
    def places(self) -> range:
        """The places on the list."""
        return range(1, len(self.newest.options.triggers) + 1)

    def refused(self, problem: Sentence) -> Self:
        """The form again, with the reason."""
        return replace(self, problem=problem)

    def compared(self, problem: Sentence, opened: OptionVersion | None) -> Self:
        """The form that goes on from the newest version, with all that was ticked and typed.

        What stood untouched takes what somebody else has made of it, so that nobody undoes it unawares.

        Args:
            problem: why it was not saved.
            opened: the version that the form was opened with; nothing when it is not known.

        """
        if opened is None:
            return replace(self, seen=self.newest.number, problem=problem)
        then, now = OptionsForm.of(opened, self.definition), OptionsForm.of(self.newest, self.definition)
        untouched = {line.code for line in self.lines if line in then.lines}
        lines = tuple(
            theirs if theirs.code in untouched else mine for mine, theirs in zip(self.lines, now.lines, strict=True)
        )
        asked = (self.asked - (then.asked - now.asked)) | (now.asked - then.asked)
        return replace(self, asked=asked, lines=lines, seen=self.newest.number, problem=problem)

    def _wanted(self) -> tuple[Line, ...]:
        if not (self.added.en or self.added.es):
            return self.lines
        return (*self.lines, Line(NEW, self.added, new_place(self.newest.options), is_offered=True))


def _lines_of(options: CheckInOptions) -> tuple[Line, ...]:
    places = len(options.triggers)
    return (
        *(
            Line(choice.value, choice.text, place, is_offered=True)
            for place, choice in enumerate(options.triggers, start=1)
        ),
        *(Line(choice.value, choice.text, places, is_offered=False) for choice in options.removed),
    )


def _typed(line: Line, fields: Fields, offered: frozenset[str]) -> Line:
    """The line as it was typed; as it was, where the form did not hold it."""
    code = line.code
    if f"en-{code}" not in fields:
        return line
    place = whole_number(fields.get(f"place-{code}"))
    return Line(
        code,
        Text(_words(fields, f"en-{code}"), _words(fields, f"es-{code}")),
        place or line.place,
        is_offered=code in offered,
    )


def _row(question: Question, is_asked: bool) -> QuestionRow:  # noqa: FBT001 - it is one of the row's own columns
    readers = [rule for rule in RULES if question.name in rule.items]
    return QuestionRow(
        question,
        is_asked,
        silences=tuple(Sentence(RULE_NAMES[rule.code]) for rule in readers if rule.items == (question.name,)),
        weakens=tuple(Sentence(RULE_NAMES[rule.code]) for rule in readers if rule.items != (question.name,)),
    )


def _words(fields: Fields, name: str) -> str:
    """Typed words in one line."""
    return " ".join(fields.get(name, "").split())


def _readable(words: Text) -> Text:
    return Text(readable(words.en), readable(words.es))
