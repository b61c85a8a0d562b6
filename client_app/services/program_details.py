"""What a director decides about the own program, saved in one act, and refused when another director was faster."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from sqlalchemy import delete, select

from client_app.domain.programs import (
    CONFIRM_ZONE,
    NAME_IS_TAKEN,
    SAVED_MEANWHILE,
    Details,
    openings_of,
    stretches_of,
)
from client_app.domain.refusals import LOOK_AGAIN, Conflict, Invalid
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Program, StaffedInterval
from client_app.services._directors import refuse_all_but_directors
from client_app.services._series_rows import set_clock
from client_app.services.acts import act
from client_app.services.programs import staffed_hours


@dataclass(frozen=True)
class KeptDetails:
    """The program as it is stored, and the revision that a form opened on it carries."""

    details: Details
    revision: int


@dataclass(frozen=True)
class Opened:
    """What a form knows: the revision that it was opened at, and the new zone that its director has confirmed."""

    revision: int
    confirmed_zone: str = ""


@cache
def known_zones() -> frozenset[str]:
    """The IANA names of all time zones."""
    return frozenset(available_timezones())


def details_of(viewer: Viewer) -> KeptDetails:
    """The viewer's own program."""
    program = db.session.get_one(Program, viewer.program_id)
    return KeptDetails(_details(program), program.revision)


def change_details(viewer: Viewer, details: Details, opened: Opened, now: datetime) -> None:
    """Save the program as its director set it up. A new zone counts from the next request on.

    Raises:
        Conflict: somebody saved it since the form was opened, or another program has this name.
        Invalid: something cannot be kept, or the zone is a new one and was not confirmed.
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    if details.problems(known_zones()):
        raise Invalid(LOOK_AGAIN)
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        program = a.session.get_one(Program, viewer.program_id, populate_existing=True)
        changed = _details(program).differences(details)
        if program.revision != opened.revision:
            raise Conflict(SAVED_MEANWHILE)
        if not changed:
            a.leave_unchanged()
            return
        if "zone" in changed and opened.confirmed_zone != details.zone:
            raise Invalid(CONFIRM_ZONE)
        namesake = select(Program.id).where(Program.name == details.name, Program.id != program.id)
        if a.session.scalar(namesake):
            raise Conflict(NAME_IS_TAKEN)
        _write(program, details)
        if "zone" in changed:
            set_clock(a, program.id)
        if "openings" in changed:
            a.session.execute(delete(StaffedInterval).where(StaffedInterval.program_id == program.id))
            a.session.add_all(
                StaffedInterval(program_id=program.id, weekday=one.weekday, opens=one.opens, closes=one.closes)
                for one in details.openings
            )
        a.audit("program.changed", subject=program, changed=changed)


def _details(program: Program) -> Details:
    return Details(
        name=program.name,
        zone=program.time_zone,
        track=program.track,
        openings=openings_of(stretches_of(staffed_hours(program.id, program.time_zone).openings)),
        on_call_name=program.on_call_name or "",
        on_call_phone=program.on_call_phone or "",
    )


def _write(program: Program, details: Details) -> None:
    program.name, program.time_zone, program.track = details.name, details.zone, details.track
    program.on_call_name = details.on_call_name or None
    program.on_call_phone = details.on_call_phone or None
    program.revision += 1
