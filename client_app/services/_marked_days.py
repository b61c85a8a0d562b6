"""On which days of a series anybody's attendance is marked: those have begun, whatever the clock says."""

from datetime import date

from sqlalchemy import select

from client_app.domain.appointments import Appointment, Series
from client_app.extensions import db
from client_app.models import AttendanceMark


def marked_days(series: Series, since: date) -> set[date]:
    """The days from this one on at whose appointments anybody is marked."""
    return set(
        db.session.scalars(
            select(AttendanceMark.day).where(AttendanceMark.series_id == series.id, AttendanceMark.day >= since)
        )
    )


def is_marked(one: Appointment) -> bool:
    """Is anybody's attendance marked at an appointment?"""
    return one.day in marked_days(one.series, one.day)
