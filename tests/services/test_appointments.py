"""Keeping the calendar: each act is one line in the record, the past stays, conflicts and stale forms are told."""

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Standing
from client_app.domain.refusals import Refused
from client_app.domain.schedule_conflicts import Clashes
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import Person
from client_app.services.appointments import Move, add_series, cancel, change_one, restore
from client_app.services.groups import Seen, found_by
from client_app.services.holidays import add_holiday
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
    days,
    make_phase,
    make_series,
    planned,
    refused,
)
from tests.support.posts import audit_lines


def test_a_series_meets_every_week(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    assert [day for day, _ in days(cast, NEXT_MONDAY)] == [MONDAY, NEXT_MONDAY]
    assert found_by(cast.director.viewer, key).series.topic == "Early recovery"
    [line] = audit_lines()
    assert (line.action, line.actor_id, line.details) == (
        "appointment.series_added",
        cast.counselor.id,
        {"kind": "group"},
    )


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (a_plan(topic=""), "Please say what it is called."),
        (a_plan(first_on=MONDAY - ONE_WEEK), "That time has passed."),
        (a_plan(session=a_session(time(8, 59))), "That time has passed."),
        (a_plan(weekdays=(4,), last_on=WEDNESDAY), "It would never take place"),
        (a_plan(weekdays=(6,), session=a_session(time(2, 30))), "the clocks skip 02:30"),
        (a_plan(session=a_session(facilitator_id=999)), "Please choose from the list."),
        (a_plan(phase_ids=frozenset({999})), "Please choose from the list."),
        (a_plan(participant_id=999), "Please choose from the list."),
        (a_plan(first_on=date.max), "Please choose a day from 2000 to 2100."),
        (a_plan(last_on=date(2101, 1, 1)), "Please choose a day from 2000 to 2100."),
    ],
)
def test_what_cannot_stand_is_not_stored(cast: Cast, now: datetime, plan: Plan, why: str) -> None:
    assert why in refused(lambda: add_series(cast.counselor.viewer, plan, now))
    assert planned(cast) == []


@pytest.mark.parametrize("who", ["stranger", "strange_counselor", "family_member"])
def test_only_people_of_the_program_may_be_chosen(cast: Cast, now: datetime, who: str) -> None:
    number = cast.everyone[who].id
    for plan in (a_plan(session=a_session(facilitator_id=number)), a_plan(participant_id=number)):
        assert refused(partial(add_series, cast.counselor.viewer, plan, now)) == "Please choose from the list."


def test_conflicts_are_told_before_anything_is_saved(cast: Cast, now: datetime) -> None:
    room = a_session(place="Room 2", facilitator_id=cast.counselor.id)
    make_series(cast.counselor.viewer, now, session=room, last_on=MONDAY)
    later = a_plan("Music", session=a_session(time(19), place="room 2", facilitator_id=cast.counselor.id))
    with pytest.raises(Clashes) as found:
        add_series(cast.counselor.viewer, later, now)
    assert [sentence.english() for sentence in found.value.sentences] == [
        "room 2 is taken by Early recovery: 2026-11-23.",
        "Carla Reyes has Early recovery at that time: 2026-11-23.",
    ]
    assert len(planned(cast, MONDAY)) == 1
    refused(lambda: add_series(cast.counselor.viewer, later, now, agreed="something else"), Clashes)
    add_series(cast.counselor.viewer, later, now, agreed=found.value.token)
    assert len(planned(cast, MONDAY)) == 2


def test_too_many_people_for_a_room_are_told(cast: Cast, now: datetime) -> None:
    plan = a_plan(capacity=1)
    with pytest.raises(Clashes) as found:
        add_series(cast.counselor.viewer, plan, now)
    assert [one.english() for one in found.value.sentences] == ["2 people would come, and there is room for 1."]
    phase = make_phase(cast.program_id, now, "Five days")
    late = make_phase(cast.program_id, now, "Three days")
    add_series(cast.counselor.viewer, a_plan(capacity=1, phase_ids=frozenset({late})), now)
    refused(lambda: add_series(cast.counselor.viewer, a_plan(capacity=1, phase_ids=frozenset({phase})), now), Clashes)


def test_holidays_and_cancelled_ones_are_in_nobodys_way(cast: Cast, now: datetime) -> None:
    add_holiday(cast.director.viewer, NEXT_MONDAY, "Closed", now)
    key = make_series(cast.counselor.viewer, now, session=a_session(place="Room 2"), last_on=NEXT_MONDAY)
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    make_series(cast.counselor.viewer, now, "Music", session=a_session(place="Room 2"), last_on=NEXT_MONDAY)
    assert days(cast) == [(MONDAY, time(18))]


