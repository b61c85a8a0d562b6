"""The appointments behind a flag of missed ones, as they stand marked now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from client_app.domain.appointments import Kind, key_parts
from client_app.domain.attendance import Attendance
from client_app.domain.missed_appointments import APPOINTMENT
from client_app.extensions import db
from client_app.models import AppointmentSeries, AttendanceMark, FlagEvent, Person
from client_app.services.absence_notices import Notice, own_notices

Marker = aliased(Person)


@dataclass(frozen=True)
class MissedAppointment:
    """One appointment that a flag has spoken of."""

    key: str
    topic: str
    kind: Kind
    day: date
    """The day on which its series puts it."""
    starts_at: datetime | None
    """When it took place; nothing once nothing is marked of it."""
    mark: Attendance | None
    """As it stands; nothing where the mark was taken back."""
    note: str
    marked_by: str | None
    notice: Notice | None
    """What the participant had told before."""


def missed_behind(flag_id: int, participant_id: int) -> tuple[MissedAppointment, ...]:
    """The appointments of a flag, the latest first, for those who read the person's record; four statements."""
    told = db.session.scalars(select(FlagEvent.inputs).where(FlagEvent.flag_id == flag_id)).all()
    keys = {inputs[APPOINTMENT] for inputs in told if inputs and APPOINTMENT in inputs}
    named = [parts for key in keys if (parts := key_parts(key)) is not None]
    if not named:
        return ()
    series = _series(number for number, _ in named)
    since = min(day for _, day in named)
    marks, notices = _marks(participant_id, since), own_notices(participant_id, since)
    found = []
    for number, day in sorted(named, key=lambda parts: (parts[1], parts[0]), reverse=True):
        mark = marks.get((number, day))
        found.append(
            MissedAppointment(
                key=f"{number}-{day:%Y%m%d}",
                topic=series[number].topic,
                kind=series[number].kind,
                day=day,
                starts_at=mark.starts_at if mark else None,
                mark=mark.mark if mark else None,
                note=mark.note if mark else "",
                marked_by=mark.marker if mark else None,
                notice=notices.get((number, day)),
            )
        )
    return tuple(found)


def _series(numbers: Iterable[int]) -> Mapping[int, Row[*tuple[Any, ...]]]:
    rows = db.session.execute(
        select(AppointmentSeries.id, AppointmentSeries.topic, AppointmentSeries.kind).where(
            AppointmentSeries.id.in_(set(numbers))
        )
    )
    return {row.id: row for row in rows}


def _marks(participant_id: int, since: date) -> Mapping[tuple[int, date], Row[*tuple[Any, ...]]]:
    rows = db.session.execute(
        select(
            AttendanceMark.series_id,
            AttendanceMark.day,
            AttendanceMark.starts_at,
            AttendanceMark.mark,
            AttendanceMark.note,
            Marker.name.label("marker"),
        )
        .join(Marker, Marker.id == AttendanceMark.marked_by_id)
        .where(AttendanceMark.participant_id == participant_id, AttendanceMark.day >= since)
    )
    return {(row.series_id, row.day): row for row in rows}
