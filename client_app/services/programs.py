"""Programs as the other parts need them: zone, staffed hours, thresholds, the on-call line."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import bindparam, select

from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.sentences import Sentence
from client_app.domain.staffed_hours import Opening, StaffedHours
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Program, StaffedInterval, ThresholdVersion
from client_app.services.acts import Act, act

_STAFFED = (
    select(StaffedInterval.weekday, StaffedInterval.opens, StaffedInterval.closes)
    .where(StaffedInterval.program_id == bindparam("program_id"))
    .order_by(StaffedInterval.weekday, StaffedInterval.opens)
)


@dataclass(frozen=True)
class OnCallLine:
    """The program's own line: who answers, and the number as it is dialled."""

    name: str
    phone: str


@dataclass(frozen=True)
class NewProgram:
    """What a program starts with."""

    name: str
    time_zone: str
    """An IANA name; it decides what "today" is."""
    openings: tuple[Opening, ...]
    on_call: OnCallLine | None = None


@dataclass(frozen=True)
class NamedProgram:
    """A program as it is told from others."""

    id: int
    name: str
    time_zone: str


def on_call_line(viewer: Viewer) -> OnCallLine | None:
    """The line of the viewer's program, when its director has set one."""
    row = db.session.execute(
        select(Program.on_call_name, Program.on_call_phone).where(Program.id == viewer.program_id)
    ).one()
    return OnCallLine(row.on_call_name or "", row.on_call_phone) if row.on_call_phone else None


def staffed_hours(program_id: int, zone: str) -> StaffedHours:
    """When the program's staff look at flags."""
    rows = db.session.execute(_STAFFED, {"program_id": program_id})
    return StaffedHours(tuple(Opening(row.weekday, row.opens, row.closes) for row in rows), ZoneInfo(zone))


def add_program(new: NewProgram, now: datetime) -> int:
    """Add a program with its staffed hours and the default thresholds as version 1, and return its number.

    Raises:
        Invalid: it has no name, or no such time zone exists.
        Conflict: another program has this name.

    """
    with act(None, now) as a:
        return add_to(a, new).id


def add_to(a: Act, new: NewProgram) -> Program:
    """Add a program as a part of an act; never commits.

    Raises:
        Invalid: it has no name, or no such time zone exists.
        Conflict: another program has this name.

    """
    if not new.name.strip():
        raise Invalid(Sentence("A program needs a name."))
    if new.time_zone not in available_timezones():
        raise Invalid(
            Sentence("There is no time zone %(zone)s; one is America/Chicago, for example.", {"zone": new.time_zone})
        )
    if a.session.scalar(select(Program.id).where(Program.name == new.name.strip())):
        raise Conflict(Sentence("There is a program %(name)s already.", {"name": new.name.strip()}))
    program = Program(
        name=new.name.strip(),
        time_zone=new.time_zone,
        on_call_name=new.on_call.name if new.on_call else None,
        on_call_phone=new.on_call.phone if new.on_call else None,
        created_at=a.now,
    )
    a.session.add(program)
    a.session.flush()
    a.session.add_all(
        StaffedInterval(program_id=program.id, weekday=opening.weekday, opens=opening.opens, closes=opening.closes)
        for opening in new.openings
    )
    thresholds = Thresholds().to_json()
    a.session.add(ThresholdVersion(program_id=program.id, number=1, thresholds=thresholds, created_at=a.now))
    a.audit("program.added", subject=program)
    return program


def programs() -> list[NamedProgram]:
    """Every program, in the order in which they were added."""
    rows = db.session.execute(select(Program.id, Program.name, Program.time_zone).order_by(Program.id))
    return [NamedProgram(row.id, row.name, row.time_zone) for row in rows]
