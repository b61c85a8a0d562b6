"""Absences: whole local days, both ends included."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.absences import PAST, TOO_FAR, TURNED, Absence, absence_of, why_not_days

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def noon(day: date) -> datetime:
    """Noon of a day in Chicago."""
    return datetime.combine(day, datetime.min.time(), CHICAGO) + timedelta(hours=12)


def test_days_are_whole_and_local() -> None:
    absence = absence_of(MONDAY, MONDAY + DAY, CHICAGO)
    assert (absence.starts_at.isoformat(), absence.ends_at and absence.ends_at.isoformat()) == (
        "2026-11-23T06:00:00+00:00",
        "2026-11-25T06:00:00+00:00",
    )
    assert (absence.first_day(CHICAGO), absence.last_day(CHICAGO)) == (MONDAY, MONDAY + DAY)


def test_without_a_last_day_it_goes_on() -> None:
    absence = absence_of(MONDAY, None, CHICAGO)
    assert absence.last_day(CHICAGO) is None
    assert absence.is_now(noon(MONDAY + 1000 * DAY))


@pytest.mark.parametrize("zone", ["America/Chicago", "America/Havana", "Pacific/Kiritimati"])
@pytest.mark.parametrize("first", [date(2026, 3, 7), date(2026, 3, 8), date(2026, 10, 31), date(2026, 11, 1)])
def test_the_days_come_back_over_a_change_of_the_clocks(zone: str, first: date) -> None:
    absence = absence_of(first, first + DAY, ZoneInfo(zone))
    assert (absence.first_day(ZoneInfo(zone)), absence.last_day(ZoneInfo(zone))) == (first, first + DAY)


@pytest.mark.parametrize(
    ("instant", "is_now", "is_over"),
    [
        (datetime(2026, 11, 22, 23, 59, tzinfo=CHICAGO), False, False),
        (datetime(2026, 11, 23, 0, 0, tzinfo=CHICAGO), True, False),
        (datetime(2026, 11, 23, 23, 59, tzinfo=CHICAGO), True, False),
        (datetime(2026, 11, 24, 0, 0, tzinfo=CHICAGO), False, True),
    ],
)
def test_it_is_now_from_the_first_midnight_to_the_last(instant: datetime, is_now: bool, is_over: bool) -> None:
    absence = absence_of(MONDAY, MONDAY, CHICAGO)
    assert (absence.is_now(instant), absence.is_over(instant)) == (is_now, is_over)


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [(0, 0, True), (-2, -1, False), (-2, 0, True), (1, 3, True), (2, 2, False), (-5, None, True), (2, None, False)],
)
def test_two_absences_overlap_when_they_share_a_day(first: int, last: int | None, overlaps: bool) -> None:
    absence = absence_of(MONDAY, MONDAY + DAY, CHICAGO)
    other = absence_of(MONDAY + first * DAY, None if last is None else MONDAY + last * DAY, CHICAGO)
    assert absence.overlaps(other) is overlaps
    assert other.overlaps(absence) is overlaps


def test_two_without_an_end_overlap() -> None:
    assert Absence(noon(MONDAY)).overlaps(Absence(noon(MONDAY + DAY)))


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (0, None, None),
        (0, 0, None),
        (-3, 0, None),
        (5, 9, None),
        (-3, None, None),
        (1, 0, TURNED),
        (-3, -1, PAST),
        (732, None, None),
        (733, None, TOO_FAR),
        (-732, None, None),
        (-733, None, TOO_FAR),
        (0, 732, None),
        (0, 733, TOO_FAR),
    ],
)
def test_days_that_are_over_or_turned_around_are_refused(first: int, last: int | None, reason: object) -> None:
    days = MONDAY + first * DAY, None if last is None else MONDAY + last * DAY
    assert why_not_days(*days, MONDAY) == reason
