"""The phases of a program as its director sets them up: what each asks for, and in which order they follow.

What has been stays: whoever was in the first phase because nobody had moved them is written down there before another
phase becomes the first, so neither their history nor a past roster changes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from client_app.domain.audit_actions import Action
from client_app.domain.local_days import local_day
from client_app.domain.phase_plans import (
    HAS_PHASES,
    LIST_IS_FULL,
    MOST_PHASES,
    ORDER_MEANWHILE,
    SAVED_MEANWHILE,
    PhasePlan,
    moved,
    why_not_remove,
)
from client_app.domain.plans import Direction
from client_app.domain.refusals import LOOK_AGAIN, Conflict, Invalid, NotFound, Refused
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.models import Phase
from client_app.services._directors import refuse_all_but_directors
from client_app.services._phase_rows import (
    add_row,
    named_by_series,
    phase_rows,
    plan_of,
    put_in_order,
    used,
    write_down_beginnings,
)
from client_app.services.acts import Act, act
from client_app.services.calendars import Calendar, Stretch
from client_app.services.rosters import stays_in


@dataclass(frozen=True)
class KeptPhase:
    """A phase as it is stored."""

    id: int
    plan: PhasePlan
    revision: int
    """Of the phase, so that a form opened before a change is known to be stale."""
    people: int
    """How many participants are in it today."""
    reason_to_stay: Sentence | None
    """Why it cannot be removed."""


def kept_phases(viewer: Viewer, now: datetime) -> tuple[KeptPhase, ...]:
    """The phases of the viewer's program, the first first, in as many SQL statements however many there are."""
    calendar = Calendar.of(viewer)
    today = local_day(now, calendar.zone)
    stays = stays_in(calendar, Stretch(today, today))
    people = Counter(stay.phase_on(today) for stay in stays)
    rows = phase_rows(viewer.program_id)
    named, ever = named_by_series(rows), used(rows, viewer.program_id, today)
    return tuple(
        KeptPhase(
            id=row.id,
            plan=plan_of(row),
            revision=row.revision,
            people=people[row.id],
            reason_to_stay=why_not_remove(has_been_used=row.id in ever, is_named=row.id in named),
        )
        for row in rows
    )


def kept_phase(viewer: Viewer, phase_id: int, now: datetime) -> KeptPhase:
    """One phase of the viewer's program.

    Raises:
        NotFound: it has no such phase.

    """
    found = next((kept for kept in kept_phases(viewer, now) if kept.id == phase_id), None)
    if found is None:
        raise NotFound
    return found


def add_phase(program_id: int, plan: PhasePlan, now: datetime, *, viewer: Viewer | None = None) -> int:
    """Add a phase behind the others, and return its number.

    Args:
        program_id: where.
        plan: what it asks for.
        now: the present instant.
        viewer: the director of that program; nobody for a command.

    Raises:
        Invalid: something in it cannot be kept.
        Conflict: another phase of the program has this name, or there are too many.
        NotFound: the viewer is no director.

    """
    if viewer is not None:
        refuse_all_but_directors(viewer)
    _refuse_problems(plan)
    with act(viewer, now) as a:
        a.lock_program(program_id)
        rows = phase_rows(program_id)
        _refuse_namesake(plan, rows)
        if len(rows) >= MOST_PHASES:
            raise Conflict(LIST_IS_FULL)
        return add_row(a, program_id, plan, len(rows) + 1)


def add_example(viewer: Viewer, plans: Sequence[PhasePlan], now: datetime) -> None:
    """Begin with these phases, to be changed afterwards; there are none yet.

    Raises:
        Conflict: there are some.
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        if phase_rows(viewer.program_id):
            raise Conflict(HAS_PHASES)
        for position, plan in enumerate(plans, start=1):
            add_row(a, viewer.program_id, plan, position)


def change_phase(viewer: Viewer, phase_id: int, plan: PhasePlan, seen: int, now: datetime) -> None:
    """Keep what a phase asks for from now on; the same once more changes nothing.

    Args:
        viewer: the director.
        phase_id: which.
        plan: what it is to ask for.
        seen: its revision when the form was opened.
        now: the present instant.

    Raises:
        Invalid: something in it cannot be kept.
        Conflict: somebody saved it meanwhile, or another phase has this name.
        NotFound: there is no such phase, or the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    _refuse_problems(plan)
    with act(viewer, now) as a:
        row, rows = _opened(a, viewer, phase_id, seen)
        changed = plan_of(row).differences(plan)
        if not changed:
            a.leave_unchanged()
            return
        _refuse_namesake(plan, [other for other in rows if other.id != phase_id])
        for field in changed:
            setattr(row, field, getattr(plan, field))
        row.revision += 1
        a.audit(Action.PHASE_CHANGED, subject=row, changed=changed)


def move_phase(viewer: Viewer, phase_id: int, where: Direction, seen: Sequence[int], now: datetime) -> None:
    """Let a phase change places with its neighbour. Whoever is in a phase stays in it.

    Args:
        viewer: the director.
        phase_id: which.
        where: up, towards the first, or down.
        seen: the order that the page showed.
        now: the present instant.

    Raises:
        Conflict: the phases have changed since.
        NotFound: there is no such phase, or the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        rows = {row.id: row for row in phase_rows(viewer.program_id)}
        if phase_id not in rows:
            raise NotFound
        if list(rows) != list(seen):
            raise Conflict(ORDER_MEANWHILE)
        order = moved(rows, phase_id, where)
        if order == list(rows):
            a.leave_unchanged()
            return
        first, today = next(iter(rows)), local_day(now, ZoneInfo(viewer.zone))
        written = 0 if order[0] == first else write_down_beginnings(a, rows[first], today)
        put_in_order(a, [rows[number] for number in order])
        a.audit(Action.PHASES_ORDERED, subject=rows[phase_id], direction=where, written_down=written)


def remove_phase(viewer: Viewer, phase_id: int, seen: int, now: datetime) -> None:
    """Take a phase away that nobody was ever in and that no series names.

    Raises:
        Conflict: somebody saved it meanwhile.
        NotFound: there is no such phase, or the viewer is no director.
        Refused: somebody is in it, or was, or a series is for it.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        row, rows = _opened(a, viewer, phase_id, seen)
        ever = used(rows, viewer.program_id, local_day(now, ZoneInfo(viewer.zone)))
        reason = why_not_remove(has_been_used=phase_id in ever, is_named=phase_id in named_by_series(rows))
        if reason is not None:
            raise Refused(reason)
        a.audit(Action.PHASE_REMOVED, subject=row)
        a.session.delete(row)
        a.session.flush()
        put_in_order(a, [other for other in rows if other.id != phase_id])


def _opened(a: Act, viewer: Viewer, phase_id: int, seen: int) -> tuple[Phase, list[Phase]]:
    """The phase as its form was opened on it, among all of the program."""
    a.lock_program(viewer.program_id)
    rows = phase_rows(viewer.program_id)
    row = next((row for row in rows if row.id == phase_id), None)
    if row is None:
        raise NotFound
    if row.revision != seen:
        raise Conflict(SAVED_MEANWHILE)
    return row, rows


def _refuse_problems(plan: PhasePlan) -> None:
    if plan.problems():
        raise Invalid(LOOK_AGAIN)


def _refuse_namesake(plan: PhasePlan, others: Sequence[Phase]) -> None:
    if any(other.name.casefold() == plan.name.casefold() for other in others):
        raise Conflict(Sentence(N_("There is a phase %(name)s already."), {"name": plan.name}))
