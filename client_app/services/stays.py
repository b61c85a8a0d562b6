"""The participants' times in a program, read for all of them at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from client_app.domain.local_days import local_day
from client_app.domain.quiet import Pause
from client_app.domain.stays import Stay
from client_app.extensions import db
from client_app.models import Enrollment, Person


def stays_in(program_id: int, zone: ZoneInfo, first: date, last: date) -> Mapping[int, Sequence[Stay]]:
    """The times in the program that touch these local days, by participant; each begins once its person has joined."""
    rows = db.session.execute(
        select(
            Enrollment.participant_id,
            Enrollment.started_on,
            Enrollment.ended_on,
            Enrollment.paused_from,
            Enrollment.paused_until,
            Person.joined_at,
        )
        .join(Person, Person.id == Enrollment.participant_id)
        .where(
            Person.joined_at.is_not(None),
            Enrollment.program_id == program_id,
            Enrollment.started_on <= last,
            or_(Enrollment.ended_on.is_(None), Enrollment.ended_on > first),
        )
    )
    found = defaultdict(list)
    for row in rows:
        begun_on = max(row.started_on, local_day(row.joined_at, zone))
        pause = Pause(row.paused_from, row.paused_until) if row.paused_from else None
        found[row.participant_id].append(Stay(begun_on, row.ended_on, pause))
    return found
