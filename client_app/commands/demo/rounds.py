"""What the invented counselors do: they look at triage, call, write down what came of it, and read check-ins."""

from datetime import datetime, timedelta

from client_app.domain.audit_actions import Action
from client_app.domain.flag_life import Outcome
from client_app.domain.flags import Severity
from client_app.domain.viewers import Viewer
from client_app.services.flags import Resolution, Seen, claim_flags, note_on_flag, resolve_flag
from client_app.services.openings import keep_list
from client_app.services.participants import participants_of, read_check_ins
from client_app.services.triage import TriageRow, triage

UNTIL_NEXT_CONTACT = timedelta(days=3)
"""Participants are seen two or three times a week: what can wait for the next contact waits this long."""

CALL = timedelta(minutes=25)

_ENDINGS = (
    (Outcome.TALKED, "Talked on the phone. Going for a walk and coming in early tomorrow.", True),
    (Outcome.TALKED, "Went through the plan together; the next hours are filled.", True),
    (Outcome.LEFT_MESSAGE, "Left a message and the on-call number.", True),
    (Outcome.APPOINTMENT_MOVED, "Moved the next session to this afternoon.", True),
    (Outcome.TALKED, "Passed already by the time we spoke.", False),
    (Outcome.NO_ACTION_NEEDED, "", False),
)


def go_round(counselor: Viewer, now: datetime) -> None:
    """Take what cannot wait, call, and close it; then read what came in."""
    rows = triage(counselor, now).rows
    keep_list(counselor, Action.TRIAGE_OPENED, [row.participant_id for row in rows], now)
    for row in rows:
        if row.first_open and (row.severity > Severity.NEXT_CONTACT or now - row.since > UNTIL_NEXT_CONTACT):
            claim_flags(counselor, _seen(row, row.first_open.id), now)
            outcome, note, useful = _ENDINGS[row.first_open.id % len(_ENDINGS)]
            resolve_all(counselor, row.participant_id, now + CALL, outcome=outcome, note=note, useful=useful)
    people = participants_of(counselor, now)
    keep_list(counselor, Action.LIST_OPENED, [listed.id for listed in people], now)
    for listed in people:
        if listed.newest_unread is not None:
            read_check_ins(counselor, listed.id, listed.newest_unread, now)


def follow_up(
    counselor: Viewer, participant_id: int, now: datetime, *, note: str = "", is_contact: bool = False
) -> None:
    """Claim what a participant's flags ask for and begin with it; it stays open work."""
    row = _row(counselor, participant_id, now)
    if row.first_open:
        claim_flags(counselor, _seen(row, row.first_open.id), now)
    note_of(counselor, participant_id, now + timedelta(minutes=4), note=note, is_contact=is_contact)


def note_of(counselor: Viewer, participant_id: int, now: datetime, *, note: str, is_contact: bool = False) -> None:
    """Write a note on the participant's gravest flag."""
    row = _row(counselor, participant_id, now)
    note_on_flag(counselor, _seen(row, row.flags[0].id), note, now, is_contact=is_contact)


def resolve_all(
    counselor: Viewer, participant_id: int, now: datetime, *, outcome: Outcome, note: str, useful: bool
) -> None:
    """Claim what came in meanwhile, and close everything together."""
    row = _row(counselor, participant_id, now)
    if row.first_open:
        claim_flags(counselor, _seen(row, row.first_open.id), now)
        row = _row(counselor, participant_id, now)
    first, *others = (Seen(flag.id, flag.revision) for flag in row.flags)
    resolve_flag(counselor, first, Resolution(outcome, note, useful=useful, also=tuple(others)), now)


def _row(counselor: Viewer, participant_id: int, now: datetime) -> TriageRow:
    return next(row for row in triage(counselor, now).rows if row.participant_id == participant_id)


def _seen(row: TriageRow, flag_id: int) -> Seen:
    return next(Seen(flag.id, flag.revision) for flag in row.flags if flag.id == flag_id)
