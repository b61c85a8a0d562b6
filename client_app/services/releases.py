"""Claimed flags come back to the team when a date has passed: an absence ends, and its cover reads no longer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from client_app.domain.flag_life import State
from client_app.extensions import db
from client_app.models import Flag, Person
from client_app.services._releasing import release_what_is_not_read
from client_app.services.acts import act


def programs_with_claims() -> Sequence[int]:
    """The programs in which somebody has claimed a flag."""
    return db.session.scalars(
        select(Person.program_id)
        .join(Flag, Flag.participant_id == Person.id)
        .where(Flag.state == State.ACKNOWLEDGED)
        .distinct()
        .order_by(Person.program_id)
    ).all()


def release_flags(program_id: int, now: datetime) -> None:
    """Open again what staff of the program have claimed and do not read any longer."""
    with act(None, now) as a:
        a.lock_program(program_id)
        if not release_what_is_not_read(a, program_id):
            a.leave_unchanged()