def test_one_is_cancelled_and_put_back(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    assert planned(cast)[0].standing is Standing.CANCELLED
    assert refused(lambda: cancel(cast.counselor.viewer, key, Scope.THIS, Seen(1, 1), now), Refused) == (
        "It is cancelled. Put it back first."
    )
    restore(cast.director.viewer, key, Seen(1, 1), now)
    assert (planned(cast)[0].standing, planned(cast)[0].sequence) == (Standing.PLANNED, 2)
    assert refused(lambda: restore(cast.director.viewer, key, Seen(1, 2), now), Refused) == "It is not cancelled."
    assert [line.action for line in audit_lines()][1:] == ["appointment.cancelled", "appointment.restored"]


def test_one_is_not_put_back_unknowingly_where_somebody_else_is_now(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, session=a_session(place="Room 2"), last_on=MONDAY)
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    make_series(cast.counselor.viewer, now, "Music", session=a_session(place="Room 2"), last_on=MONDAY)
    with pytest.raises(Clashes) as found:
        restore(cast.counselor.viewer, key, Seen(1, 1), now)
    assert [one.english() for one in found.value.sentences] == ["Room 2 is taken by Music: 2026-11-23."]
    restore(cast.counselor.viewer, key, Seen(1, 1), now, agreed=found.value.token)
    assert len(days(cast, MONDAY)) == 2


def test_one_is_put_back_on_a_holiday(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    add_holiday(cast.director.viewer, MONDAY, "Closed", now)
    assert not planned(cast)[0].is_on
    restore(cast.counselor.viewer, key, AGREED, now)
    assert planned(cast)[0].is_on


def test_what_was_decided_last_counts_on_a_holiday(cast: Cast, now: datetime) -> None:
    """Another room was found, one was moved there; then the day was closed, and one of them was put back."""
    key = make_series(cast.counselor.viewer, now, weekdays=(0, 1), last_on=TUESDAY)
    other = planned(cast)[1].key
    for name in (key, other):
        change_one(cast.counselor.viewer, name, Move(TUESDAY, a_session(place=name)), AGREED, now)
    later = now + timedelta(minutes=1)
    add_holiday(cast.director.viewer, TUESDAY, "Closed", later)
    assert days(cast) == []
    restore(cast.counselor.viewer, other, Seen(1, 1), later + timedelta(minutes=1))
    assert [one.key for one in planned(cast) if one.is_on] == [other]


def test_a_series_ends_with_the_one_that_is_cancelled(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now)
    key = planned(cast)[1].key
    cancel(cast.counselor.viewer, key, Scope.LATER, AGREED, now)
    assert [(one.day, one.is_on) for one in planned(cast)] == [(MONDAY, True), (NEXT_MONDAY, False)]
    assert [line.action for line in audit_lines()][1:] == ["appointment.cancelled", "appointment.series_ended"]


def test_one_is_moved_to_another_day_and_room(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, session=a_session(place="Room 2"))
    change_one(cast.counselor.viewer, key, Move(TUESDAY, a_session(time(9), place="Room 5")), AGREED, now)
    first, second = planned(cast)[:2]
    assert (first.key, first.takes_place_on, first.session.place, first.sequence) == (key, TUESDAY, "Room 5", 1)
    assert (second.takes_place_on, second.session.place, second.is_moved) == (NEXT_MONDAY, "Room 2", False)
    assert [one.key for one in planned(cast, TUESDAY, TUESDAY)] == [key]
    change_one(cast.counselor.viewer, key, Move(MONDAY, a_session(place="Room 2")), Seen(1, 1), now)
    assert (planned(cast)[0].takes_place_on, planned(cast)[0].sequence) == (MONDAY, 2)


def test_what_is_saved_as_it_stood_is_no_change(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    assert change_one(cast.counselor.viewer, key, Move(MONDAY, a_session()), AGREED, now) == key
    change_one(cast.counselor.viewer, key, Move(TUESDAY, a_session()), AGREED, now)
    change_one(cast.counselor.viewer, key, Move(TUESDAY, a_session()), Seen(1, 1), now)
    assert planned(cast)[0].sequence == 1
    assert [line.action for line in audit_lines()][1:] == ["appointment.changed"]


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (Move(MONDAY, a_session(time(9))), "That time has passed."),
        (Move(MONDAY - ONE_WEEK, a_session()), "That time has passed."),
        (Move(date(2027, 3, 14), a_session(time(2, 30))), "the clocks skip"),
        (Move(TUESDAY, a_session(minutes=0)), "takes 1 to"),
        (Move(date.max, a_session()), "Please choose a day from"),
        (Move(TUESDAY, a_session(facilitator_id=999)), "Please choose from the list."),
    ],
)
def test_one_is_not_moved_where_it_cannot_be(cast: Cast, now: datetime, move: Move, why: str) -> None:
    key = make_series(cast.counselor.viewer, now)
    assert why in refused(lambda: change_one(cast.counselor.viewer, key, move, AGREED, now))


def test_one_that_is_moved_onto_another_of_its_series_is_told(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, session=a_session(place="Room 2"))
    move = Move(NEXT_MONDAY, a_session(time(18, 30), place="Room 2"))
    refused(lambda: change_one(cast.counselor.viewer, key, move, AGREED, now), Clashes)
    change_one(cast.counselor.viewer, key, Move(MONDAY, a_session(time(18, 30), place="Room 2")), AGREED, now)


def test_who_leads_it_may_go_on_leading_it(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, session=a_session(facilitator_id=cast.other_counselor.id))
    db.session.get_one(Person, cast.other_counselor.id).disabled_at = now
    db.session.commit()
    same = a_session(facilitator_id=cast.other_counselor.id, place="Room 5")
    change_one(cast.counselor.viewer, key, Move(MONDAY, same), AGREED, now)
