"""A quiet plan: what a participant wants to happen when they fall silent or miss an appointment, in their own words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from client_app.domain.contact_cards import Reach
from client_app.domain.phone_numbers import as_dialled, is_phone_number
from client_app.domain.plans import readable, tidy, why_not_kept
from client_app.domain.sentences import N_, Sentence

WORDS_LIMIT = 200
"""The longest own words to a step, and the longest line of what never to call, in characters."""

NAME_LIMIT = 100
"""The longest name, and the longest word for what somebody is to the participant, in characters."""


class Occasion(StrEnum):
    """When something should happen."""

    ONE_DAY = "one_day"
    TWO_DAYS = "two_days"
    THREE_DAYS = "three_days"
    MISSED = "missed_group"


class Wish(StrEnum):
    """What should happen then."""

    TEXT_ME = "text_me"
    CALL_ME = "call_me"
    CALL_SOMEBODY = "call_somebody"
    LEAVE_ME_BE = "leave_me_be"


ASKED: Mapping[Occasion, str] = {
    Occasion.ONE_DAY: N_("After 1 silent day"),
    Occasion.TWO_DAYS: N_("After 2 silent days"),
    Occasion.THREE_DAYS: N_("After 3 silent days or more"),
    Occasion.MISSED: N_("After a group or a talk that I missed"),
}
"""How the participant is asked for each step."""

WANTED: Mapping[Occasion, str] = {
    Occasion.ONE_DAY: N_("What %(name)s wants us to do after 1 silent day"),
    Occasion.TWO_DAYS: N_("What %(name)s wants us to do after 2 silent days"),
    Occasion.THREE_DAYS: N_("What %(name)s wants us to do after 3 silent days or more"),
    Occasion.MISSED: N_("What %(name)s wants us to do after a missed appointment"),
}
"""How the care team is told that a step applies."""

IN_MY_WORDS: Mapping[Occasion, str] = {
    Occasion.ONE_DAY: N_("After 1 silent day, in my own words"),
    Occasion.TWO_DAYS: N_("After 2 silent days, in my own words"),
    Occasion.THREE_DAYS: N_("After 3 silent days or more, in my own words"),
    Occasion.MISSED: N_("After a group or a talk that I missed, in my own words"),
}
"""How the participant is asked for a few words to each step."""

WISHES: Mapping[Wish, str] = {
    Wish.TEXT_ME: N_("Text me"),
    Wish.CALL_ME: N_("Call me"),
    Wish.CALL_SOMEBODY: N_("Call a person I name"),
    Wish.LEAVE_ME_BE: N_("Leave me be"),
}
"""What is offered for each step, in the participant's voice."""

CHOOSE = Sentence(N_("Please choose one of these."))
TWO_ANSWERS = Sentence(N_("There are two answers here. Please choose one."))
NO_NAME = Sentence(N_("Please type a name. You ask us to call this person."))
NAME_TOO = Sentence(N_("Please type the name too, or leave all three empty."))
NO_NUMBER = Sentence(N_("We cannot dial this. Please type the digits, for example 312-555-0142."))
CHANGED_MEANWHILE = Sentence(
    N_("Somebody changed this plan since you opened it. Your words are still here. Look at both, then save again.")
)


@dataclass(frozen=True)
class Step:
    """What should happen on one occasion; nothing chosen and nothing written leaves it open."""

    wish: Wish | None = None
    words: str = ""

    @property
    def is_open(self) -> bool:
        """Has the participant said nothing about it?"""
        return self.wish is None and not self.words


OPEN = Step()


@dataclass(frozen=True)
class SaidStep:
    """A step in words."""

    occasion: Occasion
    asked: Sentence
    wish: Sentence | None
    """In the participant's voice; nothing when none was chosen."""
    words: str
    calls_somebody: bool
    """It has another person called, which nobody may do on the plan alone."""


@dataclass(frozen=True)
class NamedPerson:
    """Somebody whom the participant would have called. Naming is no consent: nobody calls them on the plan alone."""

    name: str = ""
    phone: str | None = None
    relation: str = ""
    """What they are to the participant."""

    @property
    def said(self) -> str:
        """The name, with what they are to the participant where that is known."""
        return f"{self.name} ({self.relation})" if self.relation else self.name


NOBODY = NamedPerson()


