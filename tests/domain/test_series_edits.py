"""However a series is changed, its past stays as it happened and every other week stays every other week."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.appointments import Change, Exceptions, Kind, Series, Session, Weekly, appointments
from client_app.domain.series_edits import Scope, split, why_not_change, why_not_edit, why_not_restore
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


def test_another_rhythm_begins_with_the_appointment_that_was_opened() -> None:
    fortnightly = Weekly(weekdays=(0,), first_on=MONDAY, every_weeks=2)
    day = MONDAY + timedelta(days=7)
    assert split(OLD, fortnightly, Scope.LATER, day, today=MONDAY).continues.first_on == day


def test_an_end_before_the_change_is_refused() -> None:
    ended = Weekly(weekdays=(0,), first_on=MONDAY, last_on=MONDAY + timedelta(days=7))
    with pytest.raises(ValueError, match="cannot end before"):
        split(OLD, ended, Scope.LATER, MONDAY + timedelta(days=14), today=MONDAY)


@pytest.mark.parametrize(
    ("minutes_to_go", "is_on", "may_change", "may_restore"),
    [(1, True, True, False), (0, True, False, False), (1, False, False, True), (0, False, False, False)],
)
def test_one_that_has_begun_stays_as_it_was(
    minutes_to_go: int, is_on: bool, may_change: bool, may_restore: bool
) -> None:
    series = Series(
        id=1,
        kind=Kind.GROUP,
        topic="Early recovery",
        weekly=OLD,
        session=Session(starts=time(18), minutes=60),
        zone=ZoneInfo("America/Chicago"),
    )
    change = {} if is_on else {(1, MONDAY): Change(is_cancelled=True)}
    [one] = appointments(series, [MONDAY], Exceptions(change))
    now = one.starts_at - timedelta(minutes=minutes_to_go)
    assert (why_not_change(one, now) is None, why_not_restore(one, now) is None) == (may_change, may_restore)
