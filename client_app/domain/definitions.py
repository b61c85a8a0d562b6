"""What a check-in asks: its questions, their answers to choose from, and the branches between them.

The words are versioned content. What the rules rely on is not: a definition whose safety questions are missing, or
whose answers are not the ones that the flags look for, has faults and is not used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

COPING = "coping"
"""The question whose answers are the participant's own strategies and the kit; a definition lists none."""

MEDICATION = "medication"
"""The question that is asked only where prescribed medication is on record."""

SKIP = "skip"
"""The answer that every question takes and none lists."""


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    en: str
    es: str

    def in_language(self, language: str) -> str:
        """Give the Spanish words for ``es``, the English ones for anything else."""
        return self.es if language == "es" else self.en


class QuestionKind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    SINGLE = "single"
    SEVERAL = "several"
    TEXT = "text"


@dataclass(frozen=True)
class Choice:
    """One answer to choose: what is stored, and what the chip says."""

    value: str
    text: Text


@dataclass(frozen=True)
class Branch:
    """The question is asked only after one of these answers to an earlier one."""

    question: str
    values: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One bubble of the check-in."""

    name: str
    """The field's name in the form and in stored answers."""
    kind: QuestionKind
    title: Text
    """A short heading for tables, such as "Craving now"."""
    text: Text
    timeframe: Text | None = None
    """The time that the answer is about, such as "Last 24 hours"."""
    hint: Text | None = None
    choices: tuple[Choice, ...] = ()
    """On a scale one for each number, lowest first, with the number in its words."""
    when: Branch | None = None
    optional: bool = False
    """A program may do without it. Never so for the questions of which help depends."""

    @property
    def values(self) -> tuple[str, ...]:
        """What may be stored, in the order of the chips."""
        return tuple(choice.value for choice in self.choices)

    def choice(self, value: int | str) -> Choice | None:
        """Find the chip of a stored answer; nothing when the question has no such chip."""
        return next((choice for choice in self.choices if choice.value == str(value)), None)


@dataclass(frozen=True)
class Definition:
    """All questions of one version, in the order in which they are asked."""

    version: str
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question | None:
        """Find a question by its field's name."""
        return next((question for question in self.questions if question.name == name), None)


@dataclass(frozen=True)
class Item:
    """The form that the rules count on for a question: clinical figures, the same in every version."""

    kind: QuestionKind
    values: tuple[str, ...] = ()
    """Empty: the content, or the participant's own plan, decides."""
    when: Branch | None = None
    is_protected: bool = False
    """Always there, and no program can do without it."""


def _numbers(lowest: int, highest: int) -> tuple[str, ...]:
    """List the values of a scale, both ends included."""
    return tuple(str(number) for number in range(lowest, highest + 1))


ITEMS: Mapping[str, Item] = {
    "craving_now": Item(QuestionKind.SCALE, _numbers(0, 10)),
    "craving_worst": Item(QuestionKind.SCALE, _numbers(0, 10)),
    "triggers": Item(QuestionKind.SEVERAL),
    "confidence": Item(QuestionKind.SCALE, _numbers(0, 10)),
    "mood": Item(QuestionKind.SCALE, _numbers(1, 5)),
    "sleep": Item(QuestionKind.SCALE, _numbers(1, 5)),
    "used": Item(QuestionKind.SINGLE, ("no", "yes"), is_protected=True),
    "used_what": Item(
        QuestionKind.SEVERAL,
        ("alcohol", "opioid", "stimulant", "cannabis", "benzodiazepine", "other"),
        when=Branch("used", frozenset({"yes"})),
        is_protected=True,
    ),
    MEDICATION: Item(QuestionKind.SINGLE, ("taken", "missed", "side_effects")),
    "home_safe": Item(QuestionKind.SINGLE, ("yes", "unsure", "no")),
    COPING: Item(QuestionKind.SEVERAL),
    "safety": Item(QuestionKind.SINGLE, ("no", "passive", "active"), is_protected=True),
    "safe_now": Item(
        QuestionKind.SINGLE,
        ("yes", "no"),
        when=Branch("safety", frozenset({"passive", "active"})),
        is_protected=True,
    ),
    "call_me": Item(QuestionKind.SINGLE, ("yes", "no"), is_protected=True),
    "note": Item(QuestionKind.TEXT),
}
"""The fields of the daily check-in (clinical figures, "The daily check-in: items that earn their place")."""


@dataclass(frozen=True)
class Fault:
    """Why a definition must not be used: a sentence for whoever edits the content."""

    name: str
    """Of the question; it may be one that is missing."""
    reason: str


def faults(definition: Definition) -> Iterator[Fault]:
    """Find what would break the check-in or silence a rule."""
    earlier: dict[str, Question] = {}
    for question in definition.questions:
        for reason in (*_choice_faults(question), *_branch_faults(question, earlier), *_item_faults(question)):
            yield Fault(question.name, f"question '{question.name}' {reason}")
        earlier[question.name] = question
    for name, item in ITEMS.items():
        if item.is_protected and name not in earlier:
            yield Fault(name, f"question '{name}' is missing, and help depends on it")


def _choice_faults(question: Question) -> Iterator[str]:
    """Find chips that would not work."""
    if SKIP in question.values:
        yield f"lists '{SKIP}', which every question takes anyway"
    has_choices = question.kind is not QuestionKind.TEXT and question.name != COPING
    if has_choices and not question.values:
        yield "has no choices"
    if not has_choices and question.values:
        yield "takes no choices"


def _branch_faults(question: Question, earlier: Mapping[str, Question]) -> Iterator[str]:
    """Find a branch that can never be taken."""
    if question.when is None:
        return
    asked_before = earlier.get(question.when.question)
    if asked_before is None:
        yield f"is asked after '{question.when.question}', which is no earlier question"
        return
    if asked_before.kind is not QuestionKind.SINGLE or asked_before.when is not None:
        yield f"is asked after '{asked_before.name}', which must be a single choice that is always asked"
    for value in sorted(question.when.values - set(asked_before.values)):
        yield f"is asked after '{asked_before.name}' = '{value}', which is none of its choices"


def _item_faults(question: Question) -> Iterator[str]:
    """Find what differs from the form that the rules count on."""
    item = ITEMS.get(question.name)
    if item is None:
        return
    if question.kind is not item.kind:
        yield f"must be of the kind '{item.kind}'"
    if item.values and set(question.values) != set(item.values):
        yield f"must have exactly the choices {', '.join(item.values)}"
    if question.when != item.when:
        yield f"must be asked {_said(item.when)}"
    if question.name == "triggers" and question.values and "other" not in question.values:
        yield "must offer 'other', so that nobody is left without an answer that fits"
    if item.is_protected and question.optional:
        yield "cannot be optional, since help depends on it"


def _said(branch: Branch | None) -> str:
    """Say when a question is asked."""
    if branch is None:
        return "always"
    return f"only after '{branch.question}' = {' or '.join(sorted(branch.values))}"
