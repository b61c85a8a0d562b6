"""The shared steps by which a mark speaks to the rule of missed appointments. They never commit: their act does.

Like an answer that is taken back, a mark that is corrected is an event on its flag; the flag stays until a person
resolves it.
"""

from sqlalchemy import bindparam, select

from client_app.domain.appointments import KIND_WORDS, Appointment
from client_app.domain.flag_life import EventKind
from client_app.domain.flag_rules import findings
from client_app.domain.flags import Case, Missed
from client_app.domain.history import History
from client_app.domain.missed_appointments import APPOINTMENT, CODE
from client_app.models import Flag, FlagEvent
from client_app.services._raising import Origin, add_event, raise_findings
from client_app.services.acts import Act
from client_app.services.enrollments import standing_of

_SPOKE = (EventKind.RAISED, EventKind.RAISED_AGAIN, EventKind.MARK_CORRECTED)
_SAID = (
    select(FlagEvent.flag_id, FlagEvent.kind, FlagEvent.inputs)
    .join(Flag, Flag.id == FlagEvent.flag_id)
    .where(Flag.participant_id == bindparam("participant_id"), Flag.rule == CODE, FlagEvent.kind.in_(_SPOKE))
    .order_by(FlagEvent.id.desc())
)


def raise_missed(a: Act, participant_id: int, one: Appointment) -> None:
    """Raise the flag of somebody, already locked, who was just marked as missed.

    Nothing where their time in the program has ended: there is no next contact at which it would be seen.
    """
    standing = standing_of(participant_id)
    if standing is None:
        return
    missed = Missed(one.key, KIND_WORDS[one.series.kind], one.takes_place_on)
    case = Case({}, one.takes_place_on, History(), standing.thresholds, missed=missed)
    raise_findings(a, standing, findings(case), Origin(answered_at=a.now, arrived_at=a.now))


def note_corrected(a: Act, participant_id: int, one: Appointment) -> None:
    """Note on the flag that an appointment does not count as missed any more, whether or not it is resolved."""
    said = a.session.execute(_SAID, {"participant_id": participant_id})
    last = next((row for row in said if row.inputs[APPOINTMENT] == one.key), None)
    if last is None or last.kind == EventKind.MARK_CORRECTED:
        return
    flag = a.session.get_one(Flag, last.flag_id)
    add_event(a, flag, EventKind.MARK_CORRECTED, inputs=last.inputs)
    a.audit("flag.mark_corrected", subject=flag, participant_id=participant_id)
