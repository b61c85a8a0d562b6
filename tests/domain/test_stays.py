"""The days on which a check-in was to be expected."""

from datetime import date

import pytest

from client_app.domain.pauses import Pause
from client_app.domain.stays import Stay

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def day(number: int) -> date:
    """A day of November."""
    return date(2026, 11, number)


@pytest.mark.parametrize(
    ("started", "ended", "pauses", "expected"),
    [
        (date(2026, 10, 1), None, (), 30),
        (day(1), None, (), 30),
        (day(2), None, (), 29),
        (day(30), None, (), 1),
        (date(2026, 12, 1), None, (), 0),
        (day(1), day(10), (), 9),
        (day(10), day(10), (), 0),
        (day(1), day(1), (), 0),
        (day(1), None, (Pause(day(5), day(7)),), 27),
        (day(1), None, (Pause(day(5), day(7)), Pause(day(20), day(20))), 26),
        (day(1), None, (Pause(day(5), date(2026, 12, 5)),), 4),
        (day(6), None, (Pause(day(5), day(7)),), 23),
        (day(1), day(7), (Pause(day(5), day(20)),), 4),
        (day(1), None, (Pause(date(2026, 10, 5), date(2026, 10, 7)),), 30),
        (day(1), None, (Pause(date(2026, 12, 5), date(2026, 12, 9)),), 30),
    ],
)
def test_days_of_the_stay_without_its_pauses(
    started: date, ended: date | None, pauses: tuple[Pause, ...], expected: int
) -> None:
    stay = Stay(started, ended, pauses)
    assert stay.expected_days(FIRST, LAST) == expected
    assert sum(stay.expects(day(number)) for number in range(FIRST.day, LAST.day + 1)) == expected


@pytest.mark.parametrize(("number", "is_current"), [(1, False), (2, True), (8, True), (9, False)])
def test_the_day_it_ended_is_none_of_its_days(number: int, is_current: bool) -> None:
    assert Stay(day(2), day(9)).is_current(day(number)) == is_current
    assert Stay(day(2), None).is_current(day(9))
