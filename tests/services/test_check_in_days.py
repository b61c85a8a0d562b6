"""For which days a check-in is taken: midnight, nights in which the clocks change, a program that moves, late posts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.check_ins import Kind
from client_app.domain.refusals import Conflict, Invalid
from client_app.extensions import db
from client_app.models import Program
from client_app.services.check_ins import DAY_TAKEN, send_check_in
from tests.cast import Cast
from tests.support.posts import TODAY, YESTERDAY, a_post, check_in, check_ins_of, refusal_of

SEVEN_DAYS = timedelta(days=7)


def move_to(zone: str, cast: Cast) -> None:
    """Let Ana's program move to another time zone."""
    db.session.get_one(Program, cast.program_id).time_zone = zone
    db.session.commit()


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), YESTERDAY - timedelta(days=1), date.min, date.max])
@pytest.mark.parametrize("kind", list(Kind))
def test_only_today_and_yesterday_are_open(cast: Cast, now: datetime, kind: Kind, day: date) -> None:
    with pytest.raises(Invalid):
        send_check_in(cast.ana.viewer, a_post(kind, day), now)
    assert check_ins_of(cast.ana.id) == []


@pytest.mark.parametrize(
    ("late", "days_back", "is_taken"),
    [
        (timedelta(0), 0, True),
        (timedelta(hours=3), 1, True),
        (timedelta(hours=3), 2, False),
        (timedelta(hours=3), -1, False),
        (SEVEN_DAYS, 0, True),
        (SEVEN_DAYS, 1, True),
        (SEVEN_DAYS + timedelta(seconds=1), 0, False),
        (-timedelta(minutes=5), 0, True),
        (-timedelta(minutes=5, seconds=1), 0, False),
    ],
)
def test_a_check_in_begun_offline_may_come_late(
    cast: Cast, now: datetime, late: timedelta, days_back: int, is_taken: bool
) -> None:
    answered_at = now - late
    day = answered_at.astimezone(ZoneInfo("America/Chicago")).date() - timedelta(days=days_back)
    post = a_post(day=day, answered_at=answered_at, craving_now=4)
    if not is_taken:
        with pytest.raises(Invalid):
            send_check_in(cast.ana.viewer, post, now)
        assert check_ins_of(cast.ana.id) == []
        return
    sent = check_in(send_check_in(cast.ana.viewer, post, now))
    assert (sent.day, sent.sent_late, sent.arrived_at) == (day, True, now)
    assert sent.answered_at == min(answered_at, now)


def test_a_late_check_in_counts_for_its_own_day_only(cast: Cast, now: datetime) -> None:
    answered_at = now - timedelta(days=3)
    post = a_post(day=date(2026, 11, 20), answered_at=answered_at)
    number = send_check_in(cast.ana.viewer, post, now)
    assert send_check_in(cast.ana.viewer, post, now) == number
    again = a_post(day=date(2026, 11, 20), answered_at=answered_at)
    assert refusal_of(lambda: send_check_in(cast.ana.viewer, again, now)) == DAY_TAKEN.english()


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("America/Chicago", datetime(2026, 11, 23, 5, 59, 59, tzinfo=UTC), YESTERDAY),
        ("America/Chicago", datetime(2026, 11, 23, 6, 0, tzinfo=UTC), TODAY),
        # the night in which the clocks go back: 1:30 comes twice, and both are the same day
        ("America/Chicago", datetime(2026, 11, 1, 5, 0, tzinfo=UTC), date(2026, 11, 1)),
        ("America/Chicago", datetime(2026, 11, 1, 6, 30, tzinfo=UTC), date(2026, 11, 1)),
        ("America/Chicago", datetime(2026, 11, 1, 7, 30, tzinfo=UTC), date(2026, 11, 1)),
        ("America/Chicago", datetime(2026, 11, 2, 5, 59, 59, tzinfo=UTC), date(2026, 11, 1)),
        ("America/Chicago", datetime(2026, 11, 2, 6, 0, tzinfo=UTC), date(2026, 11, 2)),
        # the clocks skip midnight itself
        ("America/Havana", datetime(2027, 3, 14, 4, 59, 59, tzinfo=UTC), date(2027, 3, 13)),
        ("America/Havana", datetime(2027, 3, 14, 5, 0, tzinfo=UTC), date(2027, 3, 14)),
    ],
)
def test_each_local_day_takes_one_check_in_at_midnight_and_when_the_clocks_change(
    cast: Cast, zone: str, instant: datetime, day: date
) -> None:
    move_to(zone, cast)
    send_check_in(cast.ana.viewer, a_post(day=day), instant)
    with pytest.raises(Conflict):
        send_check_in(cast.ana.viewer, a_post(day=day), instant + timedelta(minutes=1))
    with pytest.raises(Invalid):
        send_check_in(cast.ana.viewer, a_post(day=day + timedelta(days=1)), instant)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_sent_before_the_program_moved_is_not_sent_twice(cast: Cast, now: datetime, zone: str) -> None:
    first = send_check_in(cast.ana.viewer, a_post(), now)
    move_to(zone, cast)
    today = now.astimezone(ZoneInfo(zone)).date()
    for day in (today, today - timedelta(days=1)):
        if day == TODAY:
            with pytest.raises(Conflict):
                send_check_in(cast.ana.viewer, a_post(day=day), now)
        else:
            send_check_in(cast.ana.viewer, a_post(day=day), now)
    assert check_in(first).day == TODAY
    assert len(check_ins_of(cast.ana.id)) == len(set(check_ins_of(cast.ana.id))) == 2
