"""Who takes part in a director's own program, and who looks after them. Names and counselors: no answers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import aliased

from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, Person
from client_app.services.enrollments import read_by

MOST_ENDED = 50
"""How many of those who have left are listed, the latest first."""

Counselor = aliased(Person)


@dataclass(frozen=True)
class Participant:
    """Somebody who takes part, or did."""

    id: int
    name: str
    started_on: date
    ended_on: date | None
    caseload_id: int | None
    counselor_id: int | None
    counselor: str | None
    is_counselor_gone: bool
    """The counselor's account is disabled: the cover reads, where there is one."""
    has_nobody: bool
    """No active counselor or cover reads, so a director does."""


@dataclass(frozen=True)
class Participants:
    """The program's participants, each by name."""

    unassigned: tuple[Participant, ...]
    assigned: tuple[Participant, ...]
    ended: tuple[Participant, ...]


def participants_of_program(viewer: Viewer, now: datetime) -> Participants:
    """Everybody who takes part now, those without a counselor apart, and who has left last."""
    if viewer.role is not Role.DIRECTOR:
        return Participants((), (), ())
    alone = set(db.session.scalars(read_by(viewer, now)))
    current = _participants(viewer).where(Enrollment.ended_on.is_(None)).order_by(Person.name, Person.id)
    enrolled = [_participant(row, alone) for row in db.session.execute(current)]
    later = aliased(Enrollment)
    is_last = ~exists().where(later.participant_id == Enrollment.participant_id, later.id > Enrollment.id)
    left = _participants(viewer).where(Enrollment.ended_on.is_not(None), is_last)
    ended = db.session.execute(left.order_by(Enrollment.ended_on.desc(), Person.name, Person.id).limit(MOST_ENDED))
    return Participants(
        unassigned=tuple(one for one in enrolled if one.has_nobody),
        assigned=tuple(one for one in enrolled if not one.has_nobody),
        ended=tuple(_participant(row, alone) for row in ended),
    )


def _participants(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Person.id,
            Person.name,
            Enrollment.started_on,
            Enrollment.ended_on,
            Enrollment.caseload_id,
            Counselor.id.label("counselor_id"),
            Counselor.name.label("counselor"),
            Counselor.disabled_at,
        )
        .join(Enrollment, Enrollment.participant_id == Person.id)
        .outerjoin(Caseload, Caseload.id == Enrollment.caseload_id)
        .outerjoin(Counselor, Counselor.id == Caseload.counselor_id)
        .where(Enrollment.program_id == viewer.program_id)
    )


def _participant(row: Row[Any], alone: set[int]) -> Participant:
    return Participant(
        id=row.id,
        name=row.name,
        started_on=row.started_on,
        ended_on=row.ended_on,
        caseload_id=row.caseload_id,
        counselor_id=row.counselor_id,
        counselor=row.counselor,
        is_counselor_gone=row.disabled_at is not None,
        has_nobody=row.id in alone,
    )
