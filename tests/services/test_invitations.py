"""Bringing people in: who may, what is made in one act, and that nobody is told who is here already."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.enrollments import Beginning, ComesFrom
from client_app.domain.invitations import TAKEN, Invitation
from client_app.domain.join_links import LinkKind
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, JoinLink, Person, Program
from client_app.services.enrollments import Reader, read_by, reader_of
from client_app.services.invitations import (
    CHOOSE_COUNSELOR,
    NO_CASELOAD,
    CounselorChoice,
    begin_program,
    counselor_choices,
    invite_participant,
    invite_staff,
    why_not_invite,
)
from client_app.services.join_links import Handover, join, link_for_participant
from client_app.services.programs import NewProgram
from client_app.services.sign_ins import sign_in
from tests.cast import Cast
from tests.support.links import NEW_PASSWORD, disable, person_of
from tests.support.posts import at_once, audit_lines

NINA = Invitation("Nina", "nina@mail.example")
FROM_DETOX = Beginning(ComesFrom.DETOX, "Rides on Fridays.", date(2027, 2, 1))


def invited(cast: Cast, now: datetime) -> Handover:
    """Nina, invited into the caseload of Ana's counselor."""
    return invite_participant(cast.counselor.viewer, NINA, FROM_DETOX, now)


def test_a_participant_comes_into_the_counselors_own_caseload(cast: Cast, now: datetime) -> None:
    link = invited(cast, now)
    person = person_of(link)
    assert (person.name, person.email, person.role, person.program_id) == (
        "Nina",
        "nina@mail.example",
        Role.PARTICIPANT,
        cast.program_id,
    )
    assert (person.password_hash, person.joined_at, person.is_demo) == (None, None, False)
    assert (link.kind, link.expires_at) == (LinkKind.INVITATION, now + timedelta(hours=72))
    enrollment = db.session.query(Enrollment).filter_by(participant_id=link.person_id).one()
    assert (enrollment.caseload_id, enrollment.started_on) == (cast.caseload_id, date(2026, 11, 23))
    assert (enrollment.comes_from, enrollment.agreement) == (ComesFrom.DETOX, "Rides on Fridays.")
    assert enrollment.planned_end_on == date(2027, 2, 1)
    lines = audit_lines()
    assert [line.action for line in lines] == ["person.invited", "enrollment.started", "join_link.made"]
    assert {(line.actor_id, line.participant_id) for line in lines} == {(cast.counselor.id, link.person_id)}
    assert "nina" not in str(lines).lower()


def test_who_is_invited_cannot_sign_in_before_they_have_joined(cast: Cast, now: datetime) -> None:
    link = invited(cast, now)
    for password in ("", NEW_PASSWORD, "None"):
        assert sign_in(NINA.email, password, now, demo=False) is None
    join(None, link.token, NEW_PASSWORD, now, demo=False)
    assert sign_in(NINA.email, NEW_PASSWORD, now, demo=False)
    assert person_of(link).joined_at == now


def test_a_new_link_is_an_invitation_until_they_have_joined(cast: Cast, now: datetime) -> None:
    first = invited(cast, now)
    second = link_for_participant(cast.counselor.viewer, first.person_id, now)
    assert second.kind is LinkKind.INVITATION
    join(None, second.token, NEW_PASSWORD, now, demo=False)
    assert link_for_participant(cast.counselor.viewer, first.person_id, now).kind is LinkKind.RESET
    assert person_of(first).joined_at == now


def test_a_director_chooses_the_caseload_or_nobody(cast: Cast, now: datetime) -> None:
    viewer = cast.director.viewer
    assert [choice.name for choice in counselor_choices(viewer)] == ["Carla Reyes", "Olive Stone"]
    assert counselor_choices(viewer)[0] == CounselorChoice(cast.caseload_id, "Carla Reyes", has_joined=True)
    one = invite_participant(viewer, NINA, Beginning(ComesFrom.HOME), now, caseload_id=cast.caseload_id)
    other = invite_participant(viewer, Invitation("Nora", "nora@mail.example"), Beginning(ComesFrom.HOME), now)
    assert one.person_id in set(db.session.scalars(read_by(cast.counselor.viewer, now)))
    assert other.person_id in set(db.session.scalars(read_by(viewer, now)))


def test_a_caseload_elsewhere_or_of_somebody_gone_is_no_choice(cast: Cast, now: datetime) -> None:
    elsewhere = db.session.scalars(select(Caseload.id).where(Caseload.counselor_id == cast.strange_counselor.id)).one()
    disable(cast.other_counselor.id, now)
    gone = db.session.scalars(select(Caseload.id).where(Caseload.counselor_id == cast.other_counselor.id)).one()
    for chosen in (elsewhere, gone, 2**31 - 1):
        with pytest.raises(Invalid) as refused:
            invite_participant(cast.director.viewer, NINA, Beginning(ComesFrom.HOME), now, caseload_id=chosen)
        assert refused.value.reason == CHOOSE_COUNSELOR
    assert audit_lines() == []


