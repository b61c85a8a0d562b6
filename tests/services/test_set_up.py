"""How far a program's set-up is, judged by what is stored, and lines that are fine as they are."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from client_app.domain.refusals import NotFound, Refused
from client_app.domain.set_up import Line, State
from client_app.domain.thresholds import Thresholds
from client_app.extensions import db
from client_app.models import Enrollment, Person, Program, StaffedInterval
from client_app.services.crisis_lines import Checked, confirm_line
from client_app.services.rules import change_thresholds
from client_app.services.set_up import leave_as_it_is, set_up_of
from tests.cast import Cast
from tests.support.calendars import MONDAY, make_phase, make_series
from tests.support.posts import at_once, audit_lines


def states(cast: Cast, now: datetime) -> dict[Line, State]:
    """Each line with how far it is."""
    db.session.rollback()
    return dict(set_up_of(cast.director.viewer, now).lines)


def test_a_program_with_people_but_nothing_planned(cast: Cast, now: datetime) -> None:
    found = set_up_of(cast.director.viewer, now)
    assert dict(found.lines) == {
        Line.DETAILS: State.LOOK,
        Line.CRISIS_LINES: State.LOOK,
        Line.PHASES: State.OPEN,
        Line.STAFF: State.DONE,
        Line.GROUPS: State.OPEN,
        Line.QUESTIONS: State.LOOK,
        Line.PARTICIPANTS: State.DONE,
    }
    assert (found.done, found.is_done) == (2, False)
    standing = found.standing
    assert (standing.counselors, standing.participants, standing.groups) == (3, 2, 0)


def test_what_is_stored_closes_its_line(cast: Cast, now: datetime) -> None:
    director = cast.director.viewer
    db.session.get_one(Program, cast.program_id).on_call_phone = "555-0100"
    db.session.commit()
    make_phase(cast.program_id, now, "Five days", 5)
    make_series(cast.counselor.viewer, now)
    confirm_line(director, "988", Checked(0, MONDAY + timedelta(days=100)), now)
    change_thresholds(director, Thresholds(craving_high=7), 1, now)
    found = set_up_of(director, now)
    assert (found.done, found.is_done) == (7, True)


def test_what_is_gone_opens_its_line_again(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, last_on=MONDAY)
    assert states(cast, now)[Line.GROUPS] is State.DONE
    assert states(cast, now + timedelta(days=1))[Line.GROUPS] is State.OPEN, "it has ended"
    db.session.query(StaffedInterval).delete()
    db.session.query(Person).filter(Person.role == "counselor").update({"disabled_at": now})
    db.session.query(Enrollment).delete()
    db.session.commit()
    found = states(cast, now)
    assert {found[line] for line in (Line.DETAILS, Line.STAFF, Line.PARTICIPANTS)} == {State.OPEN}


def test_a_talk_with_one_person_is_no_group(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, kind="individual", participant_id=cast.ana.id)
    assert states(cast, now)[Line.GROUPS] is State.OPEN


def test_a_line_is_fine_as_it_is_once_and_for_the_own_program_only(app: Flask, cast: Cast, now: datetime) -> None:
    director = cast.director.viewer
    done = at_once(app, *[lambda: leave_as_it_is(director, Line.QUESTIONS, now)] * 2)
    assert done == [None, None]
    assert states(cast, now)[Line.QUESTIONS] is State.DONE
    [line] = audit_lines()
    assert (line.action, line.subject, line.actor_id, line.details) == (
        "program.set_up_looked_at",
        f"programs:{cast.program_id}",
        director.person_id,
        {"line": "questions"},
    )
    assert dict(set_up_of(cast.strange_counselor.viewer, now).lines)[Line.QUESTIONS] is State.LOOK


def test_what_needs_something_is_not_left_as_it_is(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused):
        leave_as_it_is(cast.director.viewer, Line.PHASES, now)
    with pytest.raises(NotFound):
        leave_as_it_is(cast.counselor.viewer, Line.QUESTIONS, now)
    assert audit_lines() == []
