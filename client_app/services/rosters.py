"""Who takes part in a program on which days, with their phases and days away: what decides who is expected."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select

from client_app.domain import pauses
from client_app.domain.phases import Move
from client_app.domain.rosters import Stay
from client_app.extensions import db
from client_app.models import Enrollment, Pause, Person, Phase, PhaseMove
from client_app.services.calendars import Calendar, Stretch


def stays_in(calendar: Calendar, days: Stretch, *criteria: ColumnElement[bool]) -> list[Stay]:
    """Who takes part in the program on some of these days, with their phases and days away, in one statement."""
    first_phase = (
        select(Phase.id).where(Phase.program_id == calendar.program_id).order_by(Phase.position).limit(1)
    ).scalar_subquery()
    rows = db.session.execute(
        select(
            Enrollment.id,
            Enrollment.participant_id,
            Enrollment.started_on,
            Enrollment.ended_on,
            Person.name,
            PhaseMove.phase_id,
            PhaseMove.from_day,
            PhaseMove.moved_at,
            Pause.first_on.label("away_from"),
            Pause.last_on.label("away_until"),
            first_phase.label("first_phase_id"),
        )
        .join(Person, Person.id == Enrollment.participant_id)
        .outerjoin(PhaseMove, PhaseMove.enrollment_id == Enrollment.id)
        .outerjoin(Pause, Pause.enrollment_id == Enrollment.id)
        .where(
            Enrollment.program_id == calendar.program_id,
            Enrollment.started_on <= days.until,
            or_(Enrollment.ended_on.is_(None), Enrollment.ended_on >= days.since),
            *criteria,
        )
        .order_by(Enrollment.id, PhaseMove.id, Pause.id)
    )
    return list(_stays(rows))


def _stays(rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Stay]:
    """Each row is a move beside a pause, so that both come again and again."""
    found: dict[int, Stay] = {}
    for row in rows:
        stay = found.get(row.id) or Stay(
            participant_id=row.participant_id,
            name=row.name,
            first_on=row.started_on,
            last_on=row.ended_on,
            first_phase_id=row.first_phase_id,
        )
        move, away = Move(row.phase_id, row.from_day, row.moved_at), pauses.Pause(row.away_from, row.away_until)
        if row.phase_id is not None and move not in stay.moves:
            stay = replace(stay, moves=(*stay.moves, move))
        if row.away_from is not None and away not in stay.pauses:
            stay = replace(stay, pauses=(*stay.pauses, away))
        found[row.id] = stay
    yield from found.values()
