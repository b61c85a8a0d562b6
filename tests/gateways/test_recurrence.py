"""On which days a series meets: within its bounds, on its weekdays, every so many weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.appointments import Weekly
from client_app.gateways.recurrence import days_of

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def test_three_days_a_week() -> None:
    weekly = Weekly(weekdays=(0, 2, 4), first_on=date(2026, 11, 25), last_on=date(2026, 12, 2))
    found = list(days_of(weekly, date(2026, 1, 1), date(2027, 1, 1)))
    assert found == [date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 2)]


def test_every_other_week_is_counted_from_the_first() -> None:
    weekly = Weekly(weekdays=(0, 3), first_on=MONDAY, every_weeks=2)
    found = list(days_of(weekly, date(2026, 12, 1), date(2026, 12, 31)))
    assert found == [date(2026, 12, 7), date(2026, 12, 10), date(2026, 12, 21), date(2026, 12, 24)]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (MONDAY, MONDAY, [MONDAY]),
        (MONDAY - timedelta(days=7), MONDAY - timedelta(days=1), []),
        (MONDAY + timedelta(days=1), MONDAY + timedelta(days=6), []),
        (MONDAY + timedelta(days=15), MONDAY + timedelta(days=30), []),
        (MONDAY + timedelta(days=1), MONDAY, []),
    ],
)
def test_both_ends_are_included(since: date, until: date, found: list[date]) -> None:
    weekly = Weekly(weekdays=(0,), first_on=MONDAY, last_on=MONDAY + timedelta(days=14))
    assert list(days_of(weekly, since, until)) == found


@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    first_on=DAYS,
    length=st.none() | st.integers(0, 400),
    every_weeks=st.integers(1, 4),
    since=DAYS,
    span=st.integers(0, 400),
)
def test_no_day_lies_outside_the_bounds_and_none_is_left_out(
    weekdays: tuple[int, ...], first_on: date, length: int | None, every_weeks: int, since: date, span: int
) -> None:
    last_on = None if length is None else first_on + timedelta(days=length)
    weekly = Weekly(weekdays=weekdays, first_on=first_on, last_on=last_on, every_weeks=every_weeks)
    until = since + timedelta(days=span)
    first_monday = first_on - timedelta(days=first_on.weekday())
    expected = [
        day
        for day in (since + timedelta(days=number) for number in range(span + 1))
        if first_on <= day <= (last_on or until)
        and day.weekday() in weekdays
        and (day - first_monday).days // 7 % every_weeks == 0
    ]
    assert list(days_of(weekly, since, until)) == expected
