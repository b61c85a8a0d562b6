"""Appointments stay where the wall clock puts them; changes and holidays are known by the day they are about."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.appointments import (
    CALENDAR,
    Appointment,
    Change,
    Exceptions,
    Kind,
    Series,
    Session,
    Standing,
    Weekly,
    appointments,
    key_parts,
    why_not_time,
)
from client_app.domain.sentences import Sentence

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2026, 11, 23)
ZONES = [
    "America/Chicago",
    "America/New_York",
    "America/Los_Angeles",
    "Europe/Madrid",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Pacific/Auckland",
]


def series(starts: time = time(18), minutes: int = 90, zone: ZoneInfo = CHICAGO) -> Series:
    weekly = Weekly(weekdays=(0,), first_on=MONDAY)
    return Series(
        id=12,
        kind=Kind.GROUP,
        topic="Early recovery",
        weekly=weekly,
        session=Session(starts=starts, minutes=minutes),
        zone=zone,
    )


def on(day: date, exceptions: Exceptions | None = None, **given_series: time | int | ZoneInfo) -> Appointment:
    [found] = appointments(series(**given_series), [day], exceptions or Exceptions())  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("weekdays", "last_on", "every_weeks", "is_possible"),
    [
        ((0,), None, 1, True),
        ((0, 6), MONDAY, 52, True),
        ((), None, 1, False),
        ((7,), None, 1, False),
        ((-1,), None, 1, False),
        ((0,), MONDAY - timedelta(days=1), 1, False),
        ((0,), None, 0, False),
        ((0,), None, 53, False),
    ],
)
def test_a_series_that_cannot_be_is_refused(
    weekdays: tuple[int, ...], last_on: date | None, every_weeks: int, is_possible: bool
) -> None:
    def make() -> Weekly:
        return Weekly(weekdays=weekdays, first_on=MONDAY, last_on=last_on, every_weeks=every_weeks)

    if is_possible:
        assert make().weekdays == weekdays
    else:
        with pytest.raises(ValueError, match="A series"):
            make()


def test_an_appointment_has_its_instants_and_its_name() -> None:
    found = on(MONDAY)
    assert (found.starts_at, found.ends_at) == (
        datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
    )
    assert (found.key, found.standing, found.sequence) == ("12-20261123", Standing.PLANNED, 0)


@pytest.mark.parametrize(("last_on", "is_single"), [(MONDAY, True), (MONDAY + timedelta(days=1), False), (None, False)])
def test_a_single_appointment_is_a_series_of_one_day(last_on: date | None, is_single: bool) -> None:
    assert Weekly(weekdays=(0,), first_on=MONDAY, last_on=last_on).is_single is is_single


def test_an_appointment_says_where_it_is() -> None:
    there = Session(starts=time(9), minutes=60, place="Room 2", address="12 Main Street", link="https://meet.example/1")
    found = on(MONDAY, Exceptions({(12, MONDAY): Change(session=there)}))
    assert (found.place, found.address, found.link) == ("Room 2", "12 Main Street", "https://meet.example/1")
    assert not found.is_moved


def test_a_change_moves_it_and_keeps_its_name() -> None:
    change = Change(day=date(2026, 11, 25), session=Session(starts=time(9), minutes=60, place="Room 2"), number=3)
    found = on(MONDAY, Exceptions({(12, MONDAY): change}))
    assert found.starts_at == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    assert (found.key, found.standing, found.sequence, found.session.place) == (
        "12-20261123",
        Standing.CHANGED,
        3,
        "Room 2",
    )


def test_a_cancelled_one_stays_where_it_was() -> None:
    found = on(MONDAY, Exceptions({(12, MONDAY): Change(is_cancelled=True)}))
    assert (found.standing, found.starts_at) == (Standing.CANCELLED, on(MONDAY).starts_at)


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({}, Standing.CANCELLED),
        ({(12, MONDAY): Change()}, Standing.PLANNED),
        ({(12, MONDAY): Change(session=Session(starts=time(9), minutes=60))}, Standing.CHANGED),
        ({(13, MONDAY): Change()}, Standing.CANCELLED),
    ],
)
def test_nothing_takes_place_on_a_holiday_unless_somebody_decided_so(
    changes: dict[tuple[int, date], Change], standing: Standing
) -> None:
    assert on(MONDAY, Exceptions(changes, frozenset({MONDAY}))).standing is standing


@pytest.mark.parametrize(
    ("starts", "minutes", "overlaps"),
    [
        (time(16, 30), 90, False),
        (time(16, 31), 90, True),
        (time(19, 29), 30, True),
        (time(19, 30), 30, False),
        (time(18), 90, True),
    ],
)
def test_one_that_ends_when_the_other_starts_does_not_overlap(starts: time, minutes: int, overlaps: bool) -> None:
    other = on(MONDAY, starts=starts, minutes=minutes)
    assert (on(MONDAY).overlaps(other), other.overlaps(on(MONDAY))) == (overlaps, overlaps)


def test_a_cancelled_one_overlaps_nothing() -> None:
    cancelled = on(MONDAY, Exceptions(holidays=frozenset({MONDAY})))
    assert not cancelled.overlaps(on(MONDAY))
    assert not on(MONDAY).overlaps(cancelled)


@pytest.mark.parametrize(
    ("day", "starts", "said"),
    [
        (date(2026, 3, 8), time(1, 59), None),
        (date(2026, 3, 8), time(2, 0), "On 2026-03-08 the clocks skip 02:00. Please choose another time."),
        (date(2026, 3, 8), time(2, 59), "On 2026-03-08 the clocks skip 02:59. Please choose another time."),
        (date(2026, 3, 8), time(3, 0), None),
        (date(2026, 11, 1), time(0, 59), None),
        (date(2026, 11, 1), time(1, 0), "On 2026-11-01 the clocks show 01:00 twice. Please choose another time."),
        (date(2026, 11, 1), time(1, 59), "On 2026-11-01 the clocks show 01:59 twice. Please choose another time."),
        (date(2026, 11, 1), time(2, 0), None),
    ],
)
def test_a_time_that_the_clocks_skip_or_repeat_is_told(day: date, starts: time, said: str | None) -> None:
    reason: Sentence | None = why_not_time(day, starts, CHICAGO)
    assert (reason.english() if reason else None) == said


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    hour=st.integers(5, 23),
    minute=st.sampled_from([0, 15, 30, 45]),
)
def test_the_wall_clock_shows_the_same_time_all_year(zone: ZoneInfo, day: date, hour: int, minute: int) -> None:
    found = on(day, starts=time(hour, minute), zone=zone)
    assert found.starts_at.astimezone(zone).time() == time(hour, minute)
    assert found.starts_at.astimezone(zone).date() == day
    assert found.ends_at - found.starts_at == timedelta(minutes=90)


@given(number=st.integers(1, 999_999_999), day=st.dates(*CALENDAR))
def test_a_name_is_read_as_it_was_written(number: int, day: date) -> None:
    assert key_parts(f"{number}-{day:%Y%m%d}") == (number, day)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "12",
        "12-",
        "-20261123",
        "12-2026112",
        "12-20261301",
        "12-20260231",
        "12-19991231",
        "12-21010101",
        "١٢-20261123",
        "12-２0261123",
        "1" * 10 + "-20261123",
        "12-20261123-1",
        "12-2026 123",
    ],
)
def test_what_is_no_name_is_none(key: str) -> None:
    assert key_parts(key) is None
