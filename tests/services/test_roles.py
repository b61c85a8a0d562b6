"""Another role: whoever gets it signs in anew, and nobody's care is left without its person."""

from datetime import datetime

import pytest
from sqlalchemy import select

from client_app.domain.refusals import Conflict
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, Person, Program
from client_app.services.enrollments import read_by, reader_of
from client_app.services.invitations import counselor_choices
from client_app.services.people import account_of
from client_app.services.roles import change_role
from client_app.services.sign_ins import sign_in
from tests.cast import Cast, Member
from tests.factories import PASSWORD, make_person
from tests.support.posts import audit_lines, fresh
from tests.support.sign_ins import viewer_of


def give(member: Member, role: Role, now: datetime) -> None:
    """Change somebody's role as the command does."""
    account = account_of(member.email)
    assert account is not None
    change_role(account, role, now)


def test_another_role_ends_every_sign_in_on_the_next_request(cast: Cast, now: datetime) -> None:
    token = sign_in(cast.cover.email, PASSWORD, now, demo=False) or ""
    assert viewer_of(token, now, extends=False) is not None
    for _ in range(2):
        give(cast.cover, Role.DIRECTOR, now)
    fresh()
    assert viewer_of(token, now, extends=False) is None
    assert db.session.get_one(Person, cast.cover.id).role is Role.DIRECTOR
    lines = [line for line in audit_lines() if line.action == "person.role_changed"]
    assert [line.details for line in lines] == [{"before": "counselor", "role": "director"}]


@pytest.mark.parametrize(
    ("part", "role", "words"),
    [
        ("ana", Role.DIRECTOR, "has a record as a participant"),
        ("counselor", Role.DIRECTOR, "hand the caseload over first"),
        ("director", Role.COUNSELOR, "the only director"),
    ],
)
def test_nobodys_care_is_left_alone(cast: Cast, now: datetime, part: str, role: Role, words: str) -> None:
    member = cast.everyone[part]
    token = sign_in(member.email, PASSWORD, now, demo=False) or ""
    with pytest.raises(Conflict, match=words):
        give(member, role, now)
    assert viewer_of(token, now, extends=False) is not None


def test_a_director_beside_another_may_become_a_counselor(cast: Cast, now: datetime) -> None:
    make_person(db.session.get_one(Program, cast.program_id), Role.DIRECTOR, "Dana West")
    give(cast.director, Role.COUNSELOR, now)
    fresh()
    assert db.session.get_one(Person, cast.director.id).role is Role.COUNSELOR


def test_a_director_who_is_only_invited_is_no_other_director(cast: Cast, now: datetime) -> None:
    invited = make_person(db.session.get_one(Program, cast.program_id), Role.DIRECTOR, "Dana West")
    invited.joined_at = None
    db.session.commit()
    with pytest.raises(Conflict, match="the only director"):
        give(cast.director, Role.COUNSELOR, now)


@pytest.mark.parametrize("part", ["cover", "counselor"])
def test_who_was_a_counselor_reads_no_caseload_and_stands_in_nobodys_way(cast: Cast, now: datetime, part: str) -> None:
    """What is open after the end, and what a cover looked after, has a director as its reader."""
    if part == "cover":
        db.session.get_one(Person, cast.counselor.id).disabled_at = now
    else:
        db.session.get_one(Caseload, cast.caseload_id).cover_id = None
        db.session.scalars(select(Enrollment).filter_by(participant_id=cast.ana.id)).one().ended_on = now.date()
    db.session.commit()
    give(cast.everyone[part], Role.DIRECTOR, now)
    fresh()
    assert db.session.scalars(read_by(cast.director.viewer, now)).all() == [cast.ana.id]
    if part == "cover":
        found = reader_of(cast.ana.id, now)
        assert found is not None
        assert found.is_director
    assert "Carla Reyes" not in {one.name for one in counselor_choices(cast.director.viewer)}
