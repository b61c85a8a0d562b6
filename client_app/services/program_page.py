"""What a director sees of the own program: hours, people, the worker. No answers, no names."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from client_app.domain.roles import Role
from client_app.domain.staffed_hours import StaffedHours
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Heartbeat, Person, Program
from client_app.services.enrollments import read_by
from client_app.services.health import WORKER, WorkerState, worker_state
from client_app.services.programs import OnCallLine, on_call_line, staffed_hours


@dataclass(frozen=True)
class ProgramPage:
    """The program at a glance."""

    name: str
    zone: ZoneInfo
    hours: StaffedHours
    on_call: OnCallLine | None
    counselors: int
    """Active accounts."""
    participants: int
    """Enrolled now."""
    unassigned: int
    """Of those, whom no active counselor or cover reads, so that they come to a director."""
    worker: WorkerState
    worker_seen_at: datetime | None


def program_of(viewer: Viewer, now: datetime) -> ProgramPage:
    """The viewer's own program."""
    enrolled = select(func.count()).where(Enrollment.program_id == viewer.program_id, Enrollment.ended_on.is_(None))
    falling_to_director = Enrollment.participant_id.in_(read_by(viewer, now))
    counselors = db.session.scalar(
        select(func.count()).where(
            Person.program_id == viewer.program_id, Person.role == Role.COUNSELOR, Person.disabled_at.is_(None)
        )
    )
    return ProgramPage(
        name=db.session.scalars(select(Program.name).where(Program.id == viewer.program_id)).one(),
        zone=ZoneInfo(viewer.zone),
        hours=staffed_hours(viewer.program_id, viewer.zone),
        on_call=on_call_line(viewer),
        counselors=counselors or 0,
        participants=db.session.scalar(enrolled) or 0,
        unassigned=db.session.scalar(enrolled.where(falling_to_director)) or 0,
        worker=worker_state(now),
        worker_seen_at=db.session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == WORKER)),
    )
