"""How far a program's set-up is, and the lines of it that its director found fine as they are.

That somebody looked is a line of the audit record and nothing else: it is an act without a row of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from client_app.domain.audit_actions import Action
from client_app.domain.local_days import local_day
from client_app.domain.refusals import Refused
from client_app.domain.roles import Role
from client_app.domain.set_up import Line, Standing, State, judged, why_not_leave
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import (
    AppointmentSeries,
    AuditEntry,
    CheckInOptionVersion,
    CrisisLineVersion,
    Enrollment,
    Person,
    Phase,
    Program,
    StaffedInterval,
    ThresholdVersion,
)
from client_app.services._directors import refuse_all_but_directors
from client_app.services.acts import act, subject_at
from client_app.services.calendars import Calendar
from client_app.services.programs import on_call_line


@dataclass(frozen=True)
class SetUp:
    """The list as its page shows it."""

    standing: Standing
    lines: tuple[tuple[Line, State], ...]
    """In order."""

    @property
    def done(self) -> int:
        """How many lines need nothing more."""
        return sum(state is State.DONE for _, state in self.lines)

    @property
    def is_done(self) -> bool:
        """Nothing is left to set up."""
        return self.done == len(self.lines)


def set_up_of(viewer: Viewer, now: datetime) -> SetUp:
    """How far the set-up of the viewer's program is, in as many SQL statements whatever is stored."""
    standing = _standing(viewer, now)
    return SetUp(standing, tuple(judged(standing).items()))


def leave_as_it_is(viewer: Viewer, line: Line, now: datetime) -> None:
    """Say that a line was looked at and is fine as it is; what is done already changes nothing.

    Raises:
        Refused: it still needs something.
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        standing = _standing(viewer, now)
        reason = why_not_leave(standing, line)
        if reason is not None:
            raise Refused(reason)
        if judged(standing)[line] is State.DONE:
            a.leave_unchanged()
            return
        a.audit(Action.SET_UP_LOOKED_AT, subject_at(Program, viewer.program_id), line=line)


def _standing(viewer: Viewer, now: datetime) -> Standing:
    number = viewer.program_id
    today = local_day(now, Calendar.of(viewer).zone)
    groups = select(func.count()).where(
        AppointmentSeries.program_id == number,
        AppointmentSeries.participant_id.is_(None),
        or_(AppointmentSeries.last_on.is_(None), AppointmentSeries.last_on >= today),
    )
    counselors = select(func.count()).where(
        Person.program_id == number, Person.role == Role.COUNSELOR, Person.disabled_at.is_(None)
    )
    thresholds = select(func.count()).where(
        ThresholdVersion.program_id == number, ThresholdVersion.author_id.is_not(None)
    )
    options = select(func.count()).where(CheckInOptionVersion.program_id == number)
    return Standing(
        has_hours=_count(select(func.count()).where(StaffedInterval.program_id == number)) > 0,
        has_on_call=on_call_line(viewer) is not None,
        has_checked_lines=_count(select(func.count()).select_from(CrisisLineVersion)) > 0,
        has_own_questions=_count(thresholds) + _count(options) > 0,
        phases=_count(select(func.count()).where(Phase.program_id == number)),
        groups=_count(groups),
        counselors=_count(counselors),
        participants=_count(select(func.count()).where(Enrollment.program_id == number)),
        looked_at=_looked_at(number),
    )


def _count(counting: Select[Any]) -> int:
    return db.session.scalar(counting) or 0


def _looked_at(program_id: int) -> frozenset[Line]:
    found = db.session.scalars(
        select(AuditEntry.details).where(
            AuditEntry.action == Action.SET_UP_LOOKED_AT, AuditEntry.subject == subject_at(Program, program_id)
        )
    )
    return frozenset(Line(details["line"]) for details in found)