@dataclass(frozen=True)
class QuietPlan:
    """A plan as it is kept; steps that were left open are not in it."""

    steps: Mapping[Occasion, Step] = field(default_factory=dict)
    never: str = ""
    """Whom or where never to call."""
    named: NamedPerson = NOBODY

    @property
    def is_empty(self) -> bool:
        """Does it say nothing at all? Who takes every word back has no plan."""
        return self == QuietPlan()

    def step(self, occasion: Occasion) -> Step:
        """What should happen on this occasion."""
        return self.steps.get(occasion, OPEN)

    def said_steps(self) -> tuple[SaidStep, ...]:
        """The steps that were not left open, in words."""
        return tuple(self._said(occasion, self.steps[occasion]) for occasion in Occasion if occasion in self.steps)

    def _said(self, occasion: Occasion, step: Step) -> SaidStep:
        calls_somebody = step.wish is Wish.CALL_SOMEBODY
        wish = Sentence(WISHES[step.wish]) if step.wish else None
        if calls_somebody:
            wish = Sentence(N_("Call %(person)s"), {"person": self.named.said})
        return SaidStep(occasion, Sentence(ASKED[occasion]), wish, step.words, calls_somebody)

    def to_json(self) -> dict[str, Any]:
        """Write it as plain JSON values."""
        return {
            "steps": {
                occasion.value: {"wish": step.wish, "words": step.words} for occasion, step in self.steps.items()
            },
            "never": self.never,
            "named": vars(self.named),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what ``to_json`` wrote."""
        steps = {
            Occasion(occasion): Step(Wish(step["wish"]) if step["wish"] else None, step["words"])
            for occasion, step in stored["steps"].items()
        }
        return cls(steps, stored["never"], NamedPerson(**stored["named"]))


@dataclass(frozen=True)
class TypedQuietPlan:
    """A plan as somebody typed it: each field as text."""

    texts: Mapping[str, str]
    contradictory: frozenset[str] = frozenset()
    """The fields that came more than once and say different things."""

    @classmethod
    def read(cls, posted: Mapping[str, Sequence[str]]) -> Self:
        """Read a posted form; other fields are ignored."""
        said = {name: tuple(dict.fromkeys(filter(None, map(tidy, posted.get(name, ()))))) for name in FIELDS}
        texts = {name: values[0] if values else "" for name, values in said.items()}
        return cls(texts, frozenset(name for name, values in said.items() if len(values) > 1))

    @classmethod
    def of(cls, plan: QuietPlan) -> Self:
        """Write a plan into the fields."""
        texts = {"never": plan.never, "person_name": plan.named.name, "person_is": plan.named.relation}
        texts["person_phone"] = plan.named.phone or ""
        for occasion in Occasion:
            step = plan.step(occasion)
            texts |= {occasion.value: step.wish or "", words_of(occasion): step.words}
        return cls(texts)

    def problems(self) -> dict[str, Sentence]:
        """Say for each field why it cannot be kept; empty when the plan can."""
        return dict(self._problems()) | dict.fromkeys(sorted(self.contradictory), TWO_ANSWERS)

    def plan(self) -> QuietPlan:
        """The plan, once there is no problem."""
        texts = self.texts
        steps = {
            occasion: Step(Wish(texts[occasion]) if texts[occasion] else None, texts[words_of(occasion)])
            for occasion in Occasion
        }
        named = NamedPerson(_line(texts["person_name"]), as_dialled(texts["person_phone"]), _line(texts["person_is"]))
        kept = {occasion: step for occasion, step in steps.items() if not step.is_open}
        return QuietPlan(kept, texts["never"], named)

    def shown(self, name: str) -> str:
        """What a page can show of a field."""
        return readable(self.texts[name])

    def _problems(self) -> Iterator[tuple[str, Sentence]]:
        for occasion in Occasion:
            if self.texts[occasion] not in {"", *Wish}:
                yield occasion, CHOOSE
        if self.texts["person_phone"] and not is_phone_number(as_dialled(self.texts["person_phone"]) or ""):
            yield "person_phone", NO_NUMBER
        no_name = None if self.texts["person_name"] else self._why_name()
        if no_name:
            yield "person_name", no_name
        for name, limit in _LIMITS.items():
            problem = why_not_kept(self.texts[name], limit)
            if problem:
                yield name, problem

    def _why_name(self) -> Sentence | None:
        """Say why a name is needed; nothing where none is."""
        if any(self.texts[occasion] == Wish.CALL_SOMEBODY for occasion in Occasion):
            return NO_NAME
        return NAME_TOO if self.texts["person_phone"] or self.texts["person_is"] else None


def words_of(occasion: Occasion) -> str:
    """How the field with the own words to a step is named."""
    return f"{occasion.value}_words"


def occasion_after(quiet_days: int) -> Occasion | None:
    """The step that applies after so many silent days; nothing when there are none."""
    by_days = {1: Occasion.ONE_DAY, 2: Occasion.TWO_DAYS}
    return by_days.get(quiet_days, Occasion.THREE_DAYS) if quiet_days > 0 else None


def title_of(occasion: Occasion | None, name: str) -> Sentence:
    """Say to the care team which step this is about; nothing: the silence is over."""
    text = WANTED[occasion] if occasion else N_("What %(name)s wants us to do on silent days")
    return Sentence(text, {"name": name})


def caution(step: Step, reach: Reach) -> Sentence | None:
    """What stands in the way of a step, as the contact card says; nothing where nothing does.

    A participant may ask for a text here, and have said no to texts, or nothing at all, on the card.
    """
    if step.wish is Wish.TEXT_ME and not reach.may_text:
        return Sentence(N_("The contact card does not allow texts. Talk about it before you send one."))
    return None


_LIMITS = {
    **{words_of(occasion): WORDS_LIMIT for occasion in Occasion},
    "never": WORDS_LIMIT,
    "person_name": NAME_LIMIT,
    "person_is": NAME_LIMIT,
}
FIELDS = (
    *(name for occasion in Occasion for name in (occasion.value, words_of(occasion))),
    "never",
    "person_name",
    "person_phone",
    "person_is",
)
"""The fields of the plan's form in their order."""


def _line(text: str) -> str:
    return " ".join(text.split())
