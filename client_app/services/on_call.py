"""Who is on call for a program and how its urgent flags are paged, as a director sets it, all saved in one act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select

from client_app.domain.audit_actions import Action
from client_app.domain.escalation import Ladder
from client_app.domain.on_call import Shift
from client_app.domain.programs import SAVED_MEANWHILE
from client_app.domain.refusals import LOOK_AGAIN, Conflict, Invalid
from client_app.domain.roles import STAFF
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import OnCallShift, Person, Program
from client_app.services._directors import refuse_all_but_directors
from client_app.services.acts import act
from client_app.services.enrollments import is_ready

NO_PERSON = Sentence(N_("Please choose somebody from the list."))


@dataclass(frozen=True)
class OnCall:
    """The week of a program's on-call hours, and its ladder."""

    shifts: tuple[Shift, ...]
    """In the order of the week."""
    ladder: Ladder


@dataclass(frozen=True)
class KeptOnCall:
    """The same as it is stored, and the program's revision, which a form opened on it carries."""

    on_call: OnCall
    revision: int
    staff: Mapping[int, str]
    """Who can be on call, by name; whoever has a shift and cannot sign in any more is among them, to be taken off."""


def on_call_of(viewer: Viewer) -> KeptOnCall:
    """The viewer's own program's."""
    program = db.session.execute(select(Program.paging, Program.revision).where(Program.id == viewer.program_id)).one()
    return KeptOnCall(OnCall(_shifts(viewer), Ladder.from_json(program.paging)), program.revision, _staff(viewer))


def set_on_call(viewer: Viewer, on_call: OnCall, revision: int, now: datetime) -> None:
    """Save who is on call when, and the ladder; urgent flags are paged by it from their next step on.

    Raises:
        Conflict: somebody saved the program since the form was opened.
        Invalid: the ladder would page too late, or somebody is none of the program's staff.
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    if on_call.ladder.problems():
        raise Invalid(LOOK_AGAIN)
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        program = a.session.get_one(Program, viewer.program_id, populate_existing=True)
        if program.revision != revision:
            raise Conflict(SAVED_MEANWHILE)
        if not {shift.person_id for shift in on_call.shifts} <= set(_staff(viewer)):
            raise Invalid(NO_PERSON)
        if on_call == OnCall(_shifts(viewer), Ladder.from_json(program.paging)):
            a.leave_unchanged()
            return
        program.paging = on_call.ladder.to_json()
        program.revision += 1
        a.session.execute(delete(OnCallShift).where(OnCallShift.program_id == program.id))
        a.session.add_all(
            OnCallShift(
                program_id=program.id,
                person_id=shift.person_id,
                weekday=shift.weekday,
                starts=shift.starts,
                ends=shift.ends,
            )
            for shift in on_call.shifts
        )
        people = sorted({shift.person_id for shift in on_call.shifts})
        a.audit(Action.ON_CALL_SET, subject=program, people=people, **on_call.ladder.to_json())


def _shifts(viewer: Viewer) -> tuple[Shift, ...]:
    rows = db.session.execute(
        select(OnCallShift.weekday, OnCallShift.starts, OnCallShift.ends, OnCallShift.person_id).where(
            OnCallShift.program_id == viewer.program_id
        )
    )
    return tuple(sorted(Shift(row.weekday, row.starts, row.ends, row.person_id) for row in rows))


def _staff(viewer: Viewer) -> dict[int, str]:
    has_shift = Person.id.in_(select(OnCallShift.person_id).where(OnCallShift.program_id == viewer.program_id))
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(Person.program_id == viewer.program_id, or_(Person.role.in_(STAFF) & is_ready(Person), has_shift))
        .order_by(Person.name, Person.id)
    )
    return {row.id: row.name for row in rows}
