"""On-call hours on the program's wall: through midnight, around a change of the clocks, and put together again."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.on_call import Shift, Turn, on_call_at, shifts_of, turns_of

CHICAGO = ZoneInfo("America/Chicago")
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def wall(month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    """An instant by the clock in Chicago."""
    return datetime(2026, month, day, hour, minute, fold=fold, tzinfo=CHICAGO).astimezone(UTC)


@pytest.mark.parametrize(
    ("shift", "instant", "covers"),
    [
        (Shift(MONDAY, time(9), time(17), 1), wall(11, 23, 8, 59), False),
        (Shift(MONDAY, time(9), time(17), 1), wall(11, 23, 9), True),
        (Shift(MONDAY, time(9), time(17), 1), wall(11, 23, 16, 59), True),
        (Shift(MONDAY, time(9), time(17), 1), wall(11, 23, 17), False),
        (Shift(MONDAY, time(9), time(17), 1), wall(11, 24, 12), False),
        (Shift(SUNDAY, time(17), time(9), 1), wall(11, 22, 16, 59), False),
        (Shift(SUNDAY, time(17), time(9), 1), wall(11, 22, 17), True),
        (Shift(SUNDAY, time(17), time(9), 1), wall(11, 23, 8, 59), True),
        (Shift(SUNDAY, time(17), time(9), 1), wall(11, 23, 9), False),
        (Shift(MONDAY, time(17), time(0), 1), wall(11, 23, 23, 59), True),
        (Shift(MONDAY, time(17), time(0), 1), wall(11, 24, 0), False),
        (Shift(MONDAY, time(9), time(9), 1), wall(11, 24, 8, 59), True),  # a whole day
        (Shift(MONDAY, time(9), time(9), 1), wall(11, 24, 9), False),
        # The night of 1 November 2026 has 1:30 twice, that of 8 March has no 2:30.
        (Shift(SUNDAY, time(0), time(1, 30), 1), wall(11, 1, 1, 29), True),
        (Shift(SUNDAY, time(0), time(1, 30), 1), wall(11, 1, 1, 30, fold=1), False),
        (Shift(SATURDAY, time(22), time(6), 1), wall(11, 1, 1, 30, fold=1), True),
        (Shift(SATURDAY, time(22), time(6), 1), wall(3, 8, 3), True),
        (Shift(SATURDAY, time(22), time(6), 1), wall(3, 8, 6), False),
    ],
)
def test_who_is_on_call(shift: Shift, instant: datetime, *, covers: bool) -> None:
    assert shift.covers(instant, CHICAGO) is covers
    assert on_call_at([shift, shift], instant, CHICAGO) == ((1,) if covers else ())


def test_there_are_seven_weekdays() -> None:
    with pytest.raises(ValueError, match="not 7"):
        Shift(7, time(9), time(17), 1)


def test_the_same_hours_of_one_person_are_told_together() -> None:
    turns = (Turn(2, (0, 1, 4), time(17), time(9)), Turn(1, (0,), time(17), time(9)), Turn(2, (5,), time(0), time(0)))
    shifts = shifts_of([*turns, turns[1]])
    assert len(shifts) == 5
    assert turns_of(shifts) == (turns[1], turns[0], turns[2])
