"""A private calendar: one link, what it shows and to whom, and that whatever may change it is noted at once."""

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from client_app.domain.appointments import Kind
from client_app.domain.enrollments import Beginning, ComesFrom
from client_app.domain.refusals import Conflict, NotFound
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.gateways.plain_reads import PlainRead
from client_app.models import CalendarFeed
from client_app.services import calendar_feeds
from client_app.services.appointments import Move, cancel, change_one, change_series, restore
from client_app.services.calendar_feeds import (
    NO_LINK,
    NOT_ENROLLED,
    events_in,
    has_feed,
    make_feed,
    open_feed,
    own_feed,
    show_in_feed,
    turn_feed_off,
)
from client_app.services.enrollment_life import end_enrollment, start_again
from client_app.services.health import DatabaseSilentError
from client_app.services.holidays import add_holiday, remove_holiday
from client_app.services.languages import choose_language
from client_app.services.phases import move_participant
from client_app.services.schedules import schedule_of
from tests.cast import Cast
from tests.support.calendars import (
    AGREED,
    MONDAY,
    NEXT_MONDAY,
    ONE_WEEK,
    TUESDAY,
    WEDNESDAY,
    a_plan,
    a_session,
    make_phase,
    make_series,
    seen,
)
from tests.support.links import disable
from tests.support.posts import at_once, audit_lines, fresh, refusal_of

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def token(cast: Cast, now: datetime) -> str:
    """Ana's link."""
    return make_feed(cast.ana.viewer, NO_LINK, now)


def shown(token: str, now: datetime) -> dict[str, tuple[str, str, int]]:
    """By name: when it begins, what it is called, and its sequence."""
    fresh()
    return {
        event.uid[-8:]: (f"{event.starts:%Y-%m-%d %H:%M}", event.words.title.english(), event.sequence)
        for event in events_in(open_feed(token), now)
    }


def days_of(token: str, now: datetime) -> list[date]:
    fresh()
    return [event.starts.date() for event in events_in(open_feed(token), now)]


def test_a_link_is_stored_as_its_hash_only(cast: Cast, now: datetime, token: str) -> None:
    assert len(token.replace("-", "")) * 5 >= 256
    row = db.session.get_one(CalendarFeed, cast.ana.id)
    assert len(row.token_hash) == 64
    assert token not in str(vars(row))
    line = audit_lines()[-1]
    assert (line.action, line.participant_id, line.details) == ("calendar_feed.made", cast.ana.id, {})
    feed = open_feed(token.upper().replace("-", ""))
    assert (feed.person_id, feed.shows_topic, feed.made_at) == (cast.ana.id, False, now)
    assert feed.name not in repr(feed)


def test_a_new_link_ends_the_old_one_at_once(cast: Cast, now: datetime, token: str) -> None:
    show_in_feed(cast.ana.viewer, shows_topic=True, now=now)
    own = own_feed(cast.ana.viewer)
    assert own is not None
    new = make_feed(cast.ana.viewer, own.seen, now + A_MINUTE)
    with pytest.raises(NotFound):
        open_feed(token)
    assert open_feed(new).shows_topic
    assert own_feed(cast.luis.viewer) is None


@pytest.mark.parametrize("old", [NO_LINK, "20261123150000000001"])
def test_what_changed_after_the_page_was_opened_is_not_lost(cast: Cast, now: datetime, token: str, old: str) -> None:
    with pytest.raises(Conflict):
        make_feed(cast.ana.viewer, old, now + A_MINUTE)
    with pytest.raises(Conflict):
        turn_feed_off(cast.ana.viewer, old, now + A_MINUTE)
    assert open_feed(token).person_id == cast.ana.id


def test_of_two_first_links_at_once_one_is_made(app: Flask, cast: Cast, now: datetime) -> None:
    def make() -> str:
        return make_feed(cast.ana.viewer, NO_LINK, now)

    made = at_once(app, make, make)
    assert sorted(type(one).__name__ for one in made) == ["Conflict", "str"]


def test_turned_off_it_opens_nothing_and_stays_so(cast: Cast, now: datetime, token: str) -> None:
    own = own_feed(cast.ana.viewer)
    assert own is not None
    assert has_feed(cast.ana.viewer)
    for _ in range(2):
        turn_feed_off(cast.ana.viewer, own.seen, now)
    assert not has_feed(cast.ana.viewer)
    assert [line.action for line in audit_lines()].count("calendar_feed.ended") == 1
    with pytest.raises(NotFound):
        open_feed(token)
    with pytest.raises(Conflict):
        show_in_feed(cast.ana.viewer, shows_topic=True, now=now)


