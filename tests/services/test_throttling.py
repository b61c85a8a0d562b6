"""Failed tries are counted in the database: by account, by address, by both, and apart for browsers that are known."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import QueuePool, func, select

from client_app.domain.refusals import Busy, TooManyTries
from client_app.domain.visits import Visit
from client_app.extensions import db
from client_app.gateways import passwords
from client_app.models import FailedSignIn, Person, SignIn
from client_app.services.failed_sign_ins import forget_failures
from client_app.services.sign_ins import sign_in
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.applications import SECRET
from tests.support.posts import at_once, fresh

MINUTE = timedelta(minutes=1)
HERE = Visit(secret=SECRET, address="203.0.113.7")
ANA = "ana@riverside.example"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Compare without hashing, and note each password that is looked at."""
    looked_at: list[str] = []

    def compare(password: str, password_hash: str | None) -> bool:
        looked_at.append(password)
        return password == PASSWORD and password_hash is not None

    monkeypatch.setattr("client_app.services._passwords.is_password", compare)
    return looked_at


def fail(now: datetime, times: int = 1, *, email: str = ANA, visit: Visit = HERE) -> None:
    """Try a wrong password so many times."""
    for _ in range(times):
        assert sign_in(email, "wrong", now, demo=False, visit=visit) is None


def waits(now: datetime, *, email: str = ANA, visit: Visit = HERE, password: str = PASSWORD) -> int | None:
    """The seconds that a try is asked to wait, or nothing when it is looked at."""
    try:
        sign_in(email, password, now, demo=False, visit=visit)
    except TooManyTries as refusal:
        return refusal.seconds
    return None


def noted() -> int:
    """How many failures are noted."""
    fresh()
    return db.session.scalar(select(func.count()).select_from(FailedSignIn)) or 0


def elsewhere(number: int) -> Visit:
    """Another address."""
    return replace(HERE, address=f"198.51.100.{number}")


def known(visit: Visit, email: str = ANA) -> Visit:
    """The same visit by a browser that has signed in to the account before."""
    browser = replace(visit, browser="own")
    return replace(browser, known=frozenset({browser.browser_key(email)}))


@pytest.mark.usefixtures("cast")
def test_the_sixth_try_at_an_account_from_an_address_waits(now: datetime) -> None:
    fail(now, 4)
    fail(now + MINUTE)
    assert waits(now + MINUTE) == 14 * 60
    assert waits(now + MINUTE * 15 - timedelta(seconds=1)) == 1
    assert waits(now + MINUTE * 15) is None


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("email", [ANA, "nobody@riverside.example", "\0"])
def test_nothing_is_looked_at_while_it_waits(now: datetime, quick: list[str], email: str) -> None:
    """Nor is it noted: whoever goes on asking does not wait longer for it. Unknown people wait alike."""
    fail(now, 5, email=email)
    assert [waits(now, email=email, password="x" * 50) for _ in range(3)] == [15 * 60] * 3
    assert len(quick) == 5
    assert noted() == 5


@pytest.mark.usefixtures("cast")
def test_the_sentence_says_how_long(now: datetime) -> None:
    fail(now, 5)
    for later, words in [
        (0, "please wait 15 minutes"),
        (14 * 60, "please wait one minute"),
        (13 * 60 + 59, "2 minutes"),
    ]:
        with pytest.raises(TooManyTries, match=words):
            sign_in(ANA, PASSWORD, now + timedelta(seconds=later), demo=False, visit=HERE)


@pytest.mark.usefixtures("cast")
def test_success_counts_nowhere(now: datetime) -> None:
    fail(now, 4)
    for _ in range(10):
        assert sign_in(ANA, PASSWORD, now, demo=False, visit=HERE) is not None
    assert noted() == 4


@pytest.mark.usefixtures("cast")
def test_other_accounts_and_addresses_go_on(now: datetime) -> None:
    fail(now, 5)
    assert waits(now) is not None
    assert waits(now, email="luis@riverside.example") is None
    assert waits(now, visit=elsewhere(1)) is None


@pytest.mark.usefixtures("cast")
def test_an_account_is_tried_twenty_times_an_hour_from_new_places(now: datetime) -> None:
    for number in range(20):
        fail(now, visit=elsewhere(number))
    assert waits(now, visit=elsewhere(99)) == 3600
    assert waits(now + MINUTE * 60, visit=elsewhere(99)) is None


