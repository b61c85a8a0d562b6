"""By when staff have promised to look, to the second and across clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.local_days import local_day
from client_app.domain.staffed_hours import Look, Opening, StaffedHours, next_look, same_day_due_at

CHICAGO = ZoneInfo("America/Chicago")


def week(*hours: str, days: range = range(5), zone: ZoneInfo = CHICAGO) -> StaffedHours:
    """Give openings such as "09:00-17:00" on each of the days, Monday to Friday unless said otherwise."""
    return StaffedHours(
        tuple(
            Opening(day, *(time.fromisoformat(part) for part in stretch.split("-")))
            for day in days
            for stretch in hours
        ),
        zone,
    )


def wall(text: str, zone: ZoneInfo = CHICAGO) -> datetime:
    """Read a wall-clock time of the program, as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


OFFICE = week("09:00-17:00")
SPLIT = week("09:00-12:00", "14:00-17:00")
LAST_HOUR = week("09:00-12:00", "16:00-17:00")
TOUCHING = week("09:00-12:00", "12:00-17:00")
ANY_ORDER = week("14:00-17:00", "09:00-12:00")
OVERLAPPING = week("09:00-13:00", "10:00-11:00", "12:00-17:00")
SHORT = week("09:00-09:45")
EVENING = week("16:00-00:00")
NIGHT = week("00:30-04:30", days=range(7))
IN_THE_GAP = week("02:10-02:50", "09:00-17:00", days=range(7))
INTO_THE_GAP = week("02:30-03:15", "09:00-17:00", days=range(7))


@pytest.mark.parametrize(
    ("hours", "arrived", "due"),
    [
        # Monday 23 November. Two hours before the close, to the second.
        (OFFICE, "2026-11-23 15:00:00", "2026-11-23 17:00:00"),
        (OFFICE, "2026-11-23 15:00:01", "2026-11-24 09:00:01"),
        (OFFICE, "2026-11-23 14:59:59", "2026-11-23 17:00:00"),
        # The first two staffed hours that follow, counted from its arrival.
        (OFFICE, "2026-11-23 16:00:00", "2026-11-24 10:00:00"),
        (OFFICE, "2026-11-23 16:59:59", "2026-11-24 10:59:59"),
        (OFFICE, "2026-11-23 17:00:00", "2026-11-24 11:00:00"),
        (OFFICE, "2026-11-23 23:59:59", "2026-11-24 11:00:00"),
        # Before the opening it is that day's close; over a weekend the next opening.
        (OFFICE, "2026-11-24 00:00:00", "2026-11-24 17:00:00"),
        (OFFICE, "2026-11-27 16:30:00", "2026-11-30 10:30:00"),
        (OFFICE, "2026-11-28 12:00:00", "2026-11-30 11:00:00"),
        # Several stretches a day: the last close counts, the break between them does not.
        (SPLIT, "2026-11-23 12:30:00", "2026-11-23 17:00:00"),
        (SPLIT, "2026-11-23 15:30:00", "2026-11-24 09:30:00"),
        (LAST_HOUR, "2026-11-23 15:00:00", "2026-11-23 17:00:00"),
        (LAST_HOUR, "2026-11-23 15:00:01", "2026-11-24 10:00:00"),
        (ANY_ORDER, "2026-11-23 15:30:00", "2026-11-24 09:30:00"),
        (OVERLAPPING, "2026-11-23 16:00:00", "2026-11-24 10:00:00"),  # each minute once
        (SHORT, "2026-11-23 07:15:00", "2026-11-23 09:45:00"),
        (SHORT, "2026-11-23 08:00:00", "2026-11-25 09:30:00"),  # 45 + 45 + 30 minutes
        # A close at midnight belongs to the evening before it.
        (EVENING, "2026-11-23 22:00:00", "2026-11-24 00:00:00"),
        (EVENING, "2026-11-23 22:30:00", "2026-11-24 16:30:00"),
        (EVENING, "2026-11-24 00:00:00", "2026-11-25 00:00:00"),
        # 8 March: 02:00 to 03:00 does not exist, so 01:30 to 04:30 are two hours; 1 November: it comes twice.
        (NIGHT, "2026-03-08 01:30:00", "2026-03-08 04:30:00"),
        (NIGHT, "2026-03-08 01:30:01", "2026-03-09 00:30:01"),
        (NIGHT, "2026-11-01 03:00:00", "2026-11-02 01:00:00"),
        (IN_THE_GAP, "2026-03-07 16:50:00", "2026-03-08 10:10:00"),  # 10 minutes, 40 in the gap, 70
        (INTO_THE_GAP, "2026-03-07 16:30:00", "2026-03-08 10:30:00"),  # opens after it closes: left out
    ],
)
def test_a_same_day_flag_is_due_at_the_close_or_after_two_staffed_hours(
    hours: StaffedHours, arrived: str, due: str
) -> None:
    assert same_day_due_at(wall(arrived), hours) == wall(due)


def test_without_staffed_hours_it_is_due_in_24_hours() -> None:
    arrived = wall("2026-03-07 12:00")  # a night with a clock change
    assert same_day_due_at(arrived, week()) == arrived + timedelta(hours=24)


