"""Changing a series: from one on or all to come; the past, what is told of days, and others who change it too."""

from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.appointments import Kind
from client_app.domain.refusals import Conflict, NotFound, Refused
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import AbsenceNotice, AppointmentSeries
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import Move, add_series, cancel, change_one, change_series, restore
from client_app.services.groups import Seen, found_by, successor_of
from tests.cast import Cast
from tests.support.calendars import (
    AGREED,
    MONDAY,
    NEXT_MONDAY,
    ONE_WEEK,
    WEDNESDAY,
    a_plan,
    a_session,
    days,
    make_series,
    planned,
    refused,
    seen,
)
from tests.support.posts import at_once, audit_lines


def test_later_ones_go_on_as_another_series(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now)
    third = planned(cast)[2].key
    plan = a_plan("Staying well", weekdays=(2,), session=a_session(time(17)))
    key = change_series(cast.counselor.viewer, third, plan, Scope.LATER, AGREED, now)
    assert days(cast, MONDAY + 3 * ONE_WEEK)[:4] == [
        (MONDAY, time(18)),
        (NEXT_MONDAY, time(18)),
        (WEDNESDAY + 2 * ONE_WEEK, time(17)),
    ]
    old, new = db.session.scalars(select(AppointmentSeries).order_by(AppointmentSeries.id)).all()
    assert (new.continues_id, new.uid != old.uid, old.revision, new.revision) == (old.id, True, 2, 1)
    assert found_by(cast.counselor.viewer, key).series.topic == "Staying well"
    assert audit_lines()[-1].details == {"scope": "later", "continues": old.id}


