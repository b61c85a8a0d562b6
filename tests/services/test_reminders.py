"""Planning reminders: each is in the outbox once, what is not wanted any more is taken out, and reads do not grow."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from client_app.domain.appointments import Kind
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.roles import Role
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.jobs.reminders import plan_all_reminders
from client_app.models import AuditEntry, Enrollment, OutboxMessage, Person
from client_app.services.absence_notices import Told, take_absence_back, tell_absence
from client_app.services.appointments import Move, cancel, change_one
from client_app.services.check_ins import send_check_in
from client_app.services.enrollment_life import end_enrollment
from client_app.services.holidays import add_holiday
from client_app.services.reminders import plan_reminders, still_wanted
from tests.cast import Cast
from tests.factories import make_pause
from tests.support.applications import Statements
from tests.support.calendars import AGREED, TUESDAY, WEDNESDAY, a_session, make_phase, make_series
from tests.support.posts import a_post
from tests.support.reminders import EIGHT, MINUTE, choose, messages, plan, waiting

BOTH_DAYS = ["Mon 23 09:00 check_in", "Tue 24 09:00 check_in"]


def test_today_and_tomorrow_are_planned_once(cast: Cast) -> None:
    for minutes in range(3):
        plan_all_reminders(EIGHT + minutes * MINUTE)
    assert waiting(cast.ana.id) == waiting(cast.luis.id) == BOTH_DAYS
    assert len(messages(OutboxMessage.person_id == cast.stranger.id)) == 2
    assert not messages(OutboxMessage.person_id.in_([cast.counselor.id, cast.family_member.id, cast.director.id]))
    one = messages(OutboxMessage.person_id == cast.ana.id)[0]
    assert (one.kind, one.about, one.path, one.next_at, one.made_at) == (
        PushKind.CHECK_IN,
        "",
        "/check-in",
        EIGHT + timedelta(hours=1),
        EIGHT,
    )
    assert one.stale_at == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def test_planning_is_nobodys_act(cast: Cast) -> None:
    plan(cast, EIGHT)
    assert not db.session.scalars(select(AuditEntry.id)).all()


def test_appointments_are_planned_for_those_who_are_expected(cast: Cast) -> None:
    carla, now = cast.counselor.viewer, EIGHT
    first = make_phase(cast.program_id, now, "Five days")
    make_series(carla, now, "Morning", weekdays=(1,), session=a_session(time(14)), phase_ids=frozenset({first}))
    make_series(
        carla, now, "Talk", weekdays=(2,), session=a_session(time(10)), kind=Kind.INDIVIDUAL, participant_id=cast.ana.id
    )
    plan(cast, now)
    assert waiting(cast.ana.id) == [
        "Mon 23 09:00 check_in",
        "Mon 23 18:00 evening_before",
        "Tue 24 09:00 check_in",
        "Tue 24 13:00 appointment_series",
        "Tue 24 18:00 evening_before",
    ]
    assert waiting(cast.luis.id) == [
        "Mon 23 09:00 check_in",
        "Mon 23 18:00 evening_before",
        "Tue 24 09:00 check_in",
        "Tue 24 13:00 appointment_series",
    ]


def test_a_moved_or_cancelled_appointment_takes_its_reminders_along(cast: Cast) -> None:
    carla = cast.counselor.viewer
    key = make_series(carla, EIGHT, weekdays=(1,), first_on=TUESDAY, last_on=TUESDAY, session=a_session(time(14)))
    plan(cast, EIGHT)
    change_one(carla, key, Move(TUESDAY, a_session(time(16))), AGREED, EIGHT)
    plan(cast, EIGHT + MINUTE)
    assert waiting(cast.ana.id)[1:] == [
        "Mon 23 18:00 evening_before",
        "Tue 24 09:00 check_in",
        "Tue 24 15:00 appointment_series",
    ]
    change_one(carla, key, Move(WEDNESDAY, a_session(time(10))), type(AGREED)(1, 1), EIGHT)
    plan(cast, EIGHT + 2 * MINUTE)
    assert waiting(cast.ana.id)[1:] == ["Tue 24 09:00 check_in", "Tue 24 18:00 evening_before"]
    cancel(carla, key, Scope.THIS, type(AGREED)(1, 2), EIGHT)
    plan(cast, EIGHT + 3 * MINUTE)
    assert waiting(cast.ana.id) == BOTH_DAYS


def test_who_told_that_they_cannot_come_is_not_reminded_until_they_can(cast: Cast) -> None:
    key = make_series(cast.counselor.viewer, EIGHT, weekdays=(1,), session=a_session(time(14)))
    tell_absence(cast.ana.viewer, key.replace("20261123", "20261124"), Told("ride", wants_change=False, note=""), EIGHT)
    plan(cast, EIGHT)
    assert waiting(cast.ana.id) == BOTH_DAYS
    assert len(waiting(cast.luis.id)) == 4
    take_absence_back(cast.ana.viewer, key.replace("20261123", "20261124"), EIGHT)
    plan(cast, EIGHT + MINUTE)
    assert waiting(cast.ana.id) == waiting(cast.luis.id)


def test_a_holiday_closes(cast: Cast) -> None:
    make_series(cast.counselor.viewer, EIGHT, weekdays=(1,), session=a_session(time(14)))
    plan(cast, EIGHT)
    add_holiday(cast.director.viewer, TUESDAY, "Closed", EIGHT)
    plan(cast, EIGHT + MINUTE)
    assert waiting(cast.ana.id) == BOTH_DAYS


def test_a_sent_check_in_takes_its_prompt_along(cast: Cast) -> None:
    plan(cast, EIGHT)
    send_check_in(cast.ana.viewer, a_post(), EIGHT)
    plan(cast, EIGHT + MINUTE)
    assert waiting(cast.ana.id) == BOTH_DAYS[1:]
    assert waiting(cast.luis.id) == BOTH_DAYS


def test_a_pause_an_end_and_a_closed_account_take_theirs_along(cast: Cast) -> None:
    make_series(cast.counselor.viewer, EIGHT, weekdays=(1,), session=a_session(time(14)))
    plan(cast, EIGHT)
    make_pause(cast.ana.id, TUESDAY, TUESDAY)
    plan(cast, EIGHT)
    assert waiting(cast.ana.id) == BOTH_DAYS[:1]  # whoever is away is expected at nothing
    end_enrollment(cast.counselor.viewer, cast.ana.id, "Call us.", EIGHT)
    db.session.execute(update(Person).where(Person.id == cast.luis.id).values(disabled_at=EIGHT))
    db.session.commit()
    plan(cast, EIGHT)
    assert waiting(cast.ana.id) == waiting(cast.luis.id) == []


def test_who_has_not_joined_is_not_reminded(cast: Cast) -> None:
    db.session.execute(update(Person).where(Person.id == cast.ana.id).values(joined_at=None))
    db.session.commit()
    plan(cast, EIGHT)
    assert waiting(cast.ana.id) == []


def test_what_was_chosen_counts_from_the_next_minute_on_and_comes_back(cast: Cast) -> None:
    plan(cast, EIGHT)
    choose(cast, EIGHT, check_in_at=time(11))
    plan(cast, EIGHT + MINUTE)
    assert waiting(cast.ana.id) == ["Mon 23 11:00 check_in", "Tue 24 11:00 check_in"]
    choose(cast, EIGHT + MINUTE, check_in=False)
    plan(cast, EIGHT + 2 * MINUTE)
    assert waiting(cast.ana.id) == []
    choose(cast, EIGHT + 2 * MINUTE)
    plan(cast, EIGHT + 3 * MINUTE)
    assert waiting(cast.ana.id) == BOTH_DAYS
    assert [one.done_at for one in messages(OutboxMessage.state == MessageState.WAITING)] == [None] * 4


def test_what_was_due_before_somebody_chose_is_not_made_up_for(cast: Cast) -> None:
    ten = EIGHT + timedelta(hours=2)
    choose(cast, ten, check_in_at=time(9, 59))
    plan(cast, ten + MINUTE)
    assert waiting(cast.ana.id) == ["Tue 24 09:59 check_in"]


@pytest.mark.parametrize(("minutes", "due"), [(0, BOTH_DAYS), (1, BOTH_DAYS[1:])])
def test_what_was_due_before_somebody_joined_is_not_made_up_for(cast: Cast, minutes: int, due: list[str]) -> None:
    nine = EIGHT + timedelta(hours=1)
    db.session.execute(update(Person).where(Person.id == cast.ana.id).values(joined_at=nine + minutes * MINUTE))
    db.session.commit()
    plan(cast, nine + 2 * MINUTE)
    assert waiting(cast.ana.id) == due


def test_two_workers_plan_at_the_same_moment(app: Flask, cast: Cast) -> None:
    db.session.rollback()
    barrier = Barrier(3)

    def work(_number: int) -> None:
        with app.app_context():
            barrier.wait()
            plan_reminders(cast.program_id, EIGHT)

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work, range(3)))
    assert waiting(cast.ana.id) == waiting(cast.luis.id) == BOTH_DAYS


@pytest.mark.parametrize("is_new", [True, False])
def test_planning_asks_as_much_for_a_thousand_as_for_ten(
    cast: Cast, count_statements: Callable[[], AbstractContextManager[Statements]], is_new: bool
) -> None:
    carla = cast.counselor.viewer
    make_series(carla, EIGHT, weekdays=(0, 1, 2), session=a_session(time(14)))
    crowd(cast, 10)
    if not is_new:
        plan(cast, EIGHT)
    with count_statements() as few:
        plan(cast, EIGHT)
    crowd(cast, 1000)
    if not is_new:
        plan(cast, EIGHT)
    with count_statements() as many:
        plan(cast, EIGHT)
    assert len(few.selects) == len(many.selects) <= 10
    writes = [len(found) - len(found.selects) for found in (few, many)]
    assert writes == ([1, 6] if is_new else [0, 0])  # a thousand new rows go into one statement
    for kind, most in ((PushKind.CHECK_IN, 5), (PushKind.APPOINTMENT, 10)):
        rows = messages(OutboxMessage.kind == kind)
        with count_statements() as few:
            still_wanted(db.session(), rows[:10], EIGHT)
        with count_statements() as many:
            still_wanted(db.session(), rows, EIGHT)
        assert len(few) == len(many) == most


def crowd(cast: Cast, size: int) -> None:
    """Let so many more people take part."""
    program = db.session.get_one(Person, cast.ana.id)
    begun = db.session.query(Person).count()
    columns = {"program_id": program.program_id, "role": Role.PARTICIPANT, "name": "One", "is_demo": False}
    columns |= {"joined_at": program.joined_at, "created_at": program.created_at}
    people = [{**columns, "email": f"one{begun + number}@riverside.example"} for number in range(size)]
    numbers = db.session.scalars(insert(Person).returning(Person.id), people).all()
    rows: list[dict[str, Any]] = [
        {
            "program_id": program.program_id,
            "participant_id": number,
            "started_on": date(2026, 11, 2),
            "takes_medication": False,
            "revision": 1,
        }
        for number in numbers
    ]
    db.session.execute(insert(Enrollment), rows)
    db.session.commit()
