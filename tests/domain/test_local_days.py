"""Local days across zones and clock changes, and which days a check-in may still be sent for."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.local_days import (
    ONE_DAY,
    day_bounds,
    in_utc,
    local_day,
    open_days,
    when_answered,
    why_not_day,
)

CHICAGO = ZoneInfo("America/Chicago")
ZONES = (
    "America/Chicago",
    "America/Phoenix",
    "America/Puerto_Rico",
    "America/Havana",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "UTC",
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - aware


def utc(text: str) -> datetime:
    """Read an instant written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "instant", "expected"),
    [
        ("America/Chicago", "2026-11-23 05:59:59", "2026-11-22"),
        ("America/Chicago", "2026-11-23 06:00:00", "2026-11-23"),
        ("America/Chicago", "2026-07-01 04:59:59", "2026-06-30"),  # summer time: midnight is an hour earlier
        ("America/Chicago", "2026-07-01 05:00:00", "2026-07-01"),
        ("Pacific/Kiritimati", "2026-11-22 10:00:00", "2026-11-23"),  # fourteen hours ahead
        ("Pacific/Pago_Pago", "2026-11-23 10:59:59", "2026-11-22"),  # eleven behind
    ],
)
def test_an_instant_belongs_to_the_date_on_the_programs_wall(zone: str, instant: str, expected: str) -> None:
    assert local_day(utc(instant), ZoneInfo(zone)) == date.fromisoformat(expected)


def test_an_instant_without_a_zone_belongs_to_no_day() -> None:
    naive = datetime(2026, 11, 23, 12)  # noqa: DTZ001 - the very thing that is refused
    for ask in (
        lambda: local_day(naive, CHICAGO),
        lambda: in_utc(naive),
        lambda: why_not_day(date(2026, 11, 23), utc("2026-11-23 12:00"), CHICAGO, naive),
        lambda: why_not_day(date(2026, 11, 23), naive, CHICAGO),
    ):
        with pytest.raises(ValueError, match="time zone"):
            ask()


@pytest.mark.parametrize(
    ("zone", "day", "starts", "ends"),
    [
        ("America/Chicago", "2026-11-23", "2026-11-23 06:00", "2026-11-24 06:00"),
        ("America/Chicago", "2026-03-08", "2026-03-08 06:00", "2026-03-09 05:00"),  # 23 hours
        ("America/Chicago", "2026-11-01", "2026-11-01 05:00", "2026-11-02 06:00"),  # 25 hours
        ("Asia/Beirut", "2026-03-29", "2026-03-28 22:00", "2026-03-29 21:00"),  # 00:00 does not exist
        ("America/Havana", "2026-11-01", "2026-11-01 04:00", "2026-11-02 05:00"),  # 00:00 comes twice
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04 13:00", "2026-04-05 13:30"),  # half an hour more
    ],
)
def test_a_day_reaches_from_its_first_instant_to_the_next_days(zone: str, day: str, starts: str, ends: str) -> None:
    assert day_bounds(date.fromisoformat(day), ZoneInfo(zone)) == (utc(starts), utc(ends))


@given(instant=instants, zone=zones)
def test_each_instant_lies_within_its_own_day(instant: datetime, zone: ZoneInfo) -> None:
    day = local_day(instant, zone)
    starts_at, ends_at = day_bounds(day, zone)
    assert starts_at <= instant < ends_at
    assert local_day(starts_at, zone) == day
    assert local_day(ends_at - timedelta(microseconds=1), zone) == day
    assert timedelta(hours=23) <= ends_at - starts_at <= timedelta(hours=25)


@given(instant=instants, zone=zones)
def test_today_and_yesterday_are_open_and_nothing_else(instant: datetime, zone: ZoneInfo) -> None:
    today, yesterday = open_days(instant, zone)
    assert (today - yesterday, today) == (ONE_DAY, local_day(instant, zone))
    allowed = [today + ONE_DAY * offset for offset in range(-3, 3) if not _refused(today, offset, instant, zone)]
    assert allowed == [yesterday, today]


def _refused(today: date, offset: int, now: datetime, zone: ZoneInfo) -> bool:
    return why_not_day(today + ONE_DAY * offset, now, zone) is not None


NOT_YET = "That day has not come yet."
TOO_OLD = "You can fill in today and yesterday only."
AHEAD = "The clock of this phone runs ahead. Please set it right and send this again."
TOO_LATE = "You answered this more than 7 days ago. It is too late to send it."
MISFIT = "The day does not fit the time of your answers."


