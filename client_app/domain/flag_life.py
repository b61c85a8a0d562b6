"""The life of a flag: open, acknowledged by somebody, resolved; never closed by age.

Which state allows what is one table, and each guard says in one sentence why not. Whether the viewer may see the flag
at all (caseload, cover, nobody assigned) is decided before; whoever sees it, the cover too, may act on it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from client_app.domain.local_days import ONE_DAY, in_utc, local_day
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer

UNDO_WINDOW = timedelta(minutes=10)
"""How long a claim or a resolution can be taken back by the person who made it."""

STAFF = frozenset({Role.COUNSELOR, Role.DIRECTOR})
"""Who acts on flags: counselors, and a director where nobody is assigned."""


class State(StrEnum):
    """Where a flag stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Act(StrEnum):
    """What staff do with a flag."""

    CLAIM = "claim"
    NOTE = "note"
    RESOLVE = "resolve"
    UNDO = "undo"
    REOPEN = "reopen"


class Outcome(StrEnum):
    """What came of a flag."""

    TALKED = "talked"
    LEFT_MESSAGE = "left_message"
    APPOINTMENT_MOVED = "appointment_moved"
    SAFETY_PLAN_REVIEWED = "safety_plan_reviewed"
    EMERGENCY_HELP = "emergency_help"
    NO_ACTION_NEEDED = "no_action_needed"
    OTHER = "other"


class EventKind(StrEnum):
    """What can happen to a flag; each event is kept for good."""

    RAISED = "raised"
    RAISED_AGAIN = "raised_again"
    ANSWER_CHANGED = "answer_changed"
    ANSWER_WITHDRAWN = "answer_withdrawn"
    SENT = "sent"
    """The draft that raised it was sent after all."""
    BACKFILLED = "backfilled"
    """A day that was quiet has a check-in now."""
    MARK_CORRECTED = "mark_corrected"
    """An appointment that had been marked as missed is marked otherwise now, or not at all."""
    CLAIMED = "claimed"
    RELEASED = "released"
    """Whoever had it does not read it any longer, so it is open again for the others."""
    NOTED = "noted"
    CONTACT_ATTEMPTED = "contact_attempted"
    RESOLVED = "resolved"
    UNDONE = "undone"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Transition:
    """An act, the states in which it may be done, and the state that it leads to."""

    act: Act
    from_states: frozenset[State]
    to_state: State


TRANSITIONS: tuple[Transition, ...] = (
    Transition(Act.CLAIM, frozenset({State.OPEN}), State.ACKNOWLEDGED),
    Transition(Act.NOTE, frozenset({State.OPEN}), State.OPEN),
    Transition(Act.NOTE, frozenset({State.ACKNOWLEDGED}), State.ACKNOWLEDGED),
    Transition(Act.RESOLVE, frozenset({State.ACKNOWLEDGED}), State.RESOLVED),
    Transition(Act.UNDO, frozenset({State.ACKNOWLEDGED}), State.OPEN),
    Transition(Act.UNDO, frozenset({State.RESOLVED}), State.ACKNOWLEDGED),
    Transition(Act.REOPEN, frozenset({State.RESOLVED}), State.OPEN),
)


@dataclass(frozen=True)
class Step:
    """Who claimed or resolved a flag, and when."""

    by_id: int
    who: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """What the guards need to know of a flag.

    Raises:
        ValueError: a flag that is not open has no last step, or an open one has.

    """

    state: State
    last: Step | None = None
    """The claim of an acknowledged flag, the resolution of a resolved one; an open flag has none."""
    has_successor: bool = False
    """The same rule has raised another flag for the person since, and it is not resolved."""

    def __post_init__(self) -> None:
        if (self.state is State.OPEN) != (self.last is None):
            raise ValueError("An open flag has no last step, every other one has.")


def state_after(act: Act, state: State) -> State | None:
    """Give the state that an act leads to, or nothing where the state does not allow it."""
    for transition in TRANSITIONS:
        if transition.act is act and state in transition.from_states:
            return transition.to_state
    return None


