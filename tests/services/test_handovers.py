"""Caseloads change hands: everybody moves, nothing that is open is left with somebody who does not read it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.flag_life import State
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, Flag, Person, Program
from client_app.services.enrollments import reader_of
from client_app.services.flags import claim_flags
from client_app.services.handovers import Assignment, assign, hand_over
from client_app.services.staff import disable_member
from tests.cast import Cast, Member
from tests.factories import enroll, make_flag, make_person
from tests.support.flags import add_participant, away, claimed, events, flag, seen, unassign
from tests.support.posts import at_once, audit_lines, fresh, refusal_of


def reader(participant_id: int, now: datetime) -> str | None:
    """Who reads for a participant."""
    fresh()
    found = reader_of(participant_id, now)
    return found.name if found else None


def caseload_id(member: Member) -> int | None:
    """The number of a counselor's caseload."""
    return db.session.scalar(select(Caseload.id).where(Caseload.counselor_id == member.id))


def assignment(cast: Cast, counselor: Member) -> Assignment:
    """Ana to this counselor, from the caseload that she is in."""
    seen_id = db.session.scalar(
        select(Enrollment.caseload_id).where(Enrollment.participant_id == cast.ana.id, Enrollment.ended_on.is_(None))
    )
    return Assignment(cast.ana.id, counselor.id, seen_id)


def test_everybody_moves_to_the_other_counselor(cast: Cast, now: datetime) -> None:
    nora = add_participant(cast, "Nora")
    hand_over(cast.director.viewer, cast.counselor.id, cast.other_counselor.id, now)
    assert [reader(person, now) for person in (cast.ana.id, nora)] == [cast.other_counselor.name] * 2
    lines = audit_lines()
    assert [(line.action, line.participant_id) for line in lines] == [
        ("caseload.handed_over", None),
        ("enrollment.assigned", cast.ana.id),
        ("enrollment.assigned", nora),
    ]
    assert lines[1].details == {
        "caseload_id": caseload_id(cast.other_counselor),
        "earlier_caseload_id": cast.caseload_id,
    }


def test_a_counselor_without_a_caseload_gets_one(cast: Cast, now: datetime) -> None:
    hand_over(cast.director.viewer, cast.counselor.id, cast.cover.id, now)
    assert reader(cast.ana.id, now) == cast.cover.name


def test_who_has_left_moves_along_so_that_what_is_open_has_a_reader(cast: Cast, now: datetime) -> None:
    nora = make_person(db.session.get_one(Program, cast.program_id), Role.PARTICIPANT, "Nora")
    earlier = enroll(nora, db.session.get_one(Caseload, cast.caseload_id), ended_on=now.date() - timedelta(days=9))
    last = enroll(nora, db.session.get_one(Caseload, cast.caseload_id), ended_on=now.date())
    hand_over(cast.director.viewer, cast.counselor.id, cast.other_counselor.id, now)
    fresh()
    assert db.session.get_one(Enrollment, last.id).caseload_id == caseload_id(cast.other_counselor)
    assert db.session.get_one(Enrollment, earlier.id).caseload_id == cast.caseload_id


