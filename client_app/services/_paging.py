"""The shared steps that page the team about urgent flags. They never commit: the act that calls them does.

A step puts its messages into the outbox, notes on each flag who was paged, and says when the next step is, all in the
act's own transaction: what is urgent is paged at the moment of its answer, and a step is taken once or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from client_app.domain.absences import Absence
from client_app.domain.audit_actions import Action
from client_app.domain.escalation import CONTACT_WITHIN, Ladder, Team
from client_app.domain.flag_life import EventKind
from client_app.domain.flags import Severity
from client_app.domain.on_call import Shift, on_call_at
from client_app.domain.pushes import PushKind
from client_app.domain.roles import STAFF, Role
from client_app.models import Caseload, Enrollment, Flag, FlagEvent, OnCallShift, OutboxMessage, Person, Program
from client_app.services._outbox import NewMessage, put, withdraw
from client_app.services.acts import Act, subject_at
from client_app.services.enrollments import is_ready

WORTH = timedelta(minutes=15)
"""How long a page is still sent that nobody took at first, at the least."""


@dataclass(frozen=True)
class _Paging:
    """How and whom a participant's program pages at this moment."""

    ladder: Ladder
    team: Team


def begin_ladder(flag: Flag, at: datetime) -> None:
    """Let the flag's ladder begin at this instant, from its first step on, where it is urgent."""
    if flag.severity is Severity.URGENT:
        flag.page_since = flag.page_at = at
        flag.page_step = 0


def pause_ladder(a: Act, flags: Iterable[Flag]) -> None:
    """Somebody has them: what nobody was sent yet is taken back, and they have an hour to try to reach the person."""
    flags = list(flags)
    _withdraw(a, flags)
    for flag in flags:
        begin_ladder(flag, a.now + CONTACT_WITHIN)


def end_ladder(a: Act, flags: Iterable[Flag]) -> None:
    """They are closed, or somebody tried to reach the person: nobody is paged about them any more."""
    flags = list(flags)
    _withdraw(a, flags)
    for flag in flags:
        flag.page_since = flag.page_at = None


def take_steps(a: Act, flags: Sequence[Flag]) -> None:
    """Take the step that is due of each flag, all of one participant: one message to each person, an event on each."""
    if not flags:
        return
    paging = _paging(a, flags[0].participant_id)
    about, paged = subject_at(Flag, flags[0].id), dict[int, datetime]()
    for flag in flags:
        for person_id in _take_step(a, flag, paging, about):
            paged[person_id] = max(flag.page_at or a.now, a.now + WORTH)
    put(
        a.session,
        [
            NewMessage(PushKind.PAGE, person_id, a.now, stale_at, f"/triage/flags/{flags[0].id}", about)
            for person_id, stale_at in paged.items()
        ],
        a.now,
    )


def _take_step(a: Act, flag: Flag, paging: _Paging, about: str) -> tuple[int, ...]:
    """Note the step on the flag and give whom it pages. It is no news about the participant: the revision stays."""
    since = flag.page_since or a.now
    due, passed = (flag.page_at or a.now) - since, a.now - since
    reach = paging.ladder.reach_between(due, passed)
    people = paging.team.paged_by(reach, flag.claimed_by_id)
    flag.page_at = since + paging.ladder.next_after(passed)
    flag.page_step += 1
    told = {"paged": list(people), "step": flag.page_step, "reach": reach.value, "about": about}
    a.session.add(FlagEvent(flag_id=flag.id, kind=EventKind.PAGED, at=a.now, by_id=None, inputs=told))
    a.audit(
        Action.FLAG_PAGED,
        subject=flag,
        participant_id=flag.participant_id,
        people=list(people),
        step=flag.page_step,
        reach=reach.value,
    )
    return people


def _withdraw(a: Act, flags: Sequence[Flag]) -> None:
    urgent = [subject_at(Flag, flag.id) for flag in flags if flag.severity is Severity.URGENT]
    if urgent:
        withdraw(a.session, a.now, OutboxMessage.kind == PushKind.PAGE, OutboxMessage.about.in_(urgent))


def _paging(a: Act, participant_id: int) -> _Paging:
    """The team that looks after the participant, or did last, as it stands at this moment; two statements."""
    program = a.session.execute(_PROGRAM, {"participant_id": participant_id}).one()
    rows = a.session.execute(_STAFF, {"program_id": program.program_id}).all()
    ready = {row.id: row.role for row in rows}
    counselors = {number for number, role in ready.items() if role is Role.COUNSELOR}
    absence = Absence(program.away_from, program.away_until) if program.away_from else None
    shifts = [Shift(row.weekday, row.starts, row.ends, row.id) for row in rows if row.weekday is not None]
    return _Paging(
        Ladder.from_json(program.paging),
        Team(
            counselor_id=program.counselor_id if program.counselor_id in counselors else None,
            cover_id=program.cover_id if program.cover_id in counselors else None,
            is_away=absence is not None and absence.is_now(a.now),
            director_ids=tuple(number for number, role in ready.items() if role is Role.DIRECTOR),
            on_call_ids=on_call_at(shifts, a.now, ZoneInfo(program.time_zone)),
        ),
    )


_PROGRAM = (
    select(
        Program.id.label("program_id"),
        Program.time_zone,
        Program.paging,
        Caseload.counselor_id,
        Caseload.cover_id,
        Caseload.away_from,
        Caseload.away_until,
    )
    .select_from(Enrollment)
    .join(Program, Program.id == Enrollment.program_id)
    .outerjoin(Caseload, Caseload.id == Enrollment.caseload_id)
    .where(Enrollment.participant_id == bindparam("participant_id"))
    .order_by(Enrollment.id.desc())
    .limit(1)
)
"""The latest enrollment decides: what is urgent is somebody's even after the end."""

_STAFF = (
    select(Person.id, Person.role, OnCallShift.weekday, OnCallShift.starts, OnCallShift.ends)
    .outerjoin(OnCallShift, OnCallShift.person_id == Person.id)
    .where(Person.program_id == bindparam("program_id"), Person.role.in_(STAFF), is_ready(Person))
    .order_by(Person.id)
)
"""Everybody who can be paged, once for each of their shifts."""