@pytest.mark.usefixtures("cast")
def test_strangers_never_stop_the_owner_at_home_or_on_a_browser_of_their_own(now: datetime) -> None:
    sign_in(ANA, PASSWORD, now - MINUTE * 600, demo=False, visit=HERE)
    for number in range(20):
        fail(now, visit=elsewhere(number))
    assert waits(now, visit=elsewhere(99)) is not None
    assert waits(now, visit=HERE) is None
    assert waits(now, visit=known(elsewhere(98))) is None
    for number in range(95):  # and somebody behind the same address as the owner
        fail(now, visit=replace(HERE, address="192.0.2.1"), email=f"somebody{number}@riverside.example")
    fail(now, 5, visit=replace(HERE, address="192.0.2.1"), email="one@riverside.example")
    assert waits(now, visit=replace(HERE, address="192.0.2.1"), email="luis@riverside.example") == 900
    assert waits(now, visit=known(replace(HERE, address="192.0.2.1"))) is None


@pytest.mark.usefixtures("cast")
def test_a_known_browser_has_a_count_of_its_own_and_no_other(now: datetime) -> None:
    mine = known(HERE)
    fail(now, 5, visit=mine)
    assert waits(now, visit=mine) == 900
    assert waits(now, visit=replace(mine, address="198.51.100.3")) == 900
    assert waits(now, visit=HERE) is None  # it counts for nobody else
    assert waits(now, visit=mine, email="luis@riverside.example") is None


@pytest.mark.usefixtures("cast")
def test_an_address_fails_a_hundred_times(now: datetime) -> None:
    for number in range(100):
        fail(now, email=f"somebody{number}@riverside.example")
    assert waits(now, email="another@riverside.example") == 900
    assert waits(now + MINUTE * 15, email="another@riverside.example") is None


def test_twenty_at_once_do_not_slip_through(cast: Cast, app: Flask, now: datetime, quick: list[str]) -> None:
    assert cast.ana.id
    results = at_once(app, *[lambda: sign_in(ANA, "wrong", now, demo=False, visit=HERE)] * 20)
    assert results.count(None) == 5
    assert sum(isinstance(result, TooManyTries) for result in results) == 15
    assert len(quick) == 5


@pytest.mark.usefixtures("cast")
def test_a_try_that_is_not_looked_at_counts_nowhere(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def crowded(_password: str, _hash: str | None) -> bool:
        raise passwords.TooManyWaitError

    monkeypatch.setattr("client_app.services._passwords.is_password", crowded)
    with pytest.raises(Busy, match="try again in a few seconds"):
        sign_in(ANA, PASSWORD, now, demo=False, visit=HERE)
    assert noted() == 0


@pytest.mark.usefixtures("cast")
def test_no_connection_is_held_while_a_password_is_looked_at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []

    def look(_password: str, _hash: str | None) -> bool:
        assert isinstance(db.engine.pool, QueuePool)
        held.append(db.engine.pool.checkedout())
        return True

    monkeypatch.setattr("client_app.services._passwords.is_password", look)
    assert sign_in(ANA, PASSWORD, now, demo=False, visit=HERE) is not None
    assert held == [0]


@pytest.mark.parametrize("change", ["disabled", "password"])
def test_what_changes_while_the_password_is_looked_at_counts(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    def meanwhile(_password: str, _hash: str | None) -> bool:
        person = db.session.get_one(Person, cast.ana.id)
        if change == "disabled":
            person.disabled_at = now
        else:
            person.password_hash = "another"
        db.session.commit()
        return True

    monkeypatch.setattr("client_app.services._passwords.is_password", meanwhile)
    assert sign_in(ANA, PASSWORD, now, demo=False, visit=HERE) is None
    assert noted() == 1
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


@pytest.mark.usefixtures("cast")
def test_what_is_kept_names_nobody(now: datetime) -> None:
    fail(now)
    fail(now, visit=known(HERE))
    fresh()
    new, own = db.session.scalars(select(FailedSignIn).order_by(FailedSignIn.id))
    assert (new.is_new, new.browser_key) == (True, None)
    assert (own.is_new, own.browser_key) == (False, known(HERE).browser_key(ANA))
    assert (new.account_key, new.address_key) == (HERE.account_key(ANA), HERE.address_key)


@pytest.mark.usefixtures("cast")
def test_failures_are_forgotten_once_they_count_nowhere(now: datetime) -> None:
    fail(now)
    fail(now + MINUTE)
    forget_failures(now + MINUTE * 60 - timedelta(seconds=1))
    assert noted() == 2
    forget_failures(now + MINUTE * 60)
    assert noted() == 1
