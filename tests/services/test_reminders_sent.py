"""What is sent of what was planned: late or not, once a day, judged once more right before it is sent."""

from datetime import UTC, datetime, time, timedelta

from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.reminders import Snooze
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import OutboxMessage
from client_app.services.appointments import cancel
from client_app.services.check_ins import send_check_in
from client_app.services.nudges import see_nudge, send_nudge
from client_app.services.reminder_choices import ask_for_test, rest_until, snooze
from client_app.services.reminders import still_wanted
from tests.cast import Cast
from tests.factories import stored
from tests.support.calendars import AGREED, TUESDAY, WEDNESDAY, a_session, make_series
from tests.support.posts import a_post
from tests.support.reminders import EIGHT, MINUTE, Phones, choose, messages, plan, waiting

BOTH_DAYS = ["Mon 23 09:00 check_in", "Tue 24 09:00 check_in"]


def test_whoever_was_prompted_is_not_prompted_anew_at_another_time(cast: Cast) -> None:
    nine, phones = EIGHT + timedelta(hours=1), Phones()
    plan(cast, EIGHT)
    phones.send_due(nine)
    choose(cast, nine, check_in_at=time(10))
    plan(cast, nine + MINUTE)
    assert waiting(cast.ana.id) == ["Tue 24 10:00 check_in"]
    assert [about for _, number, about in phones.rang if number == cast.ana.id] == ["check_in"]


def test_a_worker_that_stood_still_sends_what_is_not_stale(cast: Cast) -> None:
    make_series(cast.counselor.viewer, EIGHT, weekdays=(1,), session=a_session(time(14)))
    plan(cast, EIGHT)
    phones = Phones()
    noon_on_tuesday = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
    plan(cast, noon_on_tuesday)
    phones.send_due(noon_on_tuesday)
    told = [about for _, number, about in phones.rang if number == cast.ana.id]
    assert told == ["evening_before", "check_in"]
    assert [one.state for one in messages(OutboxMessage.person_id == cast.ana.id)][:2] == [
        MessageState.EXPIRED,
        MessageState.SENT,
    ]


def test_what_is_late_waits_for_the_end_of_quiet_hours(cast: Cast) -> None:
    make_series(cast.counselor.viewer, EIGHT, weekdays=(1,), session=a_session(time(14)))
    plan(cast, EIGHT)
    choose(cast)
    phones, mine = Phones(), cast.ana.id
    for hours in (13, 13.5, 23.75, 24):  # 21:00 and 21:30, then 7:45 and 8:00 of Tuesday
        now = EIGHT + timedelta(hours=hours)
        plan(cast, now)
        phones.send_due(now)
    rang = [(at - EIGHT, about) for at, number, about in phones.rang if number == mine]
    assert rang == [(timedelta(hours=24), "evening_before")]
    send_nudge(cast.counselor.viewer, mine, "thinking", EIGHT)
    nudge = messages(OutboxMessage.kind == PushKind.NUDGE)
    assert still_wanted(db.session(), nudge, EIGHT + timedelta(hours=13)) == set()
    assert still_wanted(db.session(), nudge, EIGHT + timedelta(hours=12)) == {nudge[0].id}


def test_what_is_new_and_late_is_not_born_in_quiet_hours(cast: Cast) -> None:
    ten_at_night = EIGHT + timedelta(hours=14)
    make_series(cast.counselor.viewer, ten_at_night, weekdays=(1,), session=a_session(time(14)))
    plan(cast, ten_at_night)
    assert waiting(cast.ana.id) == ["Tue 24 09:00 check_in", "Tue 24 13:00 appointment_series"]


def test_a_late_appointment_is_told_in_the_evening(cast: Cast) -> None:
    seven = EIGHT + timedelta(hours=11)
    make_series(cast.counselor.viewer, seven, weekdays=(1,), session=a_session(time(14)))
    plan(cast, seven)
    assert waiting(cast.ana.id)[1] == "Mon 23 18:00 evening_before"


