"""Days on which a program is closed."""

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask

from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.services.holidays import ClosedDay, add_holiday, holidays_of, remove_holiday
from tests.cast import Cast
from tests.support.attendance import PRESENT, mark
from tests.support.calendars import MONDAY, TUESDAY, a_session, make_series, planned
from tests.support.posts import at_once, audit_lines


def test_a_day_is_closed_and_opened_again(cast: Cast, now: datetime) -> None:
    add_holiday(cast.director.viewer, TUESDAY, "Snow day", now)
    assert holidays_of(cast.counselor.viewer, now) == (ClosedDay(TUESDAY, "Snow day"),)
    assert holidays_of(cast.strange_counselor.viewer, now) == ()
    with pytest.raises(Conflict):
        add_holiday(cast.counselor.viewer, TUESDAY, "Again", now)
    with pytest.raises(NotFound):
        remove_holiday(cast.strange_counselor.viewer, TUESDAY, now)
    remove_holiday(cast.counselor.viewer, TUESDAY, now)
    assert holidays_of(cast.counselor.viewer, now) == ()
    assert [line.action for line in audit_lines()] == ["holiday.added", "holiday.removed"]


@pytest.mark.parametrize(
    ("day", "name"), [(MONDAY - timedelta(days=1), "x"), (MONDAY, ""), (MONDAY, "\0"), (MONDAY, "x" * 201)]
)
def test_what_cannot_be_kept_is_refused(cast: Cast, now: datetime, day: date, name: str) -> None:
    with pytest.raises(Invalid):
        add_holiday(cast.director.viewer, day, name, now)
    assert audit_lines() == []


def test_a_past_holiday_stays(cast: Cast, now: datetime) -> None:
    add_holiday(cast.director.viewer, MONDAY, "Today", now)
    with pytest.raises(Invalid):
        remove_holiday(cast.director.viewer, MONDAY, now + timedelta(days=1))


@pytest.mark.parametrize(("hours", "is_possible"), [(8, True), (9, False)])
def test_what_has_begun_is_neither_closed_nor_opened(cast: Cast, now: datetime, hours: int, is_possible: bool) -> None:
    make_series(cast.counselor.viewer, now)
    later = now + timedelta(hours=hours)
    if is_possible:
        add_holiday(cast.director.viewer, MONDAY, "Closed", later)
        with pytest.raises(Invalid):
            remove_holiday(cast.director.viewer, MONDAY, later + timedelta(hours=1))
        remove_holiday(cast.director.viewer, MONDAY, later)
        return
    with pytest.raises(Invalid):
        add_holiday(cast.director.viewer, MONDAY, "Closed", later)


def test_where_somebody_is_marked_already_the_day_stays_open(cast: Cast, now: datetime) -> None:
    """People sit there ten minutes before, and are marked: what they came for is not called off under the mark."""
    key = make_series(cast.counselor.viewer, now, session=a_session(time(9, 5)))
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    with pytest.raises(Invalid, match="has begun"):
        add_holiday(cast.director.viewer, MONDAY, "Closed", now)
    assert planned(cast)[0].is_on


def test_two_at_once_close_it_once(app: Flask, cast: Cast, now: datetime) -> None:
    done = at_once(app, *[lambda: add_holiday(cast.director.viewer, TUESDAY, "Closed", now)] * 2)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "NoneType"]
