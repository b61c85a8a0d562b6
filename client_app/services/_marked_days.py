"""On which days of a series anybody's attendance is marked: those have begun, whatever the clock says."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select

from client_app.domain.appointments import Appointment, Series
from client_app.domain.sentences import N_, Sentence
from client_app.extensions import db
from client_app.models import AttendanceMark


def marked_days(series: Series, since: date) -> set[date]:
    """The days from this one on at whose appointments anybody is marked."""
    return set(
        db.session.scalars(
            select(AttendanceMark.day).where(AttendanceMark.series_id == series.id, AttendanceMark.day >= since)
        )
    )


def marked_at(found: Iterable[Appointment]) -> Mapping[tuple[int, date], int]:
    """How many people are marked at each of these appointments, in one statement."""
    named = {(one.series.id, one.day) for one in found}
    if not named:
        return {}
    rows = db.session.execute(
        select(AttendanceMark.series_id, AttendanceMark.day, func.count().label("total"))
        .where(
            AttendanceMark.series_id.in_({series_id for series_id, _ in named}),
            AttendanceMark.day.between(min(day for _, day in named), max(day for _, day in named)),
        )
        .group_by(AttendanceMark.series_id, AttendanceMark.day)
    )
    return {(row.series_id, row.day): row.total for row in rows}


def why_not_under_marks(one: Appointment) -> Sentence | None:
    """Say why an appointment that has not begun is not changed all the same: somebody is marked as there."""
    if one.day in marked_days(one.series, one.day):
        return Sentence(N_("Who was there is marked already. Please take that back first."))
    return None
