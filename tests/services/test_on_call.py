"""A director sets who is on call and how soon pages go further: whole or not at all, and never too late."""

from datetime import datetime, time
from typing import Any

import pytest
from flask import Flask

from client_app.domain.escalation import Ladder
from client_app.domain.on_call import Shift
from client_app.domain.programs import SAVED_MEANWHILE
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.extensions import db
from client_app.models import Person, Program
from client_app.services.on_call import NO_PERSON, OnCall, on_call_of, set_on_call
from tests.cast import Cast
from tests.support.escalations import set_up
from tests.support.posts import at_once, audit_lines, fresh


def a_week(person_id: int, **ladder: int) -> OnCall:
    """Somebody is on call through Monday night."""
    return OnCall((Shift(0, time(17), time(9), person_id),), Ladder(**ladder))


def test_it_begins_with_nobody_and_the_products_own_ladder(cast: Cast) -> None:
    kept = on_call_of(cast.director.viewer)
    assert kept.on_call == OnCall((), Ladder())
    assert list(kept.staff.values()) == ["Carla Reyes", "Cory Bell", "Dora Kent", "Olive Stone"]


def test_it_is_saved_whole_and_kept_on_record(cast: Cast, now: datetime) -> None:
    week = a_week(cast.cover.id, second_after=10, repeat_every=20)
    set_on_call(cast.director.viewer, week, on_call_of(cast.director.viewer).revision, now)
    fresh()
    kept = on_call_of(cast.director.viewer)
    assert (kept.on_call, kept.revision) == (week, 2)
    line = audit_lines()[-1]
    assert line.action == "on_call.set"
    assert line.details == {"people": [cast.cover.id], "second_after": 10, "repeat_every": 20}
    count = len(audit_lines())
    set_on_call(cast.director.viewer, week, 2, now)
    assert len(audit_lines()) == count, "nothing has changed"
    set_on_call(cast.director.viewer, OnCall((), Ladder()), 2, now)
    fresh()
    assert on_call_of(cast.director.viewer).on_call == OnCall((), Ladder())


@pytest.mark.parametrize("ladder", [{"second_after": 16}, {"second_after": 4}, {"repeat_every": 61}])
def test_a_ladder_that_pages_too_late_or_too_often_is_refused(
    cast: Cast, now: datetime, ladder: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        set_on_call(cast.director.viewer, a_week(cast.cover.id, **ladder), 1, now)
    assert db.session.get_one(Program, cast.program_id).paging is None


@pytest.mark.parametrize("who", ["ana", "family_member", "strange_counselor"])
def test_only_staff_of_the_program_can_be_on_call(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(Invalid) as refusal:
        set_on_call(cast.director.viewer, a_week(cast.everyone[who].id), 1, now)
    assert refusal.value.reason == NO_PERSON


def test_whoever_cannot_sign_in_any_more_stays_on_the_list_to_be_taken_off(cast: Cast, now: datetime) -> None:
    set_on_call(cast.director.viewer, a_week(cast.cover.id), 1, now)
    set_up(Person, cast.cover.id, disabled_at=now)
    set_up(Person, cast.other_counselor.id, disabled_at=now)
    assert list(on_call_of(cast.director.viewer).staff.values()) == ["Carla Reyes", "Cory Bell", "Dora Kent"]


def test_a_stale_form_and_directors_at_once_are_told(cast: Cast, context: Flask, now: datetime) -> None:
    weeks = [a_week(cast.cover.id), a_week(cast.counselor.id)]
    results = at_once(context, *[lambda week=week: set_on_call(cast.director.viewer, week, 1, now) for week in weeks])
    [conflict] = [result for result in results if result is not None]
    assert isinstance(conflict, Conflict)
    assert conflict.reason == SAVED_MEANWHILE


def test_nobody_else_sets_it(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        set_on_call(cast.counselor.viewer, a_week(cast.counselor.id), 1, now)
