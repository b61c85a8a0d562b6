"""What a director wants a phase to ask for, and why it cannot stand as it is typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from client_app.domain.phases import LEVEL_2_1_HOURS
from client_app.domain.plans import Direction, why_not_kept
from client_app.domain.sentences import N_, Sentence

NAME_LIMIT = 80
"""The longest name of a phase, in characters."""
CRITERIA_LIMIT = 2000
"""The longest text of what usually stands behind a step down, in characters."""
MOST_PHASES = 12
"""A program lasts 8 to 12 weeks: with more phases nobody would stay in one for a week."""
MOST_HOURS = 60

LIST_IS_FULL = Sentence(N_("A program holds %(most)s phases at most."), {"most": MOST_PHASES})
SAVED_MEANWHILE = Sentence(
    N_("Somebody saved this phase since you opened it. Nothing of yours is saved yet, and nothing is lost.")
)
ORDER_MEANWHILE = Sentence(N_("Somebody changed the phases since you opened this page. Please look at them again."))
HAS_PHASES = Sentence(N_("There are phases already. Please look at them, and change what does not fit."))
SOMEBODY_WAS_IN_IT = Sentence(
    N_("Somebody is in this phase, or was. It stays, so that their history stays. You can give it another name.")
)
A_GROUP_NAMES_IT = Sentence(
    N_("A group on the calendar is for this phase, or was. It stays, so that the calendar stays as it was.")
)


@dataclass(frozen=True, kw_only=True)
class PhasePlan:
    """A phase as it is to be; where it stands among the others is decided apart from it."""

    name: str
    days_a_week: int
    least_hours: int = LEVEL_2_1_HOURS[0]
    most_hours: int = LEVEL_2_1_HOURS[1]
    criteria: str = ""
    """What usually stands behind a step down from here, in the program's words."""

    def problems(self) -> dict[str, Sentence]:
        """Say for each field why it cannot be kept; empty when all of it can."""
        found = {
            "name": why_not_kept(self.name, NAME_LIMIT) if self.name else Sentence(N_("A phase needs a name.")),
            "days_a_week": None
            if 1 <= self.days_a_week <= 7
            else Sentence(N_("A week has 1 to 7 days. Please give a number of them.")),
            "least_hours": _why_not_hours(self.least_hours),
            "most_hours": _why_not_hours(self.most_hours),
            "criteria": why_not_kept(self.criteria, CRITERIA_LIMIT),
        }
        problems = {field: problem for field, problem in found.items() if problem}
        if not problems.keys() & {"least_hours", "most_hours"} and self.most_hours < self.least_hours:
            problems["most_hours"] = Sentence(N_("The most hours a week cannot be fewer than the least."))
        return problems

    def differences(self, other: "PhasePlan") -> list[str]:
        """Name the fields in which another plan says something else."""
        return [field.name for field in fields(self) if getattr(self, field.name) != getattr(other, field.name)]


@dataclass(frozen=True)
class Example:
    """A phase of the example that a program without phases is offered; its words are marked for translation."""

    name: str
    days_a_week: int
    hours: tuple[int, int]
    criteria: str


EXAMPLE = (
    Example(
        N_("Five days a week"),
        5,
        LEVEL_2_1_HOURS,
        N_("Steady for some weeks, comes to the groups, has a plan for hard moments and somebody to call."),
    ),
    Example(
        N_("Three days a week"),
        3,
        LEVEL_2_1_HOURS,
        N_("Steady with fewer days, knows the own warning signs, uses what helps without being reminded."),
    ),
    Example(
        N_("One day a week"),
        1,
        (1, LEVEL_2_1_HOURS[0] - 1),
        N_("The week holds without us: work or days that are full, people close by, a plan for afterwards."),
    ),
)
"""5 → 3 → 1 days a week: the common way down. One day is less than level 2.1 asks for."""


def following(plans: Sequence[PhasePlan]) -> PhasePlan:
    """Give what a form for one more phase offers: fewer days than the last, and the hours that fit them."""
    days = max(1, plans[-1].days_a_week - 2) if plans else EXAMPLE[0].days_a_week
    least, most = EXAMPLE[-1].hours if days == 1 else LEVEL_2_1_HOURS
    return PhasePlan(name="", days_a_week=days, least_hours=least, most_hours=most)


def why_not_remove(*, has_been_used: bool, is_named: bool) -> Sentence | None:
    """Say why a phase cannot be removed, or nothing when it can.

    Args:
        has_been_used: a participant is in it, or was.
        is_named: a series on the calendar is for it, or was.

    """
    if has_been_used:
        return SOMEBODY_WAS_IN_IT
    return A_GROUP_NAMES_IT if is_named else None


def moved(order: Iterable[int], number: int, where: Direction) -> list[int]:
    """Give the order in which one has changed places with its neighbour; at the end of the list it stays."""
    found = list(order)
    at = found.index(number)
    to = at - 1 if where is Direction.UP else at + 1
    if 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    return found


def _why_not_hours(hours: int) -> Sentence | None:
    if 1 <= hours <= MOST_HOURS:
        return None
    return Sentence(N_("Please give 1 to %(most)s hours a week."), {"most": MOST_HOURS})
