"""A person's new password: the old one is asked for, and whatever was let in by it ends."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.refusals import Busy, Conflict, Invalid, TooManyTries
from client_app.domain.viewers import Viewer
from client_app.domain.visits import Visit
from client_app.extensions import db
from client_app.gateways import passwords as gateway
from client_app.gateways.passwords import hash_password, is_password
from client_app.models import Person, SignIn, TrustedPhone
from client_app.services import _passwords
from client_app.services._passwords import set_password
from client_app.services.acts import act
from client_app.services.passwords import WrongPassword, change_password
from client_app.services.sign_ins import sign_in
from tests.cast import Cast, Member
from tests.factories import PASSWORD, stored
from tests.support.posts import at_once, audit_lines, fresh
from tests.support.sign_ins import viewer_of

NEW = "a walk along the slow green canal"
HERE = Visit(secret="s", address="203.0.113.7")


def browser_of(member: Member, now: datetime) -> tuple[str, Viewer]:
    """A browser on which somebody is signed in: its token, and the viewer."""
    token = sign_in(member.email, PASSWORD, now, demo=False)
    viewer = viewer_of(token or "", now, extends=False)
    assert token is not None
    assert viewer is not None
    return token, viewer


def change(viewer: Viewer, now: datetime, old: str = PASSWORD, new: str = NEW) -> str:
    """Change the password from here."""
    return change_password(viewer, old, new, now, visit=HERE, app_name="Companion")


def test_a_new_password_ends_everything_else(cast: Cast, now: datetime) -> None:
    here, viewer = browser_of(cast.ana, now)
    there, _ = browser_of(cast.ana, now)
    of_luis, _ = browser_of(cast.luis, now)
    stored(TrustedPhone(person_id=cast.ana.id, token_hash="t", trusted_at=now, expires_at=now + timedelta(days=30)))
    new_token = change(viewer, now)
    fresh()
    assert [viewer_of(token, now, extends=False) is not None for token in (here, there, new_token, of_luis)] == [
        False,
        False,
        True,
        True,
    ]
    again = viewer_of(new_token, now, extends=False)
    assert again == viewer
    assert db.session.scalars(select(TrustedPhone.ended_at)).one() == now
    line = audit_lines()[-1]
    assert (line.action, line.actor_id, line.subject) == (
        "person.password_changed",
        cast.ana.id,
        f"people:{cast.ana.id}",
    )
    assert line.details == {"ended_sign_ins": 1, "ended_trust": 1, "ended_feeds": 0}
    assert sign_in(cast.ana.email, PASSWORD, now, demo=False) is None
    assert sign_in(cast.ana.email, NEW, now, demo=False) is not None


@pytest.mark.parametrize("old", ["wrong", "", PASSWORD + "\0", "\ud800"])
def test_the_old_password_is_asked_for(cast: Cast, now: datetime, old: str) -> None:
    token, viewer = browser_of(cast.ana, now)
    with pytest.raises(WrongPassword):
        change(viewer, now, old)
    assert viewer_of(token, now, extends=False) == viewer
    assert sign_in(cast.ana.email, PASSWORD, now, demo=False) is not None


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("too short", "15 characters or more"),
        ("x" * 201, "200 characters at most"),
        ("passwordpassword", "easy to guess"),
        ("Ana.Riverside.2026", "too close to your name"),
        (NEW + "\0", "could not be read"),
        (PASSWORD, "your password already"),
    ],
)
def test_a_new_password_that_will_not_do_is_refused_before_anything_is_counted(
    cast: Cast, now: datetime, new: str, words: str
) -> None:
    _, viewer = browser_of(cast.ana, now)
    for _ in range(7):
        with pytest.raises(Invalid, match=words):
            change(viewer, now, new=new)


def test_guessing_on_at_an_open_browser_is_throttled_like_a_sign_in(cast: Cast, now: datetime) -> None:
    _, viewer = browser_of(cast.ana, now)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            change(viewer, now, "wrong")
    with pytest.raises(TooManyTries):
        change(viewer, now)
    change(viewer, now + timedelta(minutes=15))


def test_of_two_changes_at_once_one_counts(cast: Cast, app: Flask, now: datetime) -> None:
    viewers = [browser_of(cast.ana, now)[1] for _ in range(2)]
    results = at_once(app, lambda: change(viewers[0], now), lambda: change(viewers[1], now, new=NEW + " again"))
    assert sum(isinstance(result, str) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 1
    fresh()
    assert len(db.session.scalars(select(SignIn.id).where(SignIn.ended_at.is_(None))).all()) == 1


def test_too_many_who_wait_are_asked_to_come_back(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    _, viewer = browser_of(cast.ana, now)

    def crowded(_password: str) -> str:
        raise gateway.TooManyWaitError

    monkeypatch.setattr(_passwords, "hash_password", crowded)
    with pytest.raises(Busy):
        change(viewer, now)


def test_who_knew_the_password_and_had_to_wait_for_the_new_one_has_failed_at_nothing(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(_password: str) -> str:
        raise gateway.TooManyWaitError

    _, viewer = browser_of(cast.ana, now)
    monkeypatch.setattr(_passwords, "hash_password", too_many)
    for _ in range(6):
        with pytest.raises(Busy):
            change(viewer, now)
    monkeypatch.undo()
    change(viewer, now)


@pytest.mark.parametrize("joined_before", [True, False])
def test_with_the_first_password_a_person_has_joined(cast: Cast, now: datetime, *, joined_before: bool) -> None:
    person = db.session.get_one(Person, cast.ana.id)
    earlier = now - timedelta(days=9) if joined_before else None
    person.joined_at, person.password_hash = earlier, None
    db.session.commit()
    assert sign_in(cast.ana.email, PASSWORD, now, demo=False) is None
    with act(None, now) as a:
        own = a.session.get_one(Person, cast.ana.id)
        ended = set_password(a, own, hash_password(NEW))
        a.audit("test", subject=own)
    fresh()
    assert (ended.sign_ins, ended.phones) == (0, 0)
    assert person.joined_at == (earlier or now)
    assert is_password(NEW, person.password_hash)