@pytest.mark.parametrize(
    ("day", "answered_at", "expected"),
    [
        # Now is 23 November, 12:00 in Chicago (18:00 UTC).
        ("2026-11-24", None, NOT_YET),
        ("2026-11-23", None, None),
        ("2026-11-22", None, None),
        ("2026-11-21", None, TOO_OLD),
        ("0001-01-01", None, TOO_OLD),
        ("9999-12-31", None, NOT_YET),
        # begun offline: the date of the answers or the day before
        ("2026-11-23", "2026-11-23 17:00:00", None),
        ("2026-11-22", "2026-11-23 17:00:00", None),
        ("2026-11-21", "2026-11-23 17:00:00", MISFIT),
        ("2026-11-24", "2026-11-23 17:00:00", MISFIT),
        ("2026-11-18", "2026-11-19 05:59:59", None),  # 23:59:59 on the 18th in Chicago
        ("2026-11-19", "2026-11-19 05:59:59", MISFIT),
        ("2026-11-19", "2026-11-19 06:00:00", None),
        ("2026-11-23", "2026-11-20 18:00:00", MISFIT),  # open today, but answered three days ago
        # seven days late, to the second
        ("2026-11-16", "2026-11-16 18:00:00", None),
        ("2026-11-15", "2026-11-16 18:00:00", None),
        ("2026-11-16", "2026-11-16 17:59:59", TOO_LATE),
        ("0001-01-01", "0001-01-01 00:00:00", TOO_LATE),
        # a phone's clock runs ahead: five minutes, to the second
        ("2026-11-23", "2026-11-23 18:05:00", None),
        ("2026-11-23", "2026-11-23 18:05:01", AHEAD),
        ("9999-12-31", "9999-12-31 23:59:59", AHEAD),
    ],
)
def test_a_day_is_open_by_now_or_by_when_it_was_answered(
    day: str, answered_at: str | None, expected: str | None
) -> None:
    instant = utc(answered_at) if answered_at else None
    reason = why_not_day(date.fromisoformat(day), utc("2026-11-23 18:00:00"), CHICAGO, instant)
    assert (reason.english() if reason else None) == expected


def test_a_phone_ahead_of_midnight_does_not_open_tomorrow() -> None:
    now = utc("2026-11-24 05:58:00")  # 23:58 on the 23rd
    answered_at = utc("2026-11-24 06:01:00")  # its clock shows the 24th already
    assert why_not_day(date(2026, 11, 23), now, CHICAGO, answered_at) is None
    assert why_not_day(date(2026, 11, 24), now, CHICAGO, answered_at) is not None


@pytest.mark.parametrize("offset", [-23, 23])
def test_a_forged_zone_at_the_ends_of_time_raises_nothing(offset: int) -> None:
    zone = timezone(timedelta(hours=offset))
    for instant in (datetime.max.replace(tzinfo=zone), datetime.min.replace(tzinfo=zone)):
        assert why_not_day(date(2026, 11, 23), utc("2026-11-23 18:00"), CHICAGO, instant) is not None


def test_lateness_counts_the_hours_that_passed_not_the_wall_clock() -> None:
    answered_at = datetime(2026, 10, 26, 12, tzinfo=CHICAGO)  # the clocks go back on 1 November
    on_the_wall = datetime(2026, 11, 2, 12, tzinfo=CHICAGO)
    assert why_not_day(date(2026, 10, 26), on_the_wall, CHICAGO, answered_at) is not None
    assert why_not_day(date(2026, 10, 26), on_the_wall - timedelta(hours=1), CHICAGO, answered_at) is None


@given(now=instants, zone=zones, late=st.timedeltas(timedelta(0), timedelta(days=7)), back=st.integers(-2, 3))
def test_late_posts_are_taken_for_two_days_only(now: datetime, zone: ZoneInfo, late: timedelta, back: int) -> None:
    answered_on = local_day(now - late, zone)
    refused = why_not_day(answered_on - ONE_DAY * back, now, zone, now - late) is not None
    assert refused == (back not in {0, 1})


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (None, "2026-11-23 18:00:00"),
        ("2026-11-20 18:00:00", "2026-11-20 18:00:00"),
        ("2026-11-23 18:00:00", "2026-11-23 18:00:00"),
        ("2026-11-23 18:00:01", "2026-11-23 18:00:00"),  # a clock that runs ahead
        ("2026-10-26 00:00:00", "2026-10-26 00:00:00"),
        ("2026-10-25 00:00:00", "2026-10-25 00:00:00"),  # the evening before, west of Greenwich
        ("2026-10-24 23:59:59", "2026-11-23 18:00:00"),  # before the person was enrolled
        ("0001-01-01 00:00:00", "2026-11-23 18:00:00"),
    ],
)
def test_a_phone_is_believed_while_it_can_be_right(told: str | None, expected: str) -> None:
    arrived_at, enrolled_on = utc("2026-11-23 18:00:00"), date(2026, 10, 26)
    assert when_answered(utc(told) if told else None, arrived_at, enrolled_on) == utc(expected)
