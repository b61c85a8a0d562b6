"""What a form for a new group offers: how the last one was, and else what fits the program's track."""

from dataclasses import dataclass
from datetime import time

from sqlalchemy import select

from client_app.domain.appointments import Session
from client_app.domain.programs import Track
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AppointmentSeries, Program
from client_app.services.calendars import session_of

STARTS = {Track.DAY: time(9), Track.EVENING: time(18), Track.WEEKEND: time(10)}
"""When a program's first group probably begins, by its wall clock."""
MINUTES = 90


@dataclass(frozen=True)
class Usual:
    """When and where the next group probably is, and for how many; the link is left out, as each group has its own."""

    session: Session
    capacity: int | None = None


def usual_group(viewer: Viewer) -> Usual:
    """How the group was that was put on the calendar last; in an empty program, what its track suggests."""
    last = db.session.scalars(
        select(AppointmentSeries)
        .where(AppointmentSeries.program_id == viewer.program_id, AppointmentSeries.participant_id.is_(None))
        .order_by(AppointmentSeries.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        track = db.session.scalars(select(Program.track).where(Program.id == viewer.program_id)).one()
        return Usual(Session(starts=STARTS[track], minutes=MINUTES))
    known = session_of(last)
    return Usual(
        Session(
            starts=known.starts,
            minutes=known.minutes,
            place=known.place,
            address=known.address,
            facilitator_id=known.facilitator_id,
        ),
        last.capacity,
    )
