"""The shared step that gives claimed flags back to the team. It never commits: the act that calls it does."""

from sqlalchemy import ColumnElement, select

from client_app.domain.flag_life import EventKind, State
from client_app.models import Flag
from client_app.services._raising import add_event
from client_app.services.acts import Act


def release_claims(a: Act, *which: ColumnElement[bool]) -> int:
    """Open these claimed flags again, for whoever reads them now, and give how many there were.

    What somebody has who does not read it any longer would wait for ever: others take it for looked after.
    """
    claimed = (Flag.state == State.ACKNOWLEDGED, *which)
    for participant_id in a.session.scalars(
        select(Flag.participant_id).where(*claimed).distinct().order_by(Flag.participant_id)
    ):
        a.lock_participant(participant_id)
    flags = a.session.scalars(select(Flag).where(*claimed).order_by(Flag.id)).all()
    for flag in flags:
        flag.state, flag.claimed_by_id, flag.claimed_at = State.OPEN, None, None
        add_event(a, flag, EventKind.RELEASED)
        a.audit("flag.released", subject=flag, participant_id=flag.participant_id)
    return len(flags)