def test_one_that_never_planned_makes_up_for_its_own_day_only(cast: Cast) -> None:
    make_series(cast.counselor.viewer, EIGHT, weekdays=(1,), session=a_session(time(14)))
    plan(cast, datetime(2026, 11, 24, 18, 0, tzinfo=UTC))
    assert waiting(cast.ana.id) == [
        "Tue 24 09:00 check_in",
        "Tue 24 13:00 appointment_series",
        "Wed 25 09:00 check_in",
    ]


def test_putting_off_lets_one_prompt_come_later(cast: Cast) -> None:
    plan(cast, EIGHT)
    snooze(cast.ana.viewer, Snooze.THIS_EVENING, EIGHT)
    snooze(cast.ana.viewer, Snooze.AN_HOUR, EIGHT + MINUTE)
    plan(cast, EIGHT + 2 * MINUTE)
    assert waiting(cast.ana.id) == ["Mon 23 09:01 snooze", "Tue 24 09:00 check_in"]
    send_check_in(cast.ana.viewer, a_post(), EIGHT + 2 * MINUTE)
    plan(cast, EIGHT + 3 * MINUTE)
    assert waiting(cast.ana.id) == BOTH_DAYS[1:]


def test_a_rest_and_its_early_end(cast: Cast) -> None:
    plan(cast, EIGHT)
    rest_until(cast.ana.viewer, WEDNESDAY, EIGHT)
    plan(cast, EIGHT + MINUTE)
    assert waiting(cast.ana.id) == []
    rest_until(cast.ana.viewer, None, EIGHT + timedelta(hours=3))
    plan(cast, EIGHT + timedelta(hours=3))
    assert waiting(cast.ana.id) == BOTH_DAYS[1:]


def test_right_before_sending_each_is_judged_once_more(cast: Cast) -> None:
    carla, noon = cast.counselor.viewer, EIGHT + timedelta(hours=4)
    key = make_series(carla, EIGHT, weekdays=(0,), session=a_session(time(14)), last_on=EIGHT.date())
    plan(cast, EIGHT)
    send_nudge(carla, cast.ana.id, "thinking", EIGHT)
    ask_for_test(cast.ana.viewer, EIGHT)
    stored(
        OutboxMessage(
            kind=PushKind.PAGE,
            person_id=cast.counselor.id,
            due_at=EIGHT,
            stale_at=noon,
            about="flags:1",
            path="/triage",
            state=MessageState.WAITING,
            next_at=EIGHT,
            made_at=EIGHT,
        )
    )

    def wanted(now: datetime) -> list[str]:
        rows = messages(OutboxMessage.person_id.in_([cast.ana.id, cast.counselor.id]), OutboxMessage.due_at < noon)
        rows += messages(OutboxMessage.kind == PushKind.APPOINTMENT, OutboxMessage.person_id == cast.ana.id)
        numbers = still_wanted(db.session(), rows, now)
        return sorted({row.kind.value for row in rows if row.id in numbers})

    assert still_wanted(db.session(), [], EIGHT) == set()
    assert wanted(EIGHT) == ["appointment", "check_in", "nudge", "page", "test"]
    send_check_in(cast.ana.viewer, a_post(), EIGHT)
    assert wanted(EIGHT) == ["appointment", "nudge", "page", "test"]
    cancel(carla, key, Scope.THIS, AGREED, EIGHT)
    assert wanted(EIGHT) == ["nudge", "page", "test"]
    rest_until(cast.ana.viewer, TUESDAY, EIGHT)
    assert wanted(EIGHT) == ["page", "test"]
    rest_until(cast.ana.viewer, None, EIGHT)
    assert wanted(EIGHT) == ["nudge", "page", "test"]
    see_nudge(cast.ana.viewer, 1, EIGHT)
    assert wanted(EIGHT) == ["page", "test"]


def test_a_stale_one_is_not_wanted(cast: Cast) -> None:
    choose(cast, quiet_from=time(8))
    plan(cast, EIGHT)
    rows = messages(OutboxMessage.person_id == cast.ana.id)
    midnight = rows[0].stale_at
    assert rows[0].id in still_wanted(db.session(), rows, midnight - MINUTE)
    assert rows[0].id not in still_wanted(db.session(), rows, midnight)
