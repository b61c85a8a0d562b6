"""Who takes part in a program and who looks after them, as a director sees it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Person, Program
from client_app.services.caseload_reads import participants_of_program
from tests.cast import Cast
from tests.factories import enroll, make_person
from tests.support.applications import Statements
from tests.support.flags import add_participant, away, unassign


def test_who_has_a_counselor_and_who_has_none(cast: Cast, now: datetime) -> None:
    unassign(cast)
    found = participants_of_program(cast.director.viewer, now)
    assert [(one.name, one.counselor, one.has_nobody) for one in found.unassigned] == [("Ana", None, True)]
    assert [(one.name, one.counselor, one.has_nobody) for one in found.assigned] == [("Luis", "Olive Stone", False)]
    assert found.ended == ()


def test_a_disabled_counselor_without_a_cover_is_none(cast: Cast, now: datetime) -> None:
    for person in (cast.counselor, cast.other_counselor):
        db.session.get_one(Person, person.id).disabled_at = now
    db.session.commit()
    found = participants_of_program(cast.director.viewer, now)
    assert [(one.name, one.counselor) for one in found.unassigned] == [("Luis", "Olive Stone")]
    assert [(one.name, one.is_counselor_gone) for one in found.assigned] == [("Ana", True)]


def test_a_counselor_who_is_away_stays_the_counselor(cast: Cast, now: datetime) -> None:
    away(cast, now)
    assert [one.name for one in participants_of_program(cast.director.viewer, now).assigned] == ["Ana", "Luis"]


def test_who_has_left_stands_apart_unless_they_came_back(cast: Cast, now: datetime) -> None:
    program = db.session.get_one(Program, cast.program_id)
    for days, name in enumerate(("Nora", "Otto", "Pia"), start=1):
        enroll(make_person(program, Role.PARTICIPANT, name), None, ended_on=now.date() - timedelta(days=days))
    back = make_person(program, Role.PARTICIPANT, "Quinn")
    enroll(back, None, ended_on=now.date())
    enroll(back, None)
    found = participants_of_program(cast.director.viewer, now)
    assert [one.name for one in found.ended] == ["Nora", "Otto", "Pia"]
    assert [one.name for one in found.unassigned] == ["Quinn"]


def test_other_programs_and_other_roles_see_nothing_of_it(cast: Cast, now: datetime) -> None:
    for part in ("counselor", "ana", "family_member"):
        found = participants_of_program(cast.everyone[part].viewer, now)
        assert (found.unassigned, found.assigned, found.ended) == ((), (), ())
    names = {one.name for one in participants_of_program(cast.director.viewer, now).assigned}
    assert cast.stranger.name not in names


def test_the_list_is_read_in_as_many_questions_however_long_it_is(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    for number in range(5):
        add_participant(cast, f"Person {number}")
    with count_statements() as statements:
        participants_of_program(cast.director.viewer, now)
    assert len(statements) == 3
