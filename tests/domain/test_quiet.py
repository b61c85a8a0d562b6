"""Quiet days: two ended local days without a word, of somebody enrolled and not paused."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.local_days import ONE_DAY
from client_app.domain.pauses import Pause
from client_app.domain.quiet import is_quiet_hour, quiet_days_found
from client_app.domain.thresholds import Thresholds

TODAY = date(2026, 11, 23)


def back(days: int) -> date:
    """Give the day so many days before today."""
    return TODAY - ONE_DAY * days


@pytest.mark.parametrize(
    ("active_from", "paused", "checked_in", "is_quiet"),
    [
        # days before today
        (30, None, [], True),
        (30, None, [1], False),
        (30, None, [2], False),
        (30, None, [3], True),
        (30, None, [0], True),  # today has not ended, and the two days before it were quiet
        (2, None, [], True),  # enrolled on the first of the two
        (1, None, [], False),
        (0, None, [], False),
        (30, (2, 2), [], False),
        (30, (1, 1), [], False),
        (30, (0, 0), [], False),  # paused today: nobody is looked for
        (30, (9, 3), [], True),  # the pause ended before
        (30, (9, 2), [], False),
        (30, (-1, -9), [], True),  # it has not begun
    ],
)
def test_two_ended_days_without_a_word_are_quiet(
    active_from: int, paused: tuple[int, int] | None, checked_in: list[int], *, is_quiet: bool
) -> None:
    pauses = [] if paused is None else [Pause(back(60), back(50)), Pause(back(paused[0]), back(paused[1]))]
    found = quiet_days_found(TODAY, back(active_from), pauses, {back(days) for days in checked_in}, Thresholds())
    assert found == ((back(2), back(1)) if is_quiet else None)


@pytest.mark.parametrize(("checked_in", "is_quiet"), [([4], True), ([3], False), ([1], False)])
def test_a_program_may_wait_longer(checked_in: list[int], *, is_quiet: bool) -> None:
    found = quiet_days_found(TODAY, back(30), (), {back(days) for days in checked_in}, Thresholds(quiet_days=3))
    assert found == ((back(3), back(2), back(1)) if is_quiet else None)


@given(checked_in=st.sets(st.integers(-2, 10)), active_from=st.integers(-1, 10), days=st.integers(2, 8))
def test_quiet_days_are_ended_enrolled_and_empty(checked_in: set[int], active_from: int, days: int) -> None:
    spoken = {back(day) for day in checked_in}
    found = quiet_days_found(TODAY, back(active_from), (), spoken, Thresholds(quiet_days=days))
    expected = days <= active_from and checked_in.isdisjoint(range(1, days + 1))
    assert (found is not None) == expected
    if found is not None:
        assert found == tuple(back(day) for day in range(days, 0, -1))
        assert not spoken & set(found)


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        ("2026-11-23 15:59:59", "America/Chicago", False),
        ("2026-11-23 16:00:00", "America/Chicago", True),
        ("2026-11-24 05:59:59", "America/Chicago", True),
        ("2026-11-24 06:00:00", "America/Chicago", False),  # midnight: a new day
        ("2026-07-01 14:59:59", "America/Chicago", False),
        ("2026-07-01 15:00:00", "America/Chicago", True),  # summer time
        ("2026-11-23 00:59:59", "Asia/Tokyo", False),
        ("2026-11-23 01:00:00", "Asia/Tokyo", True),
    ],
)
def test_quiet_days_are_looked_for_from_ten_on_the_programs_wall(now: str, zone: str, *, expected: bool) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert is_quiet_hour(instant, ZoneInfo(zone), Thresholds()) is expected


@given(
    instant=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - aware
    hour=st.integers(0, 23),
)
def test_each_day_has_its_quiet_hour_even_where_the_clocks_change(instant: datetime, hour: int) -> None:
    chosen = Thresholds(quiet_hour=hour)
    zone = ZoneInfo("America/Chicago")
    next_day = (instant + timedelta(hours=minutes / 4) for minutes in range(26 * 4))
    assert any(is_quiet_hour(later, zone, chosen) for later in next_day)
