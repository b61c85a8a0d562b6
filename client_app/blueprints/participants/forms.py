"""What is typed into the forms of a participant's record: shape only."""

from dataclasses import dataclass, field
from typing import Self

from client_app.domain.plans import PART_WORDS, PARTS, PartWords, SafetyPlan, readable, version_seen
from client_app.domain.sentences import N_, Sentence
from client_app.services.plans import WrittenPlan
from client_app.web.posts import Fields

CHOOSE = Sentence(N_("Please choose yes or no."))


@dataclass(frozen=True)
class PlanForm:
    """The safety plan as it stands in the fields of the record's page."""

    plan: SafetyPlan = field(default_factory=SafetyPlan)
    version: int = 0
    """The one that was opened."""
    problem: Sentence | None = None
    """Why it was not kept; the page opens the form then."""

    @classmethod
    def read(cls, fields: Fields, problem: Sentence | None = None) -> Self:
        """Read a post."""
        return cls(SafetyPlan.read(fields), version_seen(fields), problem)

    @classmethod
    def of(cls, written: WrittenPlan | None) -> Self:
        """The form as it is opened."""
        return cls(written.parts, written.number) if written else cls()

    @property
    def rows(self) -> list[tuple[str, PartWords, str, Sentence | None]]:
        """Each part: its field's name, its words, what is typed, and why that cannot be kept."""
        problems = self.plan.problems()
        return [(part, PART_WORDS[part], readable(getattr(self.plan, part)), problems.get(part)) for part in PARTS]