def test_the_same_choice_again_is_no_act(cast: Cast, now: datetime, token: str) -> None:
    show_in_feed(cast.ana.viewer, shows_topic=False, now=now + A_MINUTE)
    assert open_feed(token).changed_at == now
    show_in_feed(cast.ana.viewer, shows_topic=True, now=now + A_MINUTE)
    assert open_feed(token).changed_at == now + A_MINUTE
    assert audit_lines()[-1].details == {"shows_topic": True}


def test_a_closed_account_has_no_calendar(cast: Cast, now: datetime, token: str) -> None:
    disable(cast.ana.id, now)
    with pytest.raises(NotFound):
        open_feed(token)


@pytest.mark.parametrize("unknown", ["", "x", "\0", "é" * 80, "a" * 100_000, "\ud800"])
def test_what_is_no_link_opens_nothing(cast: Cast, token: str, unknown: str) -> None:
    assert cast.ana.id
    for tried in (unknown, token[:-1]):
        with pytest.raises(NotFound):
            open_feed(tried)


def test_who_has_left_makes_no_link(cast: Cast, now: datetime) -> None:
    end_enrollment(cast.counselor.viewer, cast.ana.id, "Take care.", now)
    assert calendar_feeds.why_not_make(cast.ana.viewer) == NOT_ENROLLED
    assert refusal_of(lambda: make_feed(cast.ana.viewer, NO_LINK, now)) == NOT_ENROLLED.english()


def test_it_shows_what_the_schedule_shows(cast: Cast, now: datetime, token: str) -> None:
    five, three = (make_phase(cast.program_id, now, name) for name in ("Five days", "Three days"))
    carla = cast.counselor.viewer
    make_series(carla, now, "Daily", phase_ids=frozenset({five}), weekdays=(0, 1, 2))
    make_series(carla, now, "Staying well", weekdays=(2,), phase_ids=frozenset({three}))
    about = {"kind": Kind.INDIVIDUAL, "first_on": TUESDAY, "weekdays": (1,), "last_on": TUESDAY}
    make_series(carla, now, "Talk", session=a_session(time(9)), participant_id=cast.ana.id, **about)
    make_series(carla, now, "Other", session=a_session(time(9)), participant_id=cast.luis.id, **about)
    move_participant(carla, cast.ana.id, three, "Three steady weeks.", 0, now)
    schedule = schedule_of(cast.ana.viewer, now)
    entries = (*schedule.now, *schedule.this_week, *schedule.later)
    until = MONDAY + 4 * ONE_WEEK
    expected = [(entry.appointment.day, entry.appointment.session.starts) for entry in entries]
    found = [(event.starts.date(), event.starts.time()) for event in events_in(open_feed(token), now)]
    assert [pair for pair in found if pair[0] <= until] == expected
    assert TUESDAY in {day for day, _ in found}
    luis = make_feed(cast.luis.viewer, NO_LINK, now)
    assert days_of(luis, now)[:3] == [MONDAY, TUESDAY, TUESDAY]


def test_it_goes_four_weeks_back_and_a_year_ahead_but_not_before_the_start(
    cast: Cast, now: datetime, token: str
) -> None:
    make_series(cast.counselor.viewer, now)
    found = days_of(token, now)
    assert (found[0], len(found)) == (MONDAY, 53)
    later = days_of(token, now + 6 * ONE_WEEK)
    assert later[0] == MONDAY + 2 * ONE_WEEK


def test_a_moved_one_keeps_its_name_and_its_sequence_grows(cast: Cast, now: datetime, token: str) -> None:
    carla, key = cast.counselor.viewer, make_series(cast.counselor.viewer, now)
    assert shown(token, now)["20261123"] == ("2026-11-23 18:00", "Appointment", 0)
    change_one(carla, key, Move(WEDNESDAY, a_session(time(9))), AGREED, now)
    assert shown(token, now)["20261123"] == ("2026-11-25 09:00", "Appointment", 2)
    cancel(carla, key, Scope.THIS, seen(carla, key, now), now)
    assert shown(token, now)["20261123"] == ("2026-11-25 09:00", "Cancelled: Appointment", 4)
    restore(carla, key, seen(carla, key, now), now)
    assert shown(token, now)["20261123"] == ("2026-11-25 09:00", "Appointment", 6)


def test_one_that_was_moved_beyond_its_days_is_not_there(cast: Cast, now: datetime, token: str) -> None:
    key = make_series(cast.counselor.viewer, now, last_on=MONDAY)
    change_one(cast.counselor.viewer, key, Move(MONDAY + 60 * ONE_WEEK, a_session()), AGREED, now)
    assert shown(token, now) == {}


def test_a_change_of_all_counts_for_each(cast: Cast, now: datetime, token: str) -> None:
    carla, key = cast.counselor.viewer, make_series(cast.counselor.viewer, now)
    change_series(carla, key, a_plan(session=a_session(time(17))), Scope.ALL, AGREED, now)
    assert shown(token, now)["20261130"] == ("2026-11-30 17:00", "Appointment", 2)


