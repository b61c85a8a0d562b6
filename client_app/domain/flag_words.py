"""What happened to a flag and what came of it, in words for the care team."""

from collections.abc import Mapping

from client_app.domain.flag_life import EventKind, Outcome
from client_app.domain.sentences import N_, Sentence

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.TALKED: N_("We talked"),
    Outcome.LEFT_MESSAGE: N_("Left a message"),
    Outcome.APPOINTMENT_MOVED: N_("Moved an appointment"),
    Outcome.SAFETY_PLAN_REVIEWED: N_("Went over the safety plan"),
    Outcome.EMERGENCY_HELP: N_("Called in emergency help"),
    Outcome.NO_ACTION_NEEDED: N_("Nothing needed"),
    Outcome.OTHER: N_("Something else"),
}
"""What each outcome is called, in the order in which it is offered."""

_BY_ITSELF: Mapping[EventKind, str] = {
    EventKind.RAISED: N_("The flag was raised."),
    EventKind.RAISED_AGAIN: N_("The same reason came up again."),
    EventKind.ANSWER_CHANGED: N_("The answer was changed."),
    EventKind.ANSWER_WITHDRAWN: N_("The answer was taken back."),
    EventKind.SENT: N_("The check-in was sent."),
    EventKind.BACKFILLED: N_("A check-in came in for a quiet day."),
}
_LET_GO = N_("It is open again: whoever had it does not read it any longer.")
_BY_SOMEBODY: Mapping[EventKind, str] = {
    EventKind.MARK_CORRECTED: N_("%(who)s corrected it: that appointment does not count as missed any more."),
    EventKind.CLAIMED: N_("%(who)s claimed it."),
    EventKind.RELEASED: N_("%(who)s opened it for somebody else to take."),
    EventKind.NOTED: N_("%(who)s added a note."),
    EventKind.CONTACT_ATTEMPTED: N_("%(who)s tried to reach the person."),
    EventKind.RESOLVED: N_("%(who)s closed it."),
    EventKind.UNDONE: N_("%(who)s took the last step back."),
    EventKind.REOPENED: N_("%(who)s opened it again."),
}


def what_happened(kind: EventKind, who: str | None) -> Sentence:
    """Say an event in one sentence; ``who`` is the person who did it, where it was a person of the team."""
    if kind in _BY_ITSELF:
        return Sentence(_BY_ITSELF[kind])
    if kind is EventKind.RELEASED and who is None:
        return Sentence(_LET_GO)
    return Sentence(_BY_SOMEBODY[kind], {"who": who or ""})


def meanwhile(kind: EventKind, who: str | None) -> Sentence:
    """Say why a form that was opened before this event is not saved."""
    return Sentence(
        N_("Since you opened this page: %(event)s Nothing was saved yet. Please look again, then save."),
        {"event": what_happened(kind, who)},
    )
