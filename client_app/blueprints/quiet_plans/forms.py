"""The quiet plan's form as its page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from client_app.domain.quiet_plans import ASKED, FIELDS, IN_MY_WORDS, WISHES, Occasion, TypedQuietPlan, Wish, words_of
from client_app.domain.sentences import N_, Sentence
from client_app.services.quiet_plans import WrittenQuietPlan

LABELS: Mapping[str, str] = {
    **{occasion.value: ASKED[occasion] for occasion in Occasion},
    **{words_of(occasion): IN_MY_WORDS[occasion] for occasion in Occasion},
    "never": N_("Whom or where we should never call"),
    "person_name": N_("Their name"),
    "person_phone": N_("Their phone number"),
    "person_is": N_("Who they are to me"),
}
"""What each field is called, in the participant's voice."""
OPEN = Sentence(N_("Left open"))
"""A step for which nothing is chosen."""
EMPTY = Sentence(N_("Empty"))


@dataclass(frozen=True)
class PlanField:
    """One field, ready to be written."""

    name: str
    label: str
    typed: str
    problem: Sentence | None

    @property
    def id(self) -> str:
        """What its element is called."""
        return f"quiet-{self.name.replace('_', '-')}"


@dataclass(frozen=True)
class QuietPlanForm:
    """What stands in the fields, and the version over which it will be kept."""

    typed: TypedQuietPlan
    version: int
    problem: Sentence | None = None
    """Why the whole post was refused."""
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    kept: WrittenQuietPlan | None = None
    """What somebody else has kept meanwhile, to be shown beside it."""

    @classmethod
    def of(cls, written: WrittenQuietPlan) -> Self:
        """The plan as it stands now."""
        return cls(TypedQuietPlan.of(written.plan), written.number)

    def __getitem__(self, name: str) -> PlanField:
        """One of its fields."""
        return PlanField(name, LABELS[name], self.typed.shown(name), self.problems.get(name))

    @property
    def steps(self) -> list[tuple[PlanField, PlanField]]:
        """Each occasion with its own words."""
        return [(self[occasion.value], self[words_of(occasion)]) for occasion in Occasion]

    def differences(self) -> Iterator[tuple[str, str | Sentence]]:
        """The label of each field that somebody else has kept otherwise, and what stands there now."""
        if self.kept is None:
            return
        now = TypedQuietPlan.of(self.kept.plan).texts
        for name in FIELDS:
            if now[name] != self.typed.texts[name]:
                yield LABELS[name], _as_said(name, now[name])


def _as_said(name: str, text: str) -> str | Sentence:
    """What stands in a field, in words."""
    if name in set(Occasion):
        return Sentence(WISHES[Wish(text)]) if text else OPEN
    return text or EMPTY
