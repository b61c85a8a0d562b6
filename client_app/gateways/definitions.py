"""Check-in definitions, read from their files and held against what the rules count on."""

from collections.abc import Mapping
from pathlib import Path

from client_app.domain.definitions import Branch, Choice, Definition, Question, QuestionKind, Text, faults
from client_app.gateways.marked_yaml import ContentError, Entry, read_file

_OF_SCALES = ("from", "to", "anchors")
_OF_CHOICES = ("choices",)


def read_definitions(folder: Path) -> Mapping[str, Definition]:
    """Read every version that lies in a folder, by its name.

    Raises:
        ContentError: one cannot be used, or there is none.

    """
    definitions = [read_definition(path) for path in sorted(folder.glob("*.yaml"))]
    if not definitions:
        raise ContentError(f"{folder} holds no definition of the check-in")
    return {definition.version: definition for definition in definitions}


def read_definition(path: Path) -> Definition:
    """Read one version of the check-in.

    Raises:
        ContentError: it cannot be used.

    """
    fields = read_file(path).fields(("version", "questions"))
    version = fields["version"].words()
    if version != path.stem:
        raise fields["version"].fault(f"the version is '{version}', but the file is called '{path.name}'")
    named = fields["questions"].about("the check-in").named()
    definition = Definition(version, tuple(_question(name, entry) for name, entry in named.items()))
    for fault in faults(definition):
        raise named.get(fault.name, fields["questions"]).fault(fault.reason)
    return definition


def _question(name: str, entry: Entry) -> Question:
    """Read one question."""
    entry = entry.about(f"question '{name}'")
    fields = entry.fields(
        ("kind", "title", "text"), ("timeframe", "hint", "when", "optional", *_OF_CHOICES, *_OF_SCALES)
    )
    kind = QuestionKind(fields["kind"].one_of([kind.value for kind in QuestionKind]))
    return Question(
        name=name,
        kind=kind,
        title=fields["title"].text("title"),
        text=fields["text"].text("text"),
        timeframe=fields["timeframe"].text("timeframe") if "timeframe" in fields else None,
        hint=fields["hint"].text("hint") if "hint" in fields else None,
        choices=_numbers(entry, fields) if kind is QuestionKind.SCALE else _choices(entry, fields),
        when=_branch(fields["when"]) if "when" in fields else None,
        optional="optional" in fields and fields["optional"].one_of(("true", "false")) == "true",
    )


def _choices(question: Entry, fields: Mapping[str, Entry]) -> tuple[Choice, ...]:
    """Read the chips of a question, where it has any."""
    _refuse(question, fields, _OF_SCALES)
    if "choices" not in fields:
        return ()
    return tuple(
        Choice(value, entry.text(f"text for the choice '{value}'"))
        for value, entry in fields["choices"].named().items()
    )


def _numbers(question: Entry, fields: Mapping[str, Entry]) -> tuple[Choice, ...]:
    """Make the chips of a scale: each number, with its anchor's words where it has one, as in "0 none"."""
    _refuse(question, fields, _OF_CHOICES)
    for part in ("from", "to"):
        if part not in fields:
            raise question.fault(f"{question.subject} is a scale and has no '{part}'")
    numbers = [str(number) for number in range(fields["from"].number(), fields["to"].number() + 1)]
    if not numbers:
        raise fields["to"].fault(f"{question.subject} ends before it begins")
    chips = {number: Text(number, number) for number in numbers}
    if "anchors" in fields:
        for number, entry in fields["anchors"].fields((), numbers).items():
            words = entry.text(f"words for the number {number}")
            chips[number] = Text(f"{number} {words.en}", f"{number} {words.es}")
    return tuple(Choice(number, text) for number, text in chips.items())


def _refuse(question: Entry, fields: Mapping[str, Entry], parts: tuple[str, ...]) -> None:
    """Refuse parts that a question of this kind would not show."""
    for part in parts:
        if part in fields:
            raise fields[part].fault(f"{question.subject} is of a kind that takes no '{part}'")


def _branch(entry: Entry) -> Branch:
    """Read after which answers a question is asked."""
    fields = entry.fields(("question", "is"))
    return Branch(fields["question"].words(), frozenset(value.words() for value in fields["is"].listed()))