def test_a_counselor_chooses_no_caseload_but_the_own(cast: Cast, now: datetime) -> None:
    other = db.session.scalars(select(Caseload.id).where(Caseload.counselor_id == cast.other_counselor.id)).one()
    link = invite_participant(cast.counselor.viewer, NINA, FROM_DETOX, now, caseload_id=other)
    assert db.session.query(Enrollment.caseload_id).filter_by(participant_id=link.person_id).scalar() == (
        cast.caseload_id
    )


def test_a_counselor_without_a_caseload_invites_nobody(cast: Cast, now: datetime) -> None:
    assert why_not_invite(cast.counselor.viewer) is None
    assert why_not_invite(cast.cover.viewer) == NO_CASELOAD
    with pytest.raises(Refused) as refused:
        invite_participant(cast.cover.viewer, NINA, FROM_DETOX, now)
    assert refused.value.reason == NO_CASELOAD


@pytest.mark.parametrize(("role", "caseloads"), [(Role.COUNSELOR, 1), (Role.DIRECTOR, 0)])
def test_staff_come_into_the_directors_program(cast: Cast, now: datetime, role: Role, caseloads: int) -> None:
    link = invite_staff(cast.director.viewer, NINA, role, now)
    person = person_of(link)
    assert (person.role, person.program_id, person.joined_at) == (role, cast.program_id, None)
    own = select(Caseload.id).where(Caseload.counselor_id == person.id, Caseload.program_id == cast.program_id)
    assert len(db.session.scalars(own).all()) == caseloads
    assert {line.participant_id for line in audit_lines()} == {None}


def test_who_has_not_joined_reads_for_nobody(cast: Cast, now: datetime) -> None:
    """Else a flag would wait for somebody who cannot sign in."""
    counselor = invite_staff(cast.director.viewer, NINA, Role.COUNSELOR, now)
    [choice] = [one for one in counselor_choices(cast.director.viewer) if not one.has_joined]
    ben = invite_participant(
        cast.director.viewer,
        Invitation("Ben", "ben@mail.example"),
        Beginning(ComesFrom.HOME),
        now,
        caseload_id=choice.caseload_id,
    )
    assert reader_of(ben.person_id, now) == Reader("Dora Kent", is_director=True)
    assert ben.person_id in set(db.session.scalars(read_by(cast.director.viewer, now)))
    join(None, counselor.token, NEW_PASSWORD, now, demo=False)
    assert reader_of(ben.person_id, now) == Reader("Nina", is_director=False)
    assert ben.person_id not in set(db.session.scalars(read_by(cast.director.viewer, now)))


@pytest.mark.parametrize("who", ["ana", "luis", "counselor", "stranger"])
def test_whoever_has_the_email_the_answer_is_the_same(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(Conflict) as refused:
        invite_participant(
            cast.counselor.viewer, Invitation("Nina", cast.everyone[who].email), Beginning(ComesFrom.HOME), now
        )
    assert refused.value.reason == TAKEN
    assert (audit_lines(), db.session.query(JoinLink).count()) == ([], 0)


def test_what_cannot_be_kept_is_refused_whole(cast: Cast, now: datetime) -> None:
    for wrong in (Invitation("", "nina@mail.example"), Invitation("Nina", "nina"), Invitation("N\0", "n@mail.example")):
        with pytest.raises(Invalid):
            invite_staff(cast.director.viewer, wrong, Role.DIRECTOR, now)
    assert audit_lines() == []


def test_one_email_invited_twice_at_once_is_invited_once(cast: Cast, context: Flask, now: datetime) -> None:
    results = at_once(context, *[lambda: invited(cast, now)] * 4)
    assert sum(isinstance(result, Handover) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 3
    assert db.session.query(Person).filter_by(email=NINA.email).count() == 1


@pytest.mark.usefixtures("context")
def test_a_program_begins_with_its_director(now: datetime) -> None:
    link = begin_program(NewProgram("Lakeside", "America/Denver", ()), NINA, now, demo=False)
    person = person_of(link)
    assert (person.role, person.is_demo) == (Role.DIRECTOR, False)
    assert [line.action for line in audit_lines()] == ["program.added", "person.invited", "join_link.made"]
    with pytest.raises(Conflict):  # nothing of it is left behind
        begin_program(NewProgram("Bayside", "America/Denver", ()), NINA, now, demo=False)
    assert db.session.query(Program).count() == 1


@pytest.mark.usefixtures("context")
def test_who_is_invited_in_a_demo_is_invented(now: datetime) -> None:
    link = begin_program(NewProgram("Lakeside", "America/Denver", ()), NINA, now, demo=True)
    assert person_of(link).is_demo
    join(None, link.token, NEW_PASSWORD, now, demo=True)