def test_all_that_are_to_come_are_changed_as_a_whole_while_none_has_begun(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    plan = a_plan(weekdays=(0, 2), session=a_session(time(17)))
    assert change_series(cast.counselor.viewer, key, plan, Scope.ALL, AGREED, now) == key
    assert days(cast, WEDNESDAY) == [(MONDAY, time(17)), (WEDNESDAY, time(17))]
    assert len(db.session.scalars(select(AppointmentSeries)).all()) == 1
    assert seen(cast.counselor.viewer, key, now).revision == 2


@pytest.mark.parametrize("scope", [Scope.LATER, Scope.ALL])
def test_what_is_saved_as_it_stood_splits_nothing(cast: Cast, now: datetime, scope: Scope) -> None:
    make_series(cast.counselor.viewer, now)
    third = planned(cast)[2]
    plan = a_plan(first_on=third.day if scope is Scope.LATER else MONDAY)
    later = now + timedelta(days=9)
    assert change_series(cast.counselor.viewer, third.key, plan, scope, AGREED, later) == third.key
    assert len(db.session.scalars(select(AppointmentSeries)).all()) == 1
    assert [line.action for line in audit_lines()] == ["appointment.series_added"]


def test_what_was_cancelled_or_told_of_later_ones_goes_along(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now)
    _, second, third, fourth = planned(cast)[:4]
    cancel(cast.counselor.viewer, third.key, Scope.THIS, AGREED, now)
    for one in (second, fourth):
        tell_absence(cast.ana.viewer, one.key, Told("ride", wants_change=False, note=""), now)
    plan = a_plan(session=a_session(time(17)), every_weeks=2)
    change_series(cast.counselor.viewer, second.key, plan, Scope.LATER, AGREED, now)
    assert [(one.day, one.is_on) for one in planned(cast)] == [
        (MONDAY, True),
        (NEXT_MONDAY, True),
        (MONDAY + 3 * ONE_WEEK, True),
        (MONDAY + 5 * ONE_WEEK, True),
    ]
    new = found_by(cast.counselor.viewer, fourth.key)
    assert new.key != fourth.key
    assert set(db.session.scalars(select(AbsenceNotice.series_id))) == {new.series.id}


def test_a_change_that_ends_before_it_goes_on_is_refused(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now)
    third = planned(cast)[2].key
    plan = a_plan(last_on=NEXT_MONDAY)
    why = refused(lambda: change_series(cast.counselor.viewer, third, plan, Scope.LATER, AGREED, now))
    assert why.startswith("It would end before it goes on.")


def test_the_past_is_not_changed(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    later = now + timedelta(hours=12)
    acts = [
        lambda: change_series(cast.counselor.viewer, key, a_plan(), Scope.ALL, AGREED, later),
        lambda: change_one(cast.counselor.viewer, key, Move(WEDNESDAY, a_session()), AGREED, later),
        lambda: cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, later),
        lambda: restore(cast.counselor.viewer, key, AGREED, later),
    ]
    for act in acts:
        assert refused(act, Refused).startswith("What has happened stays as it was.")


def test_one_that_was_brought_forward_and_has_happened_stays(cast: Cast, now: datetime) -> None:
    """Next Monday's group met this Monday at noon; later in the week the series is changed."""
    make_series(cast.counselor.viewer, now, first_on=NEXT_MONDAY)
    key = planned(cast)[0].key
    change_one(cast.counselor.viewer, key, Move(MONDAY, a_session(time(12))), AGREED, now)
    wednesday = now + timedelta(days=2)
    third = planned(cast)[2]
    change_series(cast.counselor.viewer, third.key, a_plan(weekdays=(4,)), Scope.ALL, AGREED, wednesday)
    assert planned(cast)[0].key == key
    assert found_by(cast.counselor.viewer, key).takes_place_on == MONDAY


@pytest.mark.parametrize("who", ["strange_counselor", "stranger"])
def test_nobody_touches_another_programs_calendar(cast: Cast, now: datetime, who: str) -> None:
    key = make_series(cast.counselor.viewer, now)
    viewer = cast.everyone[who].viewer
    for act in (
        lambda: cancel(viewer, key, Scope.THIS, AGREED, now),
        lambda: restore(viewer, key, AGREED, now),
        lambda: change_one(viewer, key, Move(MONDAY, a_session()), AGREED, now),
        lambda: change_series(viewer, key, a_plan(), Scope.ALL, AGREED, now),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_form_that_was_read_before_another_change_is_a_conflict(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    restore(cast.counselor.viewer, key, Seen(1, 1), now)
    why = refused(lambda: cancel(cast.director.viewer, key, Scope.THIS, AGREED, now), Conflict)
    assert why.startswith("Somebody changed this after you opened it.")
    second = planned(cast)[1].key
    change_series(cast.counselor.viewer, second, a_plan(session=a_session(time(17))), Scope.LATER, AGREED, now)
    refused(lambda: change_series(cast.director.viewer, second, a_plan(), Scope.LATER, AGREED, now), Conflict)


def test_a_form_about_a_day_that_is_no_more_is_a_conflict_too(cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    change_series(cast.counselor.viewer, key, a_plan(weekdays=(2,)), Scope.ALL, AGREED, now)
    refused(lambda: cancel(cast.director.viewer, key, Scope.THIS, AGREED, now), Conflict)
    found = successor_of(cast.director.viewer, key)
    assert found is not None
    assert found.day == WEDNESDAY


@pytest.mark.parametrize("key", ["", "1", "999-20261123", "x-20261123", "1-20260231", "1-00010101"])
def test_what_never_was_is_not_there(cast: Cast, now: datetime, key: str) -> None:
    make_series(cast.counselor.viewer, now)
    assert successor_of(cast.strange_counselor.viewer, key) is None
    with pytest.raises(NotFound):
        cancel(cast.strange_counselor.viewer, key, Scope.THIS, AGREED, now)


def test_two_directors_at_once_change_it_once(app: Flask, cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    plans = [a_plan(session=a_session(time(hour))) for hour in (15, 16, 17)]
    done = at_once(
        app,
        *[lambda plan=plan: change_series(cast.director.viewer, key, plan, Scope.ALL, AGREED, now) for plan in plans],
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Conflict", "str"]


def test_two_groups_at_once_do_not_fill_the_same_room(app: Flask, cast: Cast, now: datetime) -> None:
    plans = [a_plan(name, session=a_session(place="Room 2")) for name in ("Music", "Dance")]
    done = at_once(app, *[lambda plan=plan: add_series(cast.director.viewer, plan, now) for plan in plans])
    assert sorted(type(one).__name__ for one in done) == ["Clashes", "str"]


def test_an_individual_series_is_for_one_person(cast: Cast, now: datetime) -> None:
    plan = a_plan("Talk", kind=Kind.INDIVIDUAL, participant_id=cast.ana.id)
    key = add_series(cast.counselor.viewer, plan, now)
    assert found_by(cast.counselor.viewer, key).series.participant_id == cast.ana.id
