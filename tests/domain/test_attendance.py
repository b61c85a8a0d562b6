"""Which minutes count, and which can be told."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.appointments import Exceptions, Kind, Series, Session, Standing, Weekly, appointments
from client_app.domain.attendance import (
    ATTENDANCE_WORDS,
    EARLIEST,
    NOTE_LIMIT,
    Attendance,
    Attended,
    Mark,
    minutes_by_week,
    minutes_counted,
    planned_minutes,
    why_not_mark,
    why_not_minutes,
)

LATE, EARLY, PRESENT = Attendance.LATE, Attendance.LEFT_EARLY, Attendance.PRESENT
MONDAY = date(2026, 11, 23)
SECOND = timedelta(seconds=1)
SERIES = Series(
    id=1,
    kind=Kind.GROUP,
    topic="Early recovery",
    weekly=Weekly(weekdays=(0,), first_on=MONDAY),
    session=Session(starts=time(18), minutes=90),
    zone=ZoneInfo("America/Chicago"),
)


@pytest.mark.parametrize(
    ("mark", "told", "counted"),
    [
        (PRESENT, None, 90),
        (LATE, None, 90),
        (LATE, 60, 60),
        (EARLY, 90, 90),
        (EARLY, 500, 90),
        (Attendance.EXCUSED, None, 0),
        (Attendance.MISSED, None, 0),
    ],
)
def test_minutes_that_count(mark: Attendance, told: int | None, counted: int) -> None:
    assert minutes_counted(mark, 90, told) == counted


@pytest.mark.parametrize(
    ("mark", "told", "is_fine"),
    [
        (PRESENT, None, True),
        (PRESENT, 60, False),
        (Attendance.MISSED, 60, False),
        (LATE, 0, False),
        (LATE, 1, True),
        (EARLY, 90, True),
        (EARLY, 91, False),
        (LATE, -5, False),
    ],
)
def test_minutes_that_can_be_told(mark: Attendance, told: int | None, is_fine: bool) -> None:
    assert (why_not_minutes(mark, 90, told) is None) is is_fine


def test_every_mark_has_its_word() -> None:
    assert set(ATTENDANCE_WORDS) == set(Attendance)


def test_minutes_add_up_by_local_week() -> None:
    attended = [
        Attended(date(2026, 11, 22), 90, PRESENT, None),  # a Sunday ends its week
        Attended(date(2026, 11, 23), 180, LATE, 150),
        Attended(date(2026, 11, 25), 90, PRESENT, None),
        Attended(date(2026, 12, 1), 90, Attendance.MISSED, None),
    ]

    assert minutes_by_week(reversed(attended)) == {
        date(2026, 11, 16): 90,
        date(2026, 11, 23): 240,
        date(2026, 11, 30): 0,
    }
    assert minutes_by_week([]) == {}


@pytest.mark.parametrize(
    ("mark", "wrong"),
    [
        (Mark(PRESENT), set()),
        (Mark(LATE, 90, "The bus."), set()),
        (Mark(LATE, 91), {"minutes"}),
        (Mark(PRESENT, note="x" * NOTE_LIMIT), set()),
        (Mark(PRESENT, 1, note="x" * (NOTE_LIMIT + 1)), {"minutes", "note"}),
    ],
)
def test_a_mark_says_what_is_wrong_with_it(mark: Mark, wrong: set[str]) -> None:
    assert set(mark.problems(90)) == wrong


@pytest.mark.parametrize(
    ("standing", "before", "why"),
    [
        (Standing.PLANNED, EARLIEST + SECOND, "not begun"),
        (Standing.PLANNED, EARLIEST, None),
        (Standing.CHANGED, -timedelta(days=900), None),
        (Standing.CANCELLED, -timedelta(days=1), "cancelled"),
        (Standing.CANCELLED, timedelta(days=1), "cancelled"),
    ],
)
def test_when_attendance_can_be_marked(standing: Standing, before: timedelta, why: str | None) -> None:
    one = next(appointments(SERIES, [MONDAY], Exceptions()))._replace(standing=standing)
    reason = why_not_mark(one, one.starts_at - before)
    assert (reason is None) if why is None else (reason is not None and why in reason.english())
    assert planned_minutes(one) == 90