def why_not_claim(viewer: Viewer, flag: Standing, now: datetime) -> Sentence | None:
    """Say why the viewer cannot claim it: somebody has it, or it is closed."""
    return _why_not_staff(viewer) or _why_not_from(Act.CLAIM, viewer, flag, now)


def why_not_note(viewer: Viewer, flag: Standing, now: datetime) -> Sentence | None:
    """Say why the viewer cannot add a note, such as "contact attempted": it is closed."""
    return _why_not_staff(viewer) or _why_not_from(Act.NOTE, viewer, flag, now)


def why_not_resolve(viewer: Viewer, flag: Standing, now: datetime) -> Sentence | None:
    """Say why the viewer cannot resolve it: nobody has claimed it yet, or it is closed."""
    return _why_not_staff(viewer) or _why_not_from(Act.RESOLVE, viewer, flag, now)


def why_not_outcome(chosen: str) -> Sentence | None:
    """Say why this is no outcome to resolve with."""
    if chosen in set(Outcome):
        return None
    return Sentence(N_("Choose what came of it."))


def why_not_undo(viewer: Viewer, flag: Standing, now: datetime) -> Sentence | None:
    """Say why the viewer cannot take the last claim or resolution back: not theirs, or ten minutes have passed."""
    if (reason := _why_not_staff(viewer) or _why_not_from(Act.UNDO, viewer, flag, now)) or flag.last is None:
        return reason
    if flag.last.by_id != viewer.person_id:
        return Sentence(N_("Only %(who)s can undo this."), {"who": flag.last.who})
    if in_utc(now) - flag.last.at > UNDO_WINDOW:
        return Sentence(
            N_("This can be undone for %(minutes)s minutes only."), {"minutes": UNDO_WINDOW // timedelta(minutes=1)}
        )
    return _why_not_beside_successor(flag)


def why_not_reopen(viewer: Viewer, flag: Standing, now: datetime) -> Sentence | None:
    """Say why the viewer cannot reopen it: it is not closed, or a newer flag of the same kind stands open."""
    return _why_not_staff(viewer) or _why_not_from(Act.REOPEN, viewer, flag, now) or _why_not_beside_successor(flag)


def _why_not_staff(viewer: Viewer) -> Sentence | None:
    return None if viewer.role in STAFF else Sentence(N_("Only the care team can do this."))


_WRONG_STATE = {
    Act.RESOLVE: N_("Claim it first, so that others see who has it."),
    Act.UNDO: N_("There is nothing to undo."),
    Act.REOPEN: N_("This is not closed."),
}
_ALREADY = {
    State.ACKNOWLEDGED: N_("Already claimed by %(who)s %(when)s."),
    State.RESOLVED: N_("Already closed by %(who)s %(when)s."),
}


def _why_not_from(act: Act, viewer: Viewer, flag: Standing, now: datetime) -> Sentence | None:
    """Say why the flag's state does not allow the act."""
    if state_after(act, flag.state) is not None:
        return None
    if act is Act.REOPEN or flag.last is None:
        return Sentence(_WRONG_STATE[act])
    when = _moment(flag.last.at, ZoneInfo(viewer.zone), now)
    return Sentence(_ALREADY[flag.state], {"who": flag.last.who, "when": when})


def _why_not_beside_successor(flag: Standing) -> Sentence | None:
    """A rule has at most one unresolved flag per participant."""
    if flag.state is State.RESOLVED and flag.has_successor:
        return Sentence(N_("A newer flag for the same reason is open. Work on that one."))
    return None


def _moment(instant: datetime, zone: ZoneInfo, now: datetime) -> Sentence:
    """Say when something was done, by the program's wall clock."""
    day, today = local_day(instant, zone), local_day(now, zone)
    local = instant.astimezone(zone)
    time = f"{local.hour}:{local.minute:02}"
    if day == today:
        return Sentence(N_("today at %(time)s"), {"time": time})
    if day == today - ONE_DAY:
        return Sentence(N_("yesterday at %(time)s"), {"time": time})
    return Sentence(N_("on %(day)s at %(time)s"), {"day": day.isoformat(), "time": time})
