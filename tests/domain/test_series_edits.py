"""However a series is changed, its past stays as it happened and every other week stays every other week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.appointments import Weekly
from client_app.domain.series_edits import Scope, split, why_not_edit
from client_app.gateways.recurrence import days_of

MONDAY = date(2026, 11, 23)
OLD = Weekly(weekdays=(0,), first_on=MONDAY)
NEW = Weekly(weekdays=(2,), first_on=MONDAY)
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))


@pytest.mark.parametrize(("day", "is_past"), [(MONDAY - timedelta(days=1), True), (MONDAY, False)])
def test_what_has_happened_is_not_changed(day: date, is_past: bool) -> None:
    assert (why_not_edit(day, MONDAY) is not None) is is_past


@pytest.mark.parametrize(
    ("scope", "ends_on", "starts_on"),
    [
        (Scope.LATER, date(2026, 12, 13), date(2026, 12, 14)),
        (Scope.ALL, date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
def test_the_old_series_ends_the_day_before_the_new_one_goes_on(scope: Scope, ends_on: date, starts_on: date) -> None:
    found = split(OLD, NEW, scope, day=date(2026, 12, 14), today=date(2026, 12, 1))
    assert (found.ends_on, found.continues.first_on, found.continues.weekdays) == (ends_on, starts_on, (2,))


@pytest.mark.parametrize(("scope", "day"), [(Scope.LATER, MONDAY), (Scope.ALL, MONDAY + timedelta(days=7))])
def test_a_series_without_a_past_is_changed_as_a_whole(scope: Scope, day: date) -> None:
    found = split(OLD, NEW, scope, day, today=MONDAY)
    assert (found.ends_on, found.continues) == (None, NEW)


def test_its_new_start_is_never_in_the_past() -> None:
    earlier = Weekly(weekdays=(2,), first_on=MONDAY - timedelta(days=30))
    assert split(OLD, earlier, Scope.ALL, MONDAY, today=MONDAY).continues.first_on == MONDAY


@pytest.mark.parametrize(("scope", "day"), [(Scope.THIS, MONDAY), (Scope.LATER, MONDAY - timedelta(days=1))])
def test_one_alone_or_a_passed_day_splits_nothing(scope: Scope, day: date) -> None:
    with pytest.raises(ValueError, match="split a series"):
        split(OLD, NEW, scope, day, today=MONDAY)


@given(
    old_days=WEEKDAYS,
    new_days=WEEKDAYS,
    every_weeks=st.integers(1, 4),
    today_after=st.integers(1, 200),
    later=st.integers(0, 100),
    scope=st.sampled_from([Scope.LATER, Scope.ALL]),
)
def test_a_change_never_touches_the_past(
    old_days: tuple[int, ...], new_days: tuple[int, ...], every_weeks: int, today_after: int, later: int, scope: Scope
) -> None:
    old = Weekly(weekdays=old_days, first_on=MONDAY, every_weeks=every_weeks)
    new = Weekly(weekdays=new_days, first_on=MONDAY, every_weeks=every_weeks)
    today = MONDAY + timedelta(days=today_after)
    found = split(old, new, scope, today + timedelta(days=later), today)
    assert found.ends_on is not None
    ended = Weekly(weekdays=old_days, first_on=MONDAY, last_on=found.ends_on, every_weeks=every_weeks)
    yesterday, much_later = today - timedelta(days=1), today + timedelta(days=400)
    before = list(days_of(old, MONDAY, yesterday))
    after = [*days_of(ended, MONDAY, yesterday), *days_of(found.continues, MONDAY, yesterday)]
    assert after == before
    weeks = {(day - MONDAY).days // 7 % every_weeks for day in days_of(found.continues, today, much_later)}
    assert weeks == {0}
