"""The shared step that gives claimed flags back to the team. It never commits: the act that calls it does."""

from sqlalchemy import ColumnElement, select

from client_app.domain.flag_life import EventKind, State
from client_app.domain.viewers import Viewer
from client_app.models import Flag, Person, Program
from client_app.services._paging import begin_ladder
from client_app.services._raising import add_event
from client_app.services.acts import Act
from client_app.services.enrollments import is_ready
from client_app.services.flag_readers import is_flag_read_by


def release_what_is_not_read(a: Act, program_id: int) -> int:
    """Open again what staff of the program have claimed and do not read any longer, and give how many flags it was.

    What somebody has who does not read it would wait for ever: others take it for looked after.
    """
    owners = a.session.execute(
        select(Person.id, Person.role, Program.time_zone, is_ready(Person).label("is_ready"))
        .join(Program, Program.id == Person.program_id)
        .where(Person.program_id == program_id, Person.id.in_(select(Flag.claimed_by_id).where(_IS_CLAIMED)))
        .order_by(Person.id)
    ).all()
    released = 0
    for owner in owners:
        which = [Flag.claimed_by_id == owner.id]
        if owner.is_ready:
            viewer = Viewer(owner.id, owner.role, program_id, owner.time_zone, name="", language=None, sign_in_id=0)
            which.append(~is_flag_read_by(viewer, a.now))
        released += _release(a, *which)
    return released


_IS_CLAIMED = Flag.state == State.ACKNOWLEDGED


def _release(a: Act, *which: ColumnElement[bool]) -> int:
    for participant_id in a.session.scalars(
        select(Flag.participant_id).where(_IS_CLAIMED, *which).distinct().order_by(Flag.participant_id)
    ):
        a.lock_participant(participant_id)
    flags = a.session.scalars(select(Flag).where(_IS_CLAIMED, *which).order_by(Flag.id)).all()
    for flag in flags:
        flag.state, flag.claimed_by_id, flag.claimed_at = State.OPEN, None, None
        begin_ladder(flag, a.now)
        add_event(a, flag, EventKind.RELEASED)
        a.audit("flag.released", subject=flag, participant_id=flag.participant_id)
    return len(flags)
