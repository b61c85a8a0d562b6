"""The participants' times in a program, read for all of them at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from client_app.domain import pauses
from client_app.domain.local_days import local_day
from client_app.domain.stays import Stay
from client_app.extensions import db
from client_app.models import Enrollment, Pause, Person


def stays_in(program_id: int, zone: ZoneInfo, first: date, last: date) -> Mapping[int, Sequence[Stay]]:
    """The times in the program that touch these local days, by participant; each begins once its person has joined."""
    rows = db.session.execute(
        select(
            Enrollment.id,
            Enrollment.participant_id,
            Enrollment.started_on,
            Enrollment.ended_on,
            Person.joined_at,
            Pause.first_on,
            Pause.last_on,
        )
        .join(Person, Person.id == Enrollment.participant_id)
        .outerjoin(Pause, Pause.enrollment_id == Enrollment.id)
        .where(
            Person.joined_at.is_not(None),
            Enrollment.program_id == program_id,
            Enrollment.started_on <= last,
            or_(Enrollment.ended_on.is_(None), Enrollment.ended_on > first),
        )
        .order_by(Enrollment.id, Pause.id)
    )
    found: dict[int, dict[int, Stay]] = defaultdict(dict)
    for row in rows:
        begun_on = max(row.started_on, local_day(row.joined_at, zone))
        stay = found[row.participant_id].get(row.id) or Stay(begun_on, row.ended_on)
        if row.first_on is not None:
            stay = replace(stay, pauses=(*stay.pauses, pauses.Pause(row.first_on, row.last_on)))
        found[row.participant_id][row.id] = stay
    return {participant_id: tuple(stays.values()) for participant_id, stays in found.items()}
