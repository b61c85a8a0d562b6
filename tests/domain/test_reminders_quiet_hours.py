"""Nothing comes in quiet hours, twice a day or stale, in six zones whose clocks change at different hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.pushes import PushKind
from client_app.domain.reminder_choices import MINUTES_BEFORE, Choices
from client_app.domain.reminders import (
    after_quiet_hours,
    is_kept_back,
    reminders_of,
)
from tests.domain.test_reminder_choices import times
from tests.support.reminder_cases import CHICAGO, TUESDAY, appointment, at, person

ZONES = [
    CHICAGO,
    ZoneInfo("Europe/Madrid"),
    ZoneInfo("Asia/Kathmandu"),
    ZoneInfo("Australia/Lord_Howe"),  # half an hour
    ZoneInfo("America/Santiago"),  # at midnight
    ZoneInfo("America/St_Johns"),
]


@pytest.mark.parametrize(
    ("at_utc", "until", "ends_at"),
    [
        # autumn: 1:15 for the second time, and 1:30 was there already once
        (datetime(2026, 11, 1, 7, 15, tzinfo=UTC), time(1, 30), datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        (datetime(2026, 11, 1, 6, 15, tzinfo=UTC), time(1, 30), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        # spring: 2:30 is skipped, the clocks show 3:30
        (datetime(2026, 3, 8, 7, 30, tzinfo=UTC), time(2, 30), datetime(2026, 3, 8, 8, 30, tzinfo=UTC)),
        (datetime(2026, 3, 8, 8, 10, tzinfo=UTC), time(2, 30), datetime(2026, 3, 8, 8, 10, tzinfo=UTC)),
    ],
)
def test_quiet_hours_that_end_while_the_clocks_change(at_utc: datetime, until: time, ends_at: datetime) -> None:
    assert after_quiet_hours(at_utc, Choices(quiet_until=until), CHICAGO) == ends_at


@pytest.mark.parametrize(
    ("due", "now", "is_kept"),
    [
        (time(20, 59), time(21, 4), False),
        (time(20, 59), time(21, 5), True),
        (time(18), time(20, 59), False),
        (time(18), time(21), True),
    ],
)
def test_a_late_reminder_waits_in_quiet_hours(due: time, now: time, is_kept: bool) -> None:
    assert is_kept_back(at(TUESDAY, due), at(TUESDAY, now), Choices(), CHICAGO) is is_kept


some_choices = st.builds(
    Choices,
    check_in_at=times,
    evening_before_at=times,
    minutes_before=st.sampled_from(MINUTES_BEFORE),
    quiet_from=times,
    quiet_until=times,
    away_until=st.none() | st.dates(date(2026, 3, 1), date(2026, 11, 10)),
)
days_of_2026 = st.dates(date(2026, 3, 1), date(2026, 4, 10)) | st.dates(date(2026, 9, 1), date(2026, 11, 5))


@given(st.sampled_from(ZONES), some_choices, days_of_2026, st.lists(times, max_size=4))
def test_nothing_comes_in_quiet_hours_twice_a_day_or_stale(
    zone: ZoneInfo, choices: Choices, day: date, starts: list[time]
) -> None:
    coming = tuple(appointment(clock, day + ONE_DAY, number, zone) for number, clock in enumerate(starts))
    found = reminders_of(person(zone, choices=choices, appointments=coming), day, day + 2 * ONE_DAY)
    for one in found:
        assert not choices.is_quiet_at(one.due_at.astimezone(zone).time())
        assert not choices.is_away(local_day(one.due_at, zone))
        assert one.due_at < one.stale_at
        assert one.due_at.tzinfo is UTC
    prompted = [local_day(one.due_at, zone) for one in found if one.kind is PushKind.CHECK_IN]
    assert len(prompted) == len(set(prompted))
    assert len({one.name for one in found}) == len(found)
    told_together = [one.due_at for one in found if one.kind is PushKind.APPOINTMENT]
    assert len(told_together) == len(set(told_together))


@given(
    st.sampled_from(ZONES),
    some_choices,
    st.integers(0, 252 * 24 * 60).map(lambda minutes: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
)
def test_after_quiet_hours_is_the_first_moment_that_is_not_quiet(
    zone: ZoneInfo, choices: Choices, moment: datetime
) -> None:
    later = after_quiet_hours(moment, choices, zone)
    assert later >= moment
    assert not choices.is_quiet_at(later.astimezone(zone).time())
    assert later - moment <= timedelta(hours=49)
