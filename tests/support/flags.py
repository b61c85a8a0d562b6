"""What tests ask of flags: where they stand, what happened to them, and why something is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from client_app.domain.refusals import Conflict
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, Flag, FlagEvent, Program
from client_app.services.flags import Resolution, Seen, claim_flags
from tests.cast import Cast
from tests.factories import enroll, make_flag, make_person

TALKED = Resolution("talked", "We spoke on the phone.", useful=True)
LATER = timedelta(minutes=5)


def flag(flag_id: int) -> Flag:
    """The flag as it is stored now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Flag, flag_id)


def seen(flag_id: int) -> Seen:
    """A form that was opened just now."""
    return Seen(flag_id, flag(flag_id).revision)


def events(flag_id: int) -> list[str]:
    """What has happened to the flag, in order."""
    return list(db.session.scalars(select(FlagEvent.kind).where(FlagEvent.flag_id == flag_id).order_by(FlagEvent.id)))


def reason_of(refused: Callable[[], None]) -> str:
    """The sentence with which it is refused."""
    with pytest.raises(Conflict) as refusal:
        refused()
    return refusal.value.reason.english()


def claimed(cast: Cast, now: datetime) -> int:
    """A flag of Ana's that her counselor has claimed."""
    craving = make_flag(cast.ana.id).id
    claim_flags(cast.counselor.viewer, seen(craving), now)
    return craving


def away(cast: Cast, now: datetime) -> None:
    """Let the counselor be away, so that the cover reads."""
    caseload = db.session.get_one(Caseload, cast.caseload_id)
    caseload.away_from = now - timedelta(hours=1)
    db.session.commit()


def unassign(cast: Cast) -> None:
    """Take Ana out of every caseload."""
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    enrollment.caseload_id = None
    db.session.commit()


def add_participant(cast: Cast, name: str) -> int:
    """One more person in Ana's caseload."""
    person = make_person(db.session.get_one(Program, cast.program_id), Role.PARTICIPANT, name)
    enroll(person, db.session.get_one(Caseload, cast.caseload_id))
    return person.id
