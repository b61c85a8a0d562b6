"""How a person is greeted."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.greetings import greeting, is_back_after_gap

CHICAGO = ZoneInfo("America/Chicago")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "Hello, Ana"),
        (4, 59, "Hello, Ana"),
        (5, 0, "Good morning, Ana"),
        (11, 59, "Good morning, Ana"),
        (12, 0, "Good afternoon, Ana"),
        (17, 59, "Good afternoon, Ana"),
        (18, 0, "Good evening, Ana"),
        (23, 59, "Good evening, Ana"),
    ],
)
def test_the_greeting_follows_the_programs_wall_clock(hour: int, minute: int, words: str) -> None:
    instant = datetime(2026, 11, 23, hour, minute, tzinfo=CHICAGO).astimezone(UTC)
    assert greeting("Ana", instant, CHICAGO).english() == words


@pytest.mark.parametrize(
    ("days", "is_back"),
    [
        ([], True),
        ([date(2026, 11, 21)], True),
        ([date(2026, 11, 22)], False),
        ([date(2026, 11, 23)], False),
        ([date(2026, 11, 23), date(2026, 11, 10)], False),
    ],
)
def test_two_days_without_a_check_in_are_a_gap(days: list[date], is_back: bool) -> None:
    assert is_back_after_gap(days, TODAY) is is_back
