"""Stepping down and up: a program's phases, and how a participant came into them. Only a person moves a participant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain import phases
from client_app.domain.local_days import local_day
from client_app.domain.phases import Direction, Move, direction
from client_app.domain.plans import why_not_kept
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Person, Phase, PhaseMove
from client_app.services.acts import act
from client_app.services.enrollments import read_by

REASON_LIMIT = 2000
"""Characters; a line break counts as one."""
NEWS_FOR = timedelta(weeks=3)
"""How long a participant is told of a move as news: until the new week feels usual."""


@dataclass(frozen=True)
class PastMove:
    """A participant came into a phase."""

    phase: str
    from_day: date
    reason: str
    moved_by: str | None
    moved_at: datetime


@dataclass(frozen=True)
class PhaseCard:
    """Where a participant stands in the program, as the care team sees it."""

    enrollment_id: int
    participant_id: int
    name: str
    started_on: date
    ended_on: date | None
    phase: phases.Phase | None
    """Nothing in a program without phases."""
    others: tuple[tuple[phases.Phase, Direction], ...]
    """Where the participant may be moved, and where that leads."""
    moves: tuple[PastMove, ...]
    """The latest first."""
    number: int
    """Of the latest move, so that a form read before another is known to be stale; 0 before the first."""

    @property
    def is_enrolled(self) -> bool:
        """Whether the participant takes part."""
        return self.ended_on is None


@dataclass(frozen=True)
class OwnPhase:
    """Where the viewer stands in the program."""

    phase: phases.Phase
    since: date | None
    """The day of a recent move; nothing when it is no news."""
    led: Direction | None


def phases_of(program_id: int) -> list[phases.Phase]:
    """The phases of a program, in order."""
    rows = db.session.execute(select(Phase).where(Phase.program_id == program_id).order_by(Phase.position))
    return [_as_phase(row.Phase) for row in rows]


def phase_card(viewer: Viewer, participant_id: int, now: datetime) -> PhaseCard:
    """Where a participant stands whose record the viewer reads.

    Raises:
        NotFound: the viewer may not read it.

    """
    row = db.session.execute(
        select(Enrollment.id, Enrollment.program_id, Enrollment.started_on, Enrollment.ended_on, Person.name)
        .join(Person, Person.id == Enrollment.participant_id)
        .where(Enrollment.participant_id == participant_id, Enrollment.participant_id.in_(read_by(viewer, now)))
        .order_by(Enrollment.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    known = phases_of(row.program_id)
    moves = _moves(row.id)
    phase = _phase_on(known, moves, local_day(now, ZoneInfo(viewer.zone)))
    names = {one.id: one.name for one in known}
    return PhaseCard(
        enrollment_id=row.id,
        participant_id=participant_id,
        name=row.name,
        started_on=row.started_on,
        ended_on=row.ended_on,
        phase=phase,
        others=tuple((one, direction(phase, one)) for one in known if phase and one.id != phase.id),
        moves=tuple(
            PastMove(names[move.phase_id], move.from_day, move.reason, moved_by, move.moved_at)
            for move, moved_by in reversed(moves)
        ),
        number=moves[-1][0].id if moves else 0,
    )


def own_phase(viewer: Viewer, now: datetime) -> OwnPhase | None:
    """Where the viewer stands in the program; nothing when they take part in none, or it has no phases."""
    enrollment = db.session.execute(
        select(Enrollment.id, Enrollment.started_on).where(
            Enrollment.participant_id == viewer.person_id, Enrollment.ended_on.is_(None)
        )
    ).one_or_none()
    known = phases_of(viewer.program_id)
    if enrollment is None or not known:
        return None
    today = local_day(now, ZoneInfo(viewer.zone))
    moves = [pair for pair in _moves(enrollment.id) if pair[0].from_day <= today]
    phase = _phase_on(known, moves, today)
    before = _phase_on(known, moves[:-1], today)
    since = moves[-1][0].from_day if moves else enrollment.started_on
    is_news = since > enrollment.started_on and today - since < NEWS_FOR and phase != before
    if phase is None or before is None or not is_news:
        return OwnPhase(phase or known[0], None, None)
    return OwnPhase(phase, since, direction(before, phase))


def move_participant(viewer: Viewer, participant_id: int, phase_id: int, reason: str, seen: int, now: datetime) -> None:
    """Move a participant down or up from today on: the schedule follows.

    Args:
        viewer: who reads the participant's record.
        participant_id: who is moved.
        phase_id: where to.
        reason: for the care team.
        seen: the latest move when the form was opened.
        now: the present instant.

    Raises:
        NotFound: the viewer may not read the record, or there is no such phase.
        Invalid: there is no reason, it cannot be kept, or the participant has left.
        Conflict: somebody moved the participant meanwhile, or they are in that phase already.

    """
    problem = why_not_kept(reason, REASON_LIMIT) if reason else Sentence(N_("Please write a short reason."))
    if problem:
        raise Invalid(problem)
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)  # a director may be about to remove the phase
        a.lock_participant(participant_id)
        card = phase_card(viewer, participant_id, now)
        chosen = _possible(card, phase_id, seen)
        move = PhaseMove(
            enrollment_id=card.enrollment_id,
            phase_id=phase_id,
            from_day=local_day(now, ZoneInfo(viewer.zone)),
            reason=reason,
            moved_by_id=viewer.person_id,
            moved_at=now,
        )
        a.session.add(move)
        a.audit("enrollment.phase_moved", subject=move, participant_id=participant_id, position=chosen.position)


def _possible(card: PhaseCard, phase_id: int, seen: int) -> phases.Phase:
    """The phase to move somebody to, unless something speaks against it."""
    if not card.is_enrolled:
        raise Invalid(Sentence(N_("This person has left the program.")))
    if card.number != seen:
        raise Conflict(Sentence(N_("Somebody moved this person after you opened the page. Please look again.")))
    if card.phase and card.phase.id == phase_id:
        raise Conflict(Sentence(N_("This person is in that phase already.")))
    chosen = next((one for one, _ in card.others if one.id == phase_id), None)
    if chosen is None:
        raise NotFound
    return chosen


def _moves(enrollment_id: int) -> Sequence[tuple[PhaseMove, str | None]]:
    rows = db.session.execute(
        select(PhaseMove, Person.name)
        .outerjoin(Person, Person.id == PhaseMove.moved_by_id)
        .where(PhaseMove.enrollment_id == enrollment_id)
        .order_by(PhaseMove.from_day, PhaseMove.id)
    )
    return [(row.PhaseMove, row.name) for row in rows]


def _phase_on(
    known: Sequence[phases.Phase], moves: Sequence[tuple[PhaseMove, str | None]], day: date
) -> phases.Phase | None:
    """The phase on a day; before any move it is the program's first."""
    number = phases.phase_on([Move(move.phase_id, move.from_day) for move, _ in moves], day)
    return next((one for one in known if number in {None, one.id}), None)


def _as_phase(row: Phase) -> phases.Phase:
    return phases.Phase(
        id=row.id,
        position=row.position,
        name=row.name,
        days_a_week=row.days_a_week,
        least_hours=row.least_hours,
        most_hours=row.most_hours,
    )