def test_claimed_flags_are_open_again_for_the_new_counselor(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    closed = make_flag(cast.ana.id, "mood_low", state=State.RESOLVED).id
    revision = flag(craving).revision
    hand_over(cast.director.viewer, cast.counselor.id, cast.other_counselor.id, now)
    assert (flag(craving).state, flag(craving).claimed_by_id, flag(craving).claimed_at) == (State.OPEN, None, None)
    assert flag(craving).revision == revision + 1
    assert events(craving) == ["raised", "claimed", "released"]
    assert flag(closed).state is State.RESOLVED
    line = audit_lines()[-1]
    assert (line.action, line.participant_id, line.actor_id) == ("flag.released", cast.ana.id, cast.director.id)
    claim_flags(cast.other_counselor.viewer, seen(craving), now)
    assert flag(craving).claimed_by_id == cast.other_counselor.id


def test_what_the_new_counselor_has_claimed_already_stays_theirs(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    away(cast, now)
    claim_flags(cast.cover.viewer, seen(craving), now)
    hand_over(cast.director.viewer, cast.counselor.id, cast.cover.id, now)
    assert flag(craving).claimed_by_id == cast.cover.id
    assert events(craving) == ["raised", "claimed"]


@pytest.mark.parametrize(
    ("leaving", "taking", "refusal"),
    [
        ("counselor", "counselor", Invalid),
        ("counselor", "director", Invalid),
        ("cover", "other_counselor", Conflict),
        ("director", "other_counselor", Conflict),
        ("counselor", "strange_counselor", NotFound),
        ("strange_counselor", "counselor", NotFound),
        ("ana", "counselor", NotFound),
        ("counselor", "luis", NotFound),
    ],
)
def test_only_somebody_is_handed_over_and_only_to_a_counselor_of_the_program(
    cast: Cast, now: datetime, leaving: str, taking: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        hand_over(cast.director.viewer, cast.everyone[leaving].id, cast.everyone[taking].id, now)
    assert audit_lines() == []


@pytest.mark.parametrize("column", ["disabled_at", "joined_at"])
def test_nobody_is_handed_to_who_cannot_sign_in(cast: Cast, now: datetime, column: str) -> None:
    other = db.session.get_one(Person, cast.other_counselor.id)
    setattr(other, column, now if column == "disabled_at" else None)
    db.session.commit()
    with pytest.raises(Invalid):
        hand_over(cast.director.viewer, cast.counselor.id, other.id, now)
    with pytest.raises(Invalid):
        assign(cast.director.viewer, assignment(cast, cast.other_counselor), now)


@pytest.mark.parametrize("part", ["counselor", "ana", "family_member"])
def test_only_directors_do_it(cast: Cast, now: datetime, part: str) -> None:
    viewer = cast.everyone[part].viewer
    with pytest.raises(NotFound):
        hand_over(viewer, cast.counselor.id, cast.other_counselor.id, now)
    with pytest.raises(NotFound):
        assign(viewer, assignment(cast, cast.other_counselor), now)


def test_a_caseload_is_handed_over_once(app: Flask, cast: Cast, now: datetime) -> None:
    director = cast.director.viewer
    found = at_once(
        app,
        lambda: hand_over(director, cast.counselor.id, cast.other_counselor.id, now),
        lambda: hand_over(director, cast.counselor.id, cast.cover.id, now),
    )
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "NoneType"]
    assert reader(cast.ana.id, now) in {cast.other_counselor.name, cast.cover.name}


def test_disabling_while_somebody_hands_over_leaves_nobody_alone(app: Flask, cast: Cast, now: datetime) -> None:
    director = cast.director.viewer
    at_once(
        app,
        lambda: hand_over(director, cast.counselor.id, cast.other_counselor.id, now),
        lambda: disable_member(director, cast.other_counselor.id, now),
        lambda: disable_member(director, cast.counselor.id, now),
    )
    fresh()
    reads = reader_of(cast.ana.id, now)
    assert reads is not None
    assert not reads.is_director


def test_somebody_without_a_counselor_is_assigned(cast: Cast, now: datetime) -> None:
    unassign(cast)
    assert reader(cast.ana.id, now) == cast.director.name
    craving = make_flag(cast.ana.id).id
    claim_flags(cast.director.viewer, seen(craving), now)
    assign(cast.director.viewer, assignment(cast, cast.other_counselor), now)
    assert reader(cast.ana.id, now) == cast.other_counselor.name
    assert flag(craving).state is State.OPEN
    assert [line.action for line in audit_lines()][-2:] == ["enrollment.assigned", "flag.released"]


def test_the_same_counselor_is_no_change(cast: Cast, now: datetime) -> None:
    assign(cast.director.viewer, assignment(cast, cast.counselor), now)
    assert audit_lines() == []


def test_an_old_form_assigns_nobody(cast: Cast, now: datetime) -> None:
    old = assignment(cast, cast.cover)
    assign(cast.director.viewer, assignment(cast, cast.other_counselor), now)
    assert "just changed" in refusal_of(lambda: assign(cast.director.viewer, old, now))
    assert reader(cast.ana.id, now) == cast.other_counselor.name


@pytest.mark.parametrize("part", ["stranger", "counselor"])
def test_who_does_not_take_part_here_is_not_assigned(cast: Cast, now: datetime, part: str) -> None:
    other = Assignment(cast.everyone[part].id, cast.counselor.id, None)
    with pytest.raises(NotFound):
        assign(cast.director.viewer, other, now)


def test_who_has_left_is_not_assigned(cast: Cast, now: datetime) -> None:
    db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one().ended_on = now.date()
    db.session.commit()
    with pytest.raises(NotFound):
        assign(cast.director.viewer, Assignment(cast.ana.id, cast.cover.id, cast.caseload_id), now)


def test_no_flag_is_left_with_somebody_who_does_not_read(cast: Cast, now: datetime) -> None:
    """Whoever has a flag after a hand-over reads its participant."""
    claimed(cast, now)
    hand_over(cast.director.viewer, cast.counselor.id, cast.cover.id, now)
    fresh()
    owners = db.session.scalars(select(Flag.claimed_by_id).where(Flag.state == State.ACKNOWLEDGED)).all()
    assert owners == []
