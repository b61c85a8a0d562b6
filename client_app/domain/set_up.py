"""The set-up of a program as a list that can be left and taken up again: each line is judged by what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from client_app.domain.sentences import N_, Sentence

NOTHING_TO_LOOK_AT = Sentence(N_("That still needs something from you, so it cannot be left as it is."))


class Line(StrEnum):
    """What there is to set up, in the order in which one thing needs the other."""

    DETAILS = "details"
    """Name, zone, staffed hours and the on-call line."""
    CRISIS_LINES = "crisis-lines"
    PHASES = "phases"
    STAFF = "staff"
    GROUPS = "groups"
    QUESTIONS = "questions"
    """Questions of the check-in, and rules."""
    PARTICIPANTS = "participants"


class State(StrEnum):
    """How far a line is."""

    DONE = "done"
    OPEN = "open"
    """Without it the program does not run as its people expect."""
    LOOK = "look"
    """It works as it is; a director looks at it once, and may leave it so."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is stored of a program's set-up."""

    has_hours: bool = False
    has_on_call: bool = False
    has_checked_lines: bool = False
    """Somebody of the clinic has looked up a crisis line or more."""
    has_own_questions: bool = False
    """A director has saved other questions or thresholds than those that came with the product."""
    phases: int = 0
    groups: int = 0
    """Series for more than one person that have not ended."""
    counselors: int = 0
    """Active accounts, invited ones among them."""
    participants: int = 0
    """Who takes part, or did."""
    looked_at: frozenset[Line] = frozenset()
    """Lines that a director found fine as they are."""


def judged(standing: Standing) -> Mapping[Line, State]:
    """Say for each line how far it is, in order."""
    found = {
        Line.DETAILS: _look_unless(standing.has_on_call) if standing.has_hours else State.OPEN,
        Line.CRISIS_LINES: _look_unless(standing.has_checked_lines),
        Line.PHASES: _open_unless(standing.phases),
        Line.STAFF: _open_unless(standing.counselors),
        Line.GROUPS: _open_unless(standing.groups),
        Line.QUESTIONS: _look_unless(standing.has_own_questions),
        Line.PARTICIPANTS: _open_unless(standing.participants),
    }
    return {
        line: State.DONE if state is State.LOOK and line in standing.looked_at else state
        for line, state in found.items()
    }


def why_not_leave(standing: Standing, line: Line) -> Sentence | None:
    """Say why a line cannot be left as it is; nothing when it can, or is done already."""
    return NOTHING_TO_LOOK_AT if judged(standing)[line] is State.OPEN else None


def _look_unless(is_done: object) -> State:
    return State.DONE if is_done else State.LOOK


def _open_unless(is_done: object) -> State:
    return State.DONE if is_done else State.OPEN
