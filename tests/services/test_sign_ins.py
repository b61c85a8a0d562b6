"""Signing in and out: a random token per browser, kept as a row, looked up on every request."""

import hashlib
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Person, SignIn
from client_app.services import sign_ins
from client_app.services.health import DatabaseSilentError
from tests.cast import Cast, Member
from tests.factories import PASSWORD
from tests.support.applications import build
from tests.support.posts import audit_lines, fresh
from tests.support.sign_ins import viewer_of

MINUTE = timedelta(minutes=1)


def token_of(member: Member, now: datetime) -> str:
    """Sign somebody in on a new browser."""
    token = sign_ins.sign_in(member.email, PASSWORD, now, demo=False)
    assert token is not None
    return token


def only_sign_in() -> SignIn:
    """The one row there is."""
    fresh()
    return db.session.scalars(select(SignIn)).one()


def test_the_right_password_gives_a_token_that_is_never_stored(cast: Cast, now: datetime) -> None:
    token = token_of(cast.ana, now)
    row = only_sign_in()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert (row.person_id, row.started_at, row.last_seen_at, row.ended_at) == (cast.ana.id, now, now, None)
    assert len(token) >= 43
    [line] = audit_lines()
    assert (line.action, line.subject, line.details) == ("person.signed_in", f"sign_ins:{row.id}", {})
    assert (line.actor_id, line.participant_id) == (cast.ana.id, cast.ana.id)


def test_the_token_says_who_asks(cast: Cast, now: datetime) -> None:
    viewer = viewer_of(token_of(cast.luis, now), now, extends=True)
    assert viewer is not None
    assert (viewer.person_id, viewer.role, viewer.program_id) == (cast.luis.id, Role.PARTICIPANT, cast.program_id)
    assert (viewer.zone, viewer.name, viewer.language) == ("America/Chicago", "Luis", "es")
    assert viewer.sign_in_id == only_sign_in().id


def test_each_sign_in_has_a_token_of_its_own(cast: Cast, now: datetime) -> None:
    assert token_of(cast.ana, now) != token_of(cast.ana, now)


@pytest.mark.parametrize("typed", ["ANA@riverside.example", "  ana@riverside.example\t"])
def test_an_email_is_one_however_it_is_typed(cast: Cast, now: datetime, typed: str) -> None:
    assert cast.ana.email == "ana@riverside.example"
    assert sign_ins.sign_in(typed, PASSWORD, now, demo=False) is not None


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ana@riverside.example", "wrong"),
        ("ana@riverside.example", ""),
        ("ana@riverside.example", PASSWORD + " "),
        ("nobody@riverside.example", PASSWORD),
        ("nobody@riverside.example", "nobody signs in with this"),
        ("", ""),
        ("ana@riverside.example\0", PASSWORD),
        ("\0", "\0"),
        ("ana@riverside.example", PASSWORD + "\0"),
        ("%", PASSWORD),
        ("\N{REPLACEMENT CHARACTER}", "\N{REPLACEMENT CHARACTER}"),
        ("\ud800@riverside.example", PASSWORD),
        ("ana@riverside.example", "\ud800"),
    ],
)
def test_nothing_else_signs_in(cast: Cast, now: datetime, email: str, password: str) -> None:
    assert cast.ana.id
    assert sign_ins.sign_in(email, password, now, demo=False) is None
    fresh()
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


@pytest.mark.parametrize(
    ("part", "subject"), [("ana", "people:{id}"), ("counselor", "people:{id}"), (None, "people:none")]
)
def test_a_failed_sign_in_is_kept_without_what_was_typed(
    cast: Cast, now: datetime, part: str | None, subject: str
) -> None:
    member = cast.everyone[part] if part else None
    email = member.email if member else "typed-by-mistake"
    assert sign_ins.sign_in(email, "not the password", now, demo=False) is None
    [line] = audit_lines()
    assert (line.action, line.actor_id, line.details) == ("person.sign_in_failed", None, {})
    assert line.subject == subject.format(id=member.id if member else 0)
    assert line.participant_id == (cast.ana.id if part == "ana" else None)


