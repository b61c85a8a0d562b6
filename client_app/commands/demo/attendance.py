"""The demo's attendance: whoever leads a group marks it the same evening, for six weeks, up to yesterday.

Most are there; now and then somebody comes late, leaves early or is excused. Chris missed one morning: the flag that
this raised was talked over the day after. Maya was there each time, late once, so that her hours add up by hand.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from client_app.commands.demo import people
from client_app.commands.demo.groups import MORNING, At, Happening
from client_app.commands.demo.rounds import resolve_all
from client_app.domain.appointments import Appointment
from client_app.domain.attendance import Attendance, Mark, planned_minutes
from client_app.domain.flag_life import Outcome
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.rosters import Stay, expected
from client_app.domain.viewers import Viewer
from client_app.services.attendance_marks import Wanted, mark_attendance
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.rosters import stays_in

MARKED_AT = time(20)
SINCE_MISSED, SINCE_LATE = 18, 12
"""Days ago: on the first morning from then on Chris was missed, and Maya late."""
TALKED = "Overslept after a late shift. On those days he comes to the evening group instead."


def attendance(at: At, viewers: Mapping[str, Viewer], days: int) -> Iterator[Happening]:
    """What is marked each evening, and how the one who was missed is reached."""
    carmen, chris = viewers[people.COUNSELOR], viewers[people.CHRIS.email]
    leaders = {viewer.person_id: viewer for viewer in viewers.values()}
    missed = _first_morning(at, SINCE_MISSED)
    unusual = {
        (chris.person_id, missed): Mark(Attendance.MISSED),
        (viewers[people.PARTICIPANT].person_id, _first_morning(at, SINCE_LATE)): Mark(
            Attendance.LATE, 120, "The bus was late."
        ),
    }
    for days_ago in range(days, 0, -1):
        yield at(days_ago, MARKED_AT), partial(_mark_day, leaders, unusual)
    yield (
        at((local_day(at(0, time(12)), _zone(carmen)) - missed).days - 1, time(12, 30)),
        partial(resolve_all, carmen, chris.person_id, outcome=Outcome.TALKED, note=TALKED, useful=True),
    )


def _first_morning(at: At, days_ago: int) -> date:
    """The first day from then on with a morning group: Monday, Wednesday or Friday."""
    day = at(days_ago, time(12)).date()
    return next(day + ONE_DAY * on for on in range(3) if (day + ONE_DAY * on).weekday() in {0, 2, 4})


def _zone(viewer: Viewer) -> ZoneInfo:
    return ZoneInfo(viewer.zone)


def _mark_day(leaders: Mapping[int, Viewer], unusual: Mapping[tuple[int, date], Mark], now: datetime) -> None:
    viewer = next(iter(leaders.values()))
    calendar = Calendar.of(viewer)
    day = local_day(now, calendar.zone)
    stays = stays_in(calendar, Stretch(day, day))
    for one in appointments_in(calendar, Stretch(day, day)):
        if one.is_on and one.takes_place_on == day and one.ends_at <= now:
            wanted = {stay.participant_id: Wanted(_mark_of(stay, one, unusual), "") for stay in expected(stays, one)}
            mark_attendance(leaders[one.session.facilitator_id or 0], one.key, wanted, now)


def _mark_of(stay: Stay, one: Appointment, unusual: Mapping[tuple[int, date], Mark]) -> Mark:
    """Mostly present; who was not, and when, is the same in every demo of a day."""
    day, minutes = one.takes_place_on, planned_minutes(one)
    told = unusual.get((stay.participant_id, day))
    if told and one.series.topic == MORNING:
        return told
    if stay.name == people.MAYA.name or one.series.participant_id is not None:
        return Mark(Attendance.PRESENT)
    chance = (stay.participant_id * 31 + day.toordinal() * 17) % 29
    return {
        3: Mark(Attendance.LATE, minutes - 20),
        11: Mark(Attendance.LEFT_EARLY, minutes - 30),
        19: Mark(Attendance.EXCUSED, note="Had called in the morning."),
    }.get(chance, Mark(Attendance.PRESENT))
