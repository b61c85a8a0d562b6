"""What is typed into the form of a phase, as a director sets it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Self

from client_app.domain.phase_plans import PhasePlan
from client_app.domain.plans import readable, tidy
from client_app.domain.sentences import Sentence
from client_app.services.program_phases import KeptPhase
from client_app.web.fields import version_in, whole_number
from client_app.web.posts import Fields

NAMES = tuple(one.name for one in fields(PhasePlan))


@dataclass(frozen=True)
class PhaseForm:
    """A phase as it stands in the fields, with the revision that was seen."""

    typed: Mapping[str, str]
    revision: int = 0
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    problem: Sentence | None = None
    """Why the whole post was not kept."""
    is_stale: bool = False
    """Somebody saved the phase since the form was opened; the page shows both."""

    @classmethod
    def of(cls, plan: PhasePlan, revision: int = 0) -> Self:
        """The form as it opens on a phase, or on what a new one is offered."""
        return cls({name: str(getattr(plan, name)) for name in NAMES}, revision)

    @classmethod
    def of_kept(cls, kept: KeptPhase) -> Self:
        """The form as it opens on a phase that is stored."""
        return cls.of(kept.plan, kept.revision)

    @classmethod
    def read(cls, posted: Fields, problem: Sentence | None = None) -> Self:
        """Read a post."""
        typed = {name: tidy(posted.get(name, "")) for name in NAMES}
        typed["name"] = " ".join(typed["name"].split("\n"))
        return cls(typed, version_in(posted.get("revision")), problem=problem)

    @property
    def plan(self) -> PhasePlan:
        """The phase that was typed; a figure that is none is 0, which no phase asks for."""
        return PhasePlan(
            name=self.typed["name"],
            days_a_week=whole_number(self.typed["days_a_week"]) or 0,
            least_hours=whole_number(self.typed["least_hours"]) or 0,
            most_hours=whole_number(self.typed["most_hours"]) or 0,
            criteria=self.typed["criteria"],
        )

    def shown(self, name: str) -> str:
        """What a field shows again."""
        return readable(self.typed[name])
