"""The shared steps that read and write a program's phases. They never commit: the act that calls them does."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, insert, select

from client_app.domain.audit_actions import Action
from client_app.domain.phase_plans import PhasePlan
from client_app.extensions import db
from client_app.models import Enrollment, Phase, PhaseMove, SeriesPhase
from client_app.services.acts import Act


def phase_rows(program_id: int) -> list[Phase]:
    """The phases of a program as they are now, the first first."""
    ordered = select(Phase).where(Phase.program_id == program_id).order_by(Phase.position)
    return list(db.session.scalars(ordered, execution_options={"populate_existing": True}))


def add_row(a: Act, program_id: int, plan: PhasePlan, position: int) -> int:
    """Add a phase at this place, and return its number."""
    row = Phase(program_id=program_id, position=position, revision=1, **vars(plan))
    a.session.add(row)
    a.audit(Action.PHASE_ADDED, subject=row)
    return row.id


def put_in_order(a: Act, rows: Sequence[Phase]) -> None:
    """No two may hold one place at any moment: first out of the way, then where they belong."""
    for way in (-1, 1):
        for place, row in enumerate(rows, start=1):
            row.position = way * place
        a.session.flush()


def named_by_series(rows: Sequence[Phase]) -> set[int]:
    """Those that a series is for, or was."""
    named = select(SeriesPhase.phase_id).where(SeriesPhase.phase_id.in_([row.id for row in rows])).distinct()
    return set(db.session.scalars(named))


def used(rows: Sequence[Phase], program_id: int, today: date) -> set[int]:
    """Those that somebody is in, or was; in the first is who began there without being moved."""
    numbers = [row.id for row in rows]
    moved_into = select(PhaseMove.phase_id).where(PhaseMove.phase_id.in_(numbers)).distinct()
    began = select(func.count()).where(*_began_unmoved(program_id, today))
    return set(db.session.scalars(moved_into)) | set(numbers[:1] if db.session.scalar(began) else ())


def _began_unmoved(program_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """Enrollments that began in the program's first phase, because nothing else is written down."""
    at_the_start = (
        select(PhaseMove.id)
        .where(PhaseMove.enrollment_id == Enrollment.id, PhaseMove.from_day <= Enrollment.started_on)
        .exists()
    )
    return Enrollment.program_id == program_id, Enrollment.started_on <= today, ~at_the_start


def write_down_beginnings(a: Act, first: Phase, today: date) -> int:
    """Note for everybody who began in the first phase that they did, and say how many they were."""
    began = a.session.execute(
        select(Enrollment.id, Enrollment.started_on).where(*_began_unmoved(first.program_id, today))
    ).all()
    if began:
        a.session.execute(
            insert(PhaseMove),
            [
                {
                    "enrollment_id": row.id,
                    "phase_id": first.id,
                    "from_day": row.started_on,
                    "reason": "",
                    "moved_by_id": None,
                    "moved_at": a.now,
                }
                for row in began
            ],
        )
    return len(began)


def plan_of(row: Phase) -> PhasePlan:
    """What a stored phase asks for."""
    return PhasePlan(
        name=row.name,
        days_a_week=row.days_a_week,
        least_hours=row.least_hours,
        most_hours=row.most_hours,
        criteria=row.criteria,
    )
