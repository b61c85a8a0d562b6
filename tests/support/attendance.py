"""Groups whose attendance is marked, made with as few words as the test needs."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.attendance import Attendance, Mark
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AttendanceMark, Flag
from client_app.services.attendance import Roll, roll_of
from client_app.services.attendance_marks import Wanted, mark_attendance
from client_app.services.groups import appointment_page
from tests.cast import Cast
from tests.factories import make_check_in
from tests.support.calendars import a_session, make_series
from tests.support.posts import fresh

PRESENT, LATE, LEFT_EARLY = Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY
EXCUSED, MISSED = Attendance.EXCUSED, Attendance.MISSED


def roll(viewer: Viewer, key: str, now: datetime) -> Roll:
    """What a page that is opened now shows of who was there."""
    fresh()
    return roll_of(viewer, appointment_page(viewer, key, now), now)


def versions(viewer: Viewer, key: str, now: datetime) -> dict[int, str]:
    """What a form opened now says of what is marked, by person."""
    people = roll(viewer, key, now).people
    return {person.id: person.marked.version if person.marked else "" for person in people}


def mark(
    viewer: Viewer,
    key: str,
    marks: Mapping[int, Attendance | Mark],
    now: datetime,
    seen: Mapping[int, str] | None = None,
) -> None:
    """Mark people on a form that was just opened, unless the test says what it was opened on."""
    opened = versions(viewer, key, now) if seen is None else seen
    wanted = {
        number: Wanted(one if isinstance(one, Mark) else Mark(one), opened.get(number, ""))
        for number, one in marks.items()
    }
    mark_attendance(viewer, key, wanted, now)


def marked(participant_id: int) -> list[tuple[Attendance, int | None, str]]:
    """What is stored of one participant, the earliest appointment first."""
    fresh()
    rows = db.session.scalars(
        select(AttendanceMark)
        .where(AttendanceMark.participant_id == participant_id)
        .order_by(AttendanceMark.starts_at, AttendanceMark.id)
    )
    return [(row.mark, row.minutes, row.note) for row in rows]


def a_night_group(cast: Cast, others: Mapping[str, int], now: datetime) -> dict[str, str | int]:
    """A group that met a week ago and meets tonight; the names of the appointments that pages are opened on.

    ``held``: last week's, marked; ``tonight``: today's, for a brief with a theme; ``missed``: Theo's flag.
    """
    carla, today = cast.counselor.viewer, local_day(now, ZoneInfo(cast.counselor.viewer.zone))
    first_on = today - 7 * ONE_DAY
    late = a_session(time(23, 30), 90, place="Room 2", facilitator_id=cast.counselor.id)
    held = make_series(
        carla, now - 9 * ONE_DAY, "Night group", weekdays=(today.weekday(),), first_on=first_on, session=late
    )
    at = now - timedelta(days=6)
    marks: dict[int, Attendance | Mark] = {cast.ana.id: PRESENT, cast.luis.id: PRESENT, others["ben"]: Mark(LATE, 60)}
    marks[others["maya"]] = Mark(EXCUSED, note="Called at noon: her mother is in hospital.")
    marks[others["theo"]] = MISSED
    mark(carla, held, marks, at)
    make_check_in(cast.ana.id, now - timedelta(days=6), triggers=("payday", "stress"))
    for number in (cast.luis.id, *(others[name] for name in ("ben", "maya", "theo"))):
        make_check_in(number, now - timedelta(days=5), triggers=("lonely", "payday"))
    flag = db.session.scalars(
        select(Flag.id).where(Flag.participant_id == others["theo"], Flag.rule == "missed_appointment")
    ).one()
    series, _, _ = held.partition("-")
    return {"held": held, "tonight": f"{series}-{today:%Y%m%d}", "missed": flag}