def test_a_holiday_comes_and_goes_and_the_sequence_grows(cast: Cast, now: datetime, token: str) -> None:
    carla, dora = cast.counselor.viewer, cast.director.viewer
    make_series(carla, now)
    sequences = []
    for turn in range(2):
        at = now + turn * timedelta(hours=1)
        add_holiday(dora, NEXT_MONDAY, "Founders' day", at + A_MINUTE)
        _, title, sequence = shown(token, now)["20261130"]
        assert title == "Cancelled: Appointment"
        remove_holiday(dora, NEXT_MONDAY, at + 2 * A_MINUTE)
        _, title, opened = shown(token, now)["20261130"]
        assert title == "Appointment"
        sequences += [sequence, opened]
    assert sequences == [1, 2, 3, 4]
    assert shown(token, now)["20261207"][2] == 0


def test_what_was_moved_away_from_a_closed_day_is_not_changed_by_it(cast: Cast, now: datetime, token: str) -> None:
    key = make_series(cast.counselor.viewer, now, first_on=NEXT_MONDAY)
    change_one(cast.counselor.viewer, key, Move(WEDNESDAY, a_session()), AGREED, now)
    add_holiday(cast.director.viewer, NEXT_MONDAY, "Founders' day", now + A_MINUTE)
    remove_holiday(cast.director.viewer, NEXT_MONDAY, now + 2 * A_MINUTE)
    assert shown(token, now)["20261130"] == ("2026-11-25 18:00", "Appointment", 2)


def test_a_silent_database_says_nothing_of_the_link(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = PlainRead(select(text("no_such_column")).where(text(":token_hash = 'x'")))
    monkeypatch.setattr(calendar_feeds, "_OPENED", broken)
    with pytest.raises(DatabaseSilentError) as failure:
        open_feed(token)
    assert token not in str(failure.value)


def test_more_is_told_only_where_it_was_chosen(cast: Cast, now: datetime, token: str) -> None:
    make_series(cast.counselor.viewer, now, session=a_session(place="Room 2", link="https://meet.example/1"))
    [*_, event] = events_in(open_feed(token), now)
    assert (event.words.title.english(), event.words.place) == ("Appointment", "")
    show_in_feed(cast.ana.viewer, shows_topic=True, now=now)
    [*_, event] = events_in(open_feed(token), now)
    assert (event.words.title.english(), event.words.place) == ("Group therapy: Early recovery", "Room 2")


def test_after_the_end_it_is_empty_for_good(cast: Cast, now: datetime, token: str) -> None:
    make_series(cast.counselor.viewer, now)
    assert days_of(token, now)
    end_enrollment(cast.counselor.viewer, cast.ana.id, "Take care.", now + A_MINUTE)
    assert open_feed(token).changed_at == now + A_MINUTE
    assert days_of(token, now) == []
    own = own_feed(cast.ana.viewer)
    assert own is not None
    assert not own.is_current
    later = now + timedelta(days=1)
    start_again(cast.counselor.viewer, cast.ana.id, Beginning(ComesFrom.HOME), later)
    assert days_of(token, later) == []
    new = make_feed(cast.ana.viewer, own.seen, later)
    assert days_of(new, later)[0] == NEXT_MONDAY
    own = own_feed(cast.ana.viewer)
    assert own is not None
    assert own.is_current


def test_whatever_may_show_is_noted_on_the_calendars_of_its_program(cast: Cast, now: datetime, token: str) -> None:
    luis, stella = (make_feed(one.viewer, NO_LINK, now) for one in (cast.luis, cast.stranger))
    carla = cast.counselor.viewer

    def noted() -> list[int]:
        return [round((open_feed(link).changed_at - now) / A_MINUTE) for link in (token, luis, stella)]

    key = make_series(carla, now + A_MINUTE)
    assert noted() == [1, 1, 0]
    cancel(carla, key, Scope.THIS, AGREED, now + 2 * A_MINUTE)
    add_holiday(cast.director.viewer, TUESDAY, "A day off", now + 3 * A_MINUTE)
    assert noted() == [3, 3, 0]
    first, second = (make_phase(cast.program_id, now + 4 * A_MINUTE, name) for name in ("One", "Two"))
    assert noted() == [4, 4, 4]  # a command acts for no program of its own
    move_participant(carla, cast.ana.id, second, "Steady.", 0, now + 5 * A_MINUTE)
    assert first
    assert noted() == [5, 4, 4]


def test_what_shows_on_no_calendar_is_not_noted(cast: Cast, now: datetime, token: str) -> None:
    choose_language(cast.ana.viewer, "es", now + A_MINUTE)
    feed = open_feed(token)
    assert (feed.changed_at, feed.language) == (now, "es")
