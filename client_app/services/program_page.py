"""What a director sees of the own program: what needs somebody today, hours, people, the worker. No answers."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from client_app.domain.local_days import local_day
from client_app.domain.programs import Track
from client_app.domain.roles import Role
from client_app.domain.staff import StaffState
from client_app.domain.staffed_hours import StaffedHours
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Flag, Heartbeat, Person, Program
from client_app.services.crisis_lines import reviews_due
from client_app.services.enrollments import read_by
from client_app.services.flag_readers import is_open_flag_read_by
from client_app.services.health import WORKER, WorkerState, worker_state
from client_app.services.programs import OnCallLine, on_call_line, staffed_hours
from client_app.services.staff_reads import staff_of


@dataclass(frozen=True)
class ProgramPage:
    """The program at a glance."""

    name: str
    zone: ZoneInfo
    track: Track
    hours: StaffedHours
    on_call: OnCallLine | None
    counselors: int
    """Active accounts."""
    participants: int
    """Enrolled now."""
    unassigned: int
    """Of those, whom no active counselor or cover reads, so that they come to a director."""
    waiting: int
    """People with flags that nobody has closed and that wait for this director: alone to read, or paged."""
    away: int
    """Counselors who are away now and whose participants nobody covers."""
    reviews: int
    """Crisis lines that are to be checked."""
    worker: WorkerState
    worker_seen_at: datetime | None

    @property
    def is_in_order(self) -> bool:
        """Nothing waits for a director today; what is not set up yet is told apart from it."""
        return not (self.waiting or self.unassigned or self.away or self.reviews or self.worker != "ok")


def program_of(viewer: Viewer, now: datetime) -> ProgramPage:
    """The viewer's own program."""
    row = db.session.execute(select(Program.name, Program.track).where(Program.id == viewer.program_id)).one()
    enrolled = select(func.count()).where(Enrollment.program_id == viewer.program_id, Enrollment.ended_on.is_(None))
    falling_to_director = Enrollment.participant_id.in_(read_by(viewer, now))
    flagged = select(func.count(Flag.participant_id.distinct())).where(is_open_flag_read_by(viewer, now))
    counselors = db.session.scalar(
        select(func.count()).where(
            Person.program_id == viewer.program_id, Person.role == Role.COUNSELOR, Person.disabled_at.is_(None)
        )
    )
    return ProgramPage(
        name=row.name,
        zone=ZoneInfo(viewer.zone),
        track=row.track,
        hours=staffed_hours(viewer.program_id, viewer.zone),
        on_call=on_call_line(viewer),
        counselors=counselors or 0,
        participants=db.session.scalar(enrolled) or 0,
        unassigned=db.session.scalar(enrolled.where(falling_to_director)) or 0,
        waiting=db.session.scalar(flagged) or 0,
        away=_left_alone(viewer, now),
        reviews=len(reviews_due(local_day(now, ZoneInfo(viewer.zone)))),
        worker=worker_state(now),
        worker_seen_at=db.session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == WORKER)),
    )


def _left_alone(viewer: Viewer, now: datetime) -> int:
    away = (known.member for known in staff_of(viewer, now) if known.state is StaffState.AWAY)
    return sum(1 for member in away if member.participants and not member.has_cover_there)
