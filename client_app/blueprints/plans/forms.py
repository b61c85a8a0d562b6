"""What is typed into the forms of the plan."""

from dataclasses import dataclass, field
from typing import Self

from client_app.domain.plans import PART_WORDS, PARTS, PartWords, SafetyPlan, readable, version_seen
from client_app.domain.sentences import Sentence
from client_app.services.plans import WrittenPlan
from client_app.web.posts import Fields


@dataclass(frozen=True)
class EntryForm:
    """One line to add to a list: what stands in the field, and why it was not added."""

    typed: str = ""
    problem: Sentence | None = None

    @classmethod
    def refused(cls, fields: Fields, problem: Sentence) -> Self:
        """The form again, with the reason beside what was typed."""
        return cls(readable(fields.get("text", "")), problem)


@dataclass(frozen=True)
class SafetyPlanForm:
    """The six parts of the safety plan as they stand in the fields."""

    plan: SafetyPlan = field(default_factory=SafetyPlan)
    version: int = 0
    """The one that was opened."""
    problem: Sentence | None = None
    """Why the whole post was refused."""

    @classmethod
    def read(cls, fields: Fields, problem: Sentence | None = None) -> Self:
        """Read a post."""
        return cls(SafetyPlan.read(fields), version_seen(fields), problem)

    @classmethod
    def of(cls, written: WrittenPlan | None) -> Self:
        """The form as it is opened."""
        return cls(written.parts, written.number) if written else cls()

    @property
    def rows(self) -> list["PartField"]:
        """Each part as its field shows it."""
        problems = self.plan.problems()
        return [
            PartField(part, PART_WORDS[part], readable(getattr(self.plan, part)), problems.get(part)) for part in PARTS
        ]


@dataclass(frozen=True)
class PartField:
    """One part of the safety plan, ready to be written."""

    name: str
    words: PartWords
    typed: str
    """Only what a page can show again."""
    problem: Sentence | None
