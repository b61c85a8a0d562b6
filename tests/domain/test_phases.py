"""In which phase somebody is, and hours of treatment that add up by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.phases import Direction, Move, Phase, direction, hours, in_words, phase_on, week_of

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def phase(position: int = 1, days: int = 5, least: int = 9, most: int = 19) -> Phase:
    return Phase(id=position, position=position, name="One", days_a_week=days, least_hours=least, most_hours=most)


@pytest.mark.parametrize(
    ("days", "least", "most", "is_possible"),
    [
        (1, 9, 19, True),
        (7, 9, 9, True),
        (0, 9, 19, False),
        (8, 9, 19, False),
        (3, 0, 19, False),
        (3, 10, 9, False),
        (3, 60, 60, True),
        (3, 9, 61, False),
    ],
)
def test_a_phase_asks_for_what_a_week_has(days: int, least: int, most: int, is_possible: bool) -> None:
    if is_possible:
        assert phase(days=days, least=least, most=most).days_a_week == days
    else:
        with pytest.raises(ValueError, match="A phase asks"):
            phase(days=days, least=least, most=most)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (MONDAY - timedelta(days=1), None),
        (MONDAY, 1),
        (MONDAY + timedelta(days=27), 1),
        (MONDAY + timedelta(days=28), 2),
        (MONDAY + timedelta(days=40), 3),
    ],
)
def test_the_latest_move_up_to_the_day_decides(day: date, found: int | None) -> None:
    moves = [Move(1, MONDAY), Move(3, MONDAY + timedelta(days=40)), Move(2, MONDAY + timedelta(days=28))]
    assert phase_on(moves, day) == found


def test_of_two_moves_on_a_day_the_later_counts() -> None:
    assert phase_on([Move(2, MONDAY), Move(1, MONDAY)], MONDAY) == 1


def test_down_asks_less() -> None:
    assert direction(phase(1), phase(2)) is Direction.DOWN
    assert direction(phase(2), phase(1)) is Direction.UP


@pytest.mark.parametrize("weekday", range(7))
def test_a_week_goes_from_monday_to_sunday(weekday: int) -> None:
    assert week_of(MONDAY + timedelta(days=weekday)) == (MONDAY, MONDAY + timedelta(days=6))


@pytest.mark.parametrize(
    ("stretches", "found"),
    [
        ([], 0),
        ([(0, 3)], 3),
        ([(0, 3), (3, 4)], 4),
        ([(0, 3), (2, 4)], 4),
        ([(0, 4), (1, 2)], 4),
        ([(5, 6), (0, 1.5)], 2.5),
        ([(2, 2)], 0),
    ],
)
def test_overlapping_hours_count_once(stretches: list[tuple[float, float]], found: float) -> None:
    given_ = [(NINE + timedelta(hours=start), NINE + timedelta(hours=end)) for start, end in stretches]
    assert hours(given_) == found


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 12))))
def test_hours_are_never_more_than_their_sum_nor_than_the_span(stretches: list[tuple[int, int]]) -> None:
    given_ = [(NINE + timedelta(hours=start), NINE + timedelta(hours=start + length)) for start, length in stretches]
    covered = {start + passed for start, length in stretches for passed in range(length)}
    assert hours(given_) == len(covered)


@pytest.mark.parametrize(("days", "said"), [(1, "once a week"), (3, "3 days a week")])
def test_how_often_a_phase_asks_is_said_in_words(days: int, said: str) -> None:
    assert in_words(days).english() == said
