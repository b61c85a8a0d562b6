"""A person's days as a picture: gaps stay gaps."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.local_days import ONE_DAY
from client_app.domain.trends import Dot, Frame, Trend, TrendPoint, polyline, segments, trend

TODAY = date(2026, 11, 23)
FRAME = Frame(width=140, height=40, margin=5, lowest=0, highest=10)


def picture(*values: int | None) -> Trend:
    """Give consecutive days up to today, each with its figure or a gap."""
    by_day = {TODAY - ONE_DAY * back: value for back, value in enumerate(reversed(values)) if value is not None}
    return trend(by_day, TODAY, days=len(values))


def test_a_trend_has_every_day_up_to_the_last_with_gaps() -> None:
    values = {TODAY: 4, TODAY - ONE_DAY * 13: 9, TODAY - ONE_DAY * 14: 1, TODAY + ONE_DAY: 1}
    days = trend(values, TODAY).days
    assert [point.day for point in days] == [TODAY - ONE_DAY * back for back in range(13, -1, -1)]
    assert [point.value for point in days] == [9, *[None] * 12, 4]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ((), []),
        ((None, None), []),
        ((3,), [[3]]),
        ((1, 2, 3), [[1, 2, 3]]),
        ((None, 1, 2, None, None, 3, None, 0), [[1, 2], [3], [0]]),  # nought is a figure, not a gap
    ],
)
def test_a_gap_is_never_bridged(values: tuple[int | None, ...], lines: list[list[int]]) -> None:
    drawn = segments(picture(*values), FRAME)
    assert [[dot.point.value for dot in line] for line in drawn] == lines


def test_days_are_spread_from_margin_to_margin_and_figures_from_bottom_to_top() -> None:
    [line] = segments(picture(0, 5, 10), FRAME)
    assert line == (
        Dot(5.0, 35.0, TrendPoint(TODAY - ONE_DAY * 2, 0)),
        Dot(70.0, 20.0, TrendPoint(TODAY - ONE_DAY, 5)),
        Dot(135.0, 5.0, TrendPoint(TODAY, 10)),
    )
    assert polyline(line) == "5,35 70,20 135,5"


def test_places_are_rounded_to_a_tenth() -> None:
    [line] = segments(picture(1, 1, 1, 1), Frame(width=100, height=50, margin=0, lowest=0, highest=3))
    assert polyline(line) == "0,33.3 33.3,33.3 66.7,33.3 100,33.3"


def test_a_single_day_stands_at_the_left_edge() -> None:
    assert polyline(segments(picture(10), FRAME)[0]) == "5,5"


@given(st.lists(st.none() | st.integers(-5, 20), max_size=30))
def test_every_figure_has_one_dot_inside_the_frame(values: list[int | None]) -> None:
    dots = [dot for line in segments(picture(*values), FRAME) for dot in line]
    assert [dot.point.value for dot in dots] == [value for value in values if value is not None]
    assert all(5 <= dot.x <= 135 and 5 <= dot.y <= 35 for dot in dots)
    assert [dot.x for dot in dots] == sorted({dot.x for dot in dots})
