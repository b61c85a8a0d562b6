"""The calendar is read in as many statements whatever stands on it, and each appointment is found where it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from client_app.services.appointments import Move, change_one
from client_app.services.calendars import Calendar, Stretch, appointments_in, first_free_day, series_of
from client_app.services.groups import week
from client_app.services.rosters import stays_in
from client_app.services.schedules import coming_up, schedule_of
from tests.cast import Cast
from tests.support.applications import Statements
from tests.support.calendars import (
    AGREED,
    MONDAY,
    NEXT_MONDAY,
    ONE_WEEK,
    TUESDAY,
    WEDNESDAY,
    a_session,
    fill,
    make_phase,
    make_series,
)


@pytest.mark.parametrize("read", ["schedule_of", "coming_up", "week"])
def test_ten_and_ten_thousand_cost_as_many_statements(
    cast: Cast, now: datetime, read: str, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    def look() -> object:
        if read == "week":
            return week(cast.counselor.viewer, MONDAY, now)
        return (schedule_of if read == "schedule_of" else coming_up)(cast.ana.viewer, now)

    fill(cast.program_id, 1)
    with count_statements() as few:
        look()
    fill(cast.program_id, 360)  # times 28 days
    with count_statements() as many:
        look()
    assert len(few) == len(many) <= 7


def test_one_that_was_moved_is_found_from_both_days(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    change_one(cast.counselor.viewer, key, Move(NEXT_MONDAY + timedelta(days=1), a_session()), AGREED, now)
    calendar = Calendar.of(cast.counselor.viewer)
    this_week, next_week = Stretch(MONDAY, MONDAY), Stretch(NEXT_MONDAY, NEXT_MONDAY + timedelta(days=1))
    assert [one.key for one in appointments_in(calendar, this_week)] == [key]
    assert [one.day for one in appointments_in(calendar, next_week)] == [NEXT_MONDAY, MONDAY]


def test_one_that_was_moved_behind_the_end_of_its_series_is_found(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, last_on=MONDAY)
    change_one(cast.counselor.viewer, key, Move(NEXT_MONDAY, a_session()), AGREED, now)
    found = appointments_in(Calendar.of(cast.counselor.viewer), Stretch(NEXT_MONDAY, NEXT_MONDAY))
    assert [one.key for one in found] == [key]


@pytest.mark.parametrize(
    ("hours", "free"),
    [(0, MONDAY), (9, TUESDAY), (24, TUESDAY), (24 * 7 + 8, NEXT_MONDAY), (24 * 9, WEDNESDAY + ONE_WEEK)],
)
def test_nothing_has_begun_on_the_first_free_day(cast: Cast, now: datetime, hours: int, free: date) -> None:
    make_series(cast.counselor.viewer, now)
    [series] = series_of(Calendar.of(cast.counselor.viewer))
    found = first_free_day(series, now + timedelta(hours=hours))
    assert found == free


def test_everybody_who_takes_part_is_read_with_their_phases(cast: Cast, now: datetime) -> None:
    calendar = Calendar.of(cast.counselor.viewer)
    first = make_phase(cast.program_id, now, "Five days")
    found = stays_in(calendar, Stretch(MONDAY, MONDAY))
    assert {stay.name: stay.first_phase_id for stay in found} == {"Ana": first, "Luis": first}
    assert stays_in(calendar, Stretch(date(2026, 10, 1), date(2026, 10, 2))) == []
