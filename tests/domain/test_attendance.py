"""Which minutes count, and which can be told."""

from datetime import date

import pytest

from client_app.domain.attendance import (
    ATTENDANCE_WORDS,
    Attendance,
    Attended,
    minutes_by_week,
    minutes_counted,
    why_not_minutes,
)

LATE, EARLY, PRESENT = Attendance.LATE, Attendance.LEFT_EARLY, Attendance.PRESENT


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
