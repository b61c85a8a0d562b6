"""Who was there: what staff mark of an appointment, and what was marked of one participant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.attendance import Attended
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.extensions import db
from client_app.models import AppointmentSeries, AttendanceMark, Program

ONE_MINUTE = timedelta(minutes=1)


def attended_by(participant_id: int, since: date, until: date) -> list[Attended]:
    """What was marked for a participant at what began on these local days, both included, in one statement.

    A day is that of the program's zone; what has no mark is not among them.
    """
    rows = db.session.execute(
        select(
            AttendanceMark.starts_at,
            AttendanceMark.ends_at,
            AttendanceMark.mark,
            AttendanceMark.minutes,
            Program.time_zone,
        )
        .join(AppointmentSeries, AppointmentSeries.id == AttendanceMark.series_id)
        .join(Program, Program.id == AppointmentSeries.program_id)
        .where(
            AttendanceMark.participant_id == participant_id,
            AttendanceMark.starts_at >= _around(since - ONE_DAY),
            AttendanceMark.starts_at < _around(until + 2 * ONE_DAY),
        )
        .order_by(AttendanceMark.starts_at, AttendanceMark.id)
    )
    found = (
        Attended(
            day=local_day(row.starts_at, ZoneInfo(row.time_zone)),
            planned_minutes=(row.ends_at - row.starts_at) // ONE_MINUTE,
            mark=row.mark,
            minutes=row.minutes,
        )
        for row in rows
    )
    return [one for one in found if since <= one.day <= until]


def _around(day: date) -> datetime:
    """The first instant of a day in UTC: no zone is further from it than a day."""
    return datetime.combine(day, time.min, UTC)
