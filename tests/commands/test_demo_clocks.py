"""The demo's calendar holds a week in which the clocks change, whenever it is started."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from client_app.commands.demo.clocks import BACK, day_of_change
from client_app.commands.demo.people import ZONE


@pytest.mark.parametrize(
    ("today", "change"),
    [
        ("2026-11-25", "2026-11-01"),
        ("2026-12-13", "2026-11-01"),
        ("2026-12-14", "2027-03-14"),
        ("2027-03-14", "2027-03-14"),
        ("2027-04-25", "2027-03-14"),
        ("2027-04-26", "2027-11-07"),
    ],
)
def test_the_week_is_a_recent_one_or_the_next(today: str, change: str) -> None:
    assert day_of_change(date.fromisoformat(today), ZoneInfo(ZONE)) == date.fromisoformat(change)


def test_there_is_one_on_every_day_of_the_year() -> None:
    first = date(2026, 1, 1)
    for number in range(365):
        today = first + timedelta(days=number)
        change = day_of_change(today, ZoneInfo(ZONE))
        assert change is not None
        assert change >= today - BACK


def test_where_the_clocks_never_change_there_is_none() -> None:
    assert day_of_change(date(2026, 11, 25), ZoneInfo("America/Phoenix")) is None
