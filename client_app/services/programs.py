"""Programs as the other parts need them: zone, staffed hours, thresholds, the on-call line."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.staffed_hours import Opening, StaffedHours
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Program, StaffedInterval, ThresholdVersion
from client_app.services.acts import Act


@dataclass(frozen=True)
class OnCallLine:
    """The program's own line: who answers, and the number as it is dialled."""

    name: str
    phone: str


def on_call_line(viewer: Viewer) -> OnCallLine | None:
    """The line of the viewer's program, when its director has set one."""
    row = db.session.execute(
        select(Program.on_call_name, Program.on_call_phone).where(Program.id == viewer.program_id)
    ).one()
    return OnCallLine(row.on_call_name or "", row.on_call_phone) if row.on_call_phone else None


def staffed_hours(program_id: int, zone: str) -> StaffedHours:
    """When the program's staff look at flags."""
    rows = db.session.execute(
        select(StaffedInterval.weekday, StaffedInterval.opens, StaffedInterval.closes)
        .where(StaffedInterval.program_id == program_id)
        .order_by(StaffedInterval.weekday, StaffedInterval.opens)
    )
    return StaffedHours(tuple(Opening(row.weekday, row.opens, row.closes) for row in rows), ZoneInfo(zone))


def add_program(a: Act, name: str, time_zone: str, openings: tuple[Opening, ...]) -> Program:
    """Add a program with its staffed hours and the default thresholds as version 1. A step: does not commit."""
    program = Program(name=name, time_zone=time_zone, created_at=a.now)
    a.session.add(program)
    a.session.flush()
    a.session.add_all(
        StaffedInterval(program_id=program.id, weekday=opening.weekday, opens=opening.opens, closes=opening.closes)
        for opening in openings
    )
    a.session.add(
        ThresholdVersion(program_id=program.id, number=1, thresholds=Thresholds().to_json(), created_at=a.now)
    )
    a.audit("program.added", subject=program)
    return program