@pytest.mark.parametrize(("hours", "arrived"), [(NIGHT, "2026-03-08 01:30:01"), (week(), "2026-03-07 12:00:00")])
def test_an_arrival_on_the_programs_wall_is_the_same_instant(hours: StaffedHours, arrived: str) -> None:
    due = same_day_due_at(wall(arrived).astimezone(CHICAGO), hours)
    assert (due, due.tzinfo) == (same_day_due_at(wall(arrived), hours), UTC)


@pytest.mark.parametrize(
    ("hours", "now", "starts", "ends", "is_now"),
    [
        (OFFICE, "2026-11-23 08:59:59", "2026-11-23 09:00", "2026-11-23 17:00", False),
        (OFFICE, "2026-11-23 09:00:00", "2026-11-23 09:00", "2026-11-23 17:00", True),
        (OFFICE, "2026-11-23 16:59:59", "2026-11-23 09:00", "2026-11-23 17:00", True),
        (OFFICE, "2026-11-23 17:00:00", "2026-11-24 09:00", "2026-11-24 17:00", False),
        (OFFICE, "2026-11-27 18:00:00", "2026-11-30 09:00", "2026-11-30 17:00", False),
        (SPLIT, "2026-11-23 13:00:00", "2026-11-23 14:00", "2026-11-23 17:00", False),
        (OVERLAPPING, "2026-11-23 12:30:00", "2026-11-23 09:00", "2026-11-23 17:00", True),
        (TOUCHING, "2026-11-23 10:00:00", "2026-11-23 09:00", "2026-11-23 17:00", True),
        (EVENING, "2026-11-23 23:59:59", "2026-11-23 16:00", "2026-11-24 00:00", True),
        (INTO_THE_GAP, "2026-03-08 01:00:00", "2026-03-08 09:00", "2026-03-08 17:00", False),
    ],
)
def test_staff_look_now_or_at_the_next_opening(
    hours: StaffedHours, now: str, starts: str, ends: str, *, is_now: bool
) -> None:
    assert next_look(wall(now), hours) == Look(wall(starts), wall(ends), is_now)


def test_nobody_looks_where_no_hours_are_staffed() -> None:
    assert next_look(wall("2026-11-23 12:00"), week()) is None


@pytest.mark.parametrize(
    ("weekday", "opens", "closes", "complaint"),
    [
        (-1, "09:00", "17:00", "weekday"),
        (7, "09:00", "17:00", "weekday"),
        (0, "09:00", "09:00", "cannot close at 09:00"),
        (0, "17:00", "09:00", "cannot close at 09:00"),
    ],
)
def test_an_opening_that_makes_no_sense_is_refused(weekday: int, opens: str, closes: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Opening(weekday, time.fromisoformat(opens), time.fromisoformat(closes))


def test_an_opening_from_midnight_to_midnight_is_the_whole_day() -> None:
    day = wall("2026-11-23 12:00")
    assert next_look(day, week("00:00-00:00")) == Look(wall("2026-11-23 00:00"), wall("2026-11-24 00:00"), is_now=True)


zones = st.sampled_from(["America/Chicago", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe", "UTC"]).map(
    ZoneInfo
)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - aware
quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    """Any stretch of any weekday in quarters of an hour, up to midnight."""
    first, second = sorted((draw(quarters), draw(quarters)))
    opens, closes = (first, second) if first < second else (first, time.min)
    return Opening(draw(st.integers(0, 6)), opens, closes)


weeks = st.builds(StaffedHours, st.lists(openings(), min_size=1, max_size=8).map(tuple), zones)


@given(hours=weeks, arrived=instants)
def test_the_promise_leaves_two_hours_and_keeps_its_word(hours: StaffedHours, arrived: datetime) -> None:
    due = same_day_due_at(arrived, hours)
    assert due - arrived >= timedelta(hours=2)
    worked = _staffed_time(hours, arrived, due)
    closes_today = [ends_at for _, ends_at in hours.on(local_day(arrived, hours.zone))]
    assert worked == timedelta(hours=2) or due == closes_today[-1]
    before_due = next_look(due - timedelta(microseconds=1), hours)
    assert before_due is not None
    assert before_due.is_now  # it falls due while somebody is there, or at the close


@given(zone=zones, arrived=instants, extra=st.lists(openings(), max_size=4), weekday=st.integers(0, 6))
def test_with_three_hours_a_week_it_is_never_due_later_than_a_week_and_a_day(
    zone: ZoneInfo, arrived: datetime, extra: list[Opening], weekday: int
) -> None:
    hours = StaffedHours((Opening(weekday, time(9), time(12)), *extra), zone)
    assert same_day_due_at(arrived, hours) <= arrived + timedelta(days=8)


@given(hours=weeks, first=instants, later=st.timedeltas(timedelta(0), timedelta(days=3)))
def test_what_arrives_later_is_never_looked_at_earlier(hours: StaffedHours, first: datetime, later: timedelta) -> None:
    sooner, after = next_look(first, hours), next_look(first + later, hours)
    assert sooner is not None
    assert after is not None
    assert sooner.starts_at <= after.starts_at
    assert first < sooner.ends_at
    assert sooner.is_now == (sooner.starts_at <= first)


def _staffed_time(hours: StaffedHours, since: datetime, until: datetime) -> timedelta:
    """Add up the staffed time between two instants."""
    total = timedelta(0)
    for starts_at, ends_at in hours.following(since):
        if starts_at >= until:
            break
        total += min(ends_at, until) - max(starts_at, since)
    return total