def test_a_disabled_person_neither_signs_in_nor_stays(cast: Cast, now: datetime) -> None:
    token = token_of(cast.ana, now)
    db.session.get_one(Person, cast.ana.id).disabled_at = now
    db.session.commit()
    assert viewer_of(token, now, extends=True) is None
    assert sign_ins.sign_in(cast.ana.email, PASSWORD, now, demo=False) is None


@pytest.mark.parametrize("is_demo", [False, True])
def test_demo_accounts_and_real_ones_never_meet(cast: Cast, now: datetime, is_demo: bool) -> None:
    db.session.get_one(Person, cast.ana.id).is_demo = is_demo
    db.session.commit()
    assert (sign_ins.sign_in(cast.ana.email, PASSWORD, now, demo=True) is not None) is is_demo
    assert (sign_ins.sign_in(cast.ana.email, PASSWORD, now, demo=False) is not None) is not is_demo


def test_signing_out_kills_the_token_and_leaves_a_line(cast: Cast, now: datetime) -> None:
    token, other = token_of(cast.ana, now), token_of(cast.ana, now)
    viewer = viewer_of(token, now, extends=True)
    assert viewer is not None
    sign_ins.sign_out(viewer, now + MINUTE)
    assert viewer_of(token, now + MINUTE, extends=True) is None
    assert viewer_of(other, now + MINUTE, extends=True) is not None
    line = audit_lines()[-1]
    assert (line.action, line.actor_id, line.subject) == (
        "person.signed_out",
        cast.ana.id,
        f"sign_ins:{viewer.sign_in_id}",
    )


@pytest.mark.parametrize(("part", "idle"), [("ana", 30), ("family_member", 30), ("counselor", 15), ("director", 15)])
def test_a_sign_in_ends_when_no_hand_has_touched_it(cast: Cast, now: datetime, part: str, idle: int) -> None:
    token = token_of(cast.everyone[part], now)
    last = now + MINUTE * idle
    assert viewer_of(token, last - timedelta(seconds=1), extends=False) is not None
    assert viewer_of(token, last, extends=True) is None


def test_a_request_by_hand_extends_it_and_a_poll_does_not(cast: Cast, now: datetime) -> None:
    token = token_of(cast.counselor, now)
    viewer_of(token, now + MINUTE * 10, extends=False)
    assert only_sign_in().last_seen_at == now
    viewer_of(token, now + MINUTE * 10, extends=True)
    assert only_sign_in().last_seen_at == now + MINUTE * 10


def test_most_requests_only_read(cast: Cast, now: datetime) -> None:
    token = token_of(cast.ana, now)
    viewer_of(token, now + timedelta(seconds=59), extends=True)
    assert only_sign_in().last_seen_at == now
    viewer_of(token, now + MINUTE, extends=True)
    assert only_sign_in().last_seen_at == now + MINUTE


def test_it_ends_after_twelve_hours_in_any_case(cast: Cast, now: datetime) -> None:
    token = token_of(cast.ana, now)
    for minutes in range(0, 12 * 60, 29):
        assert viewer_of(token, now + MINUTE * minutes, extends=True) is not None
    assert viewer_of(token, now + timedelta(hours=12), extends=True) is None


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("token", ["", "no token of ours", "\0"])
def test_a_token_that_was_never_given_is_nobody(now: datetime, token: str) -> None:
    assert viewer_of(token, now, extends=True) is None
    assert sign_ins.person_once_signed_in(token) is None


def test_an_ended_sign_in_still_tells_whose_it_was(cast: Cast, now: datetime) -> None:
    token = token_of(cast.ana, now)
    viewer = viewer_of(token, now, extends=True)
    assert viewer is not None
    sign_ins.sign_out(viewer, now)
    assert sign_ins.person_once_signed_in(token) == cast.ana.id


def test_a_silent_database_is_told_as_such(now: datetime) -> None:
    app: Flask = build("postgresql+psycopg://companion:hush@/companion?host=/nowhere")
    with app.app_context(), pytest.raises(DatabaseSilentError, match=r"^OperationalError$"):
        viewer_of("any", now, extends=True)
