"""Too many failed tries: the page that says so, whom it lets through, and answers that tell nobody who is known."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.extensions import db
from client_app.gateways.passwords import TooManyWaitError
from client_app.models import CheckIn, Person, SignIn
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.check_in_posts import NOTE, honest, send
from tests.support.pages import HOST, Browser, Page

pytestmark = pytest.mark.usefixtures("clock")

TOKENS = re.compile(r'(?<=name="csrf_token" value=")[^"]+')
LONGEST_BODY = "x" * 100_000


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Compare without hashing, and note each password that is looked at."""
    looked_at: list[str] = []

    def compare(password: str, password_hash: str | None) -> bool:
        looked_at.append(password)
        return password == PASSWORD and password_hash is not None

    monkeypatch.setattr("client_app.services._passwords.is_password", compare)
    return looked_at


def try_out(browser: Browser, email: str, password: str = "", times: int = 1) -> Page:
    """Fill in the sign-in form so many times; a wrong password unless one is given."""
    for _ in range(times):
        if not browser.page.has("form[action='/sign-in']"):
            browser.get("/sign-in")
        browser.submit("form[action='/sign-in']", email=email, password=password or "wrong")
    return browser.page


def test_the_sixth_try_is_told_to_wait_and_keeps_the_email(cast: Cast, browser: Browser, quick: list[str]) -> None:
    for _ in range(5):
        assert try_out(browser, cast.ana.email).status == 422
    page = try_out(browser, cast.ana.email, PASSWORD)
    assert (page.status, page.path) == (429, "/sign-in")
    assert page.headers["Retry-After"] == "900"
    assert "please wait 15 minutes and try again" in page.text
    assert page.has(f"input[name=email][value='{cast.ana.email}']")
    assert len(quick) == 5
    assert PASSWORD not in page.body


def test_it_opens_again_by_itself(cast: Cast, browser: Browser, clock: TimeMachineFixture, quick: list[str]) -> None:
    for _ in range(6):
        try_out(browser, cast.ana.email)
    clock.shift(timedelta(minutes=15))
    assert try_out(browser, cast.ana.email, PASSWORD).path == "/today"
    assert len(quick) == 6


@pytest.mark.usefixtures("quick")
def test_strangers_never_stop_a_browser_that_signed_in_before(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser]
) -> None:
    """From the same address, even: the cookie tells them apart, and survives signing out and leaving.

    A phone's keyboard begins the email with a capital.
    """
    browser.sign_in(cast.ana.email.capitalize(), PASSWORD)
    browser.signed_in = False
    browser.submit("form[action='/sign-out']:has([name=leave])")
    stranger = open_browser()
    for _ in range(5):
        try_out(stranger, cast.ana.email)
    assert try_out(stranger, cast.ana.email, PASSWORD).status == 429
    assert try_out(open_browser(), cast.ana.email, PASSWORD).status == 429
    assert browser.get("/sign-in").status == 200
    assert try_out(browser, cast.ana.email, PASSWORD).path == "/today"


@pytest.mark.usefixtures("quick")
def test_a_forged_address_spreads_nothing(cast: Cast, browser: Browser) -> None:
    browser.get("/sign-in")
    for number in range(6):
        fields = {"csrf_token": browser.token, "email": cast.ana.email, "password": "wrong"}
        headers = {"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"198.51.100.{number}"}
        send(browser, fields, "/sign-in", headers=headers)
    assert browser.page.status == 429


@pytest.mark.usefixtures("quick")
def test_what_waits_for_the_sign_in_is_carried_through_the_refusal(
    cast: Cast, browser: Browser, clock: TimeMachineFixture
) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/check-in")
    fields = honest(browser)
    clock.shift(timedelta(minutes=31))
    browser.signed_in = False
    assert send(browser, fields).status == 401
    page = try_out(browser, cast.ana.email, times=6)
    assert page.status == 429
    assert page.has("input[type=hidden][name=note]")
    clock.shift(timedelta(minutes=15))
    assert try_out(browser, cast.ana.email, PASSWORD).path == "/check-in/receipt"
    db.session.rollback()
    assert db.session.scalars(select(CheckIn)).one().answers["note"] == NOTE


def test_too_many_at_once_are_asked_to_come_back(cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def crowded(_password: str, _hash: str | None) -> bool:
        raise TooManyWaitError

    monkeypatch.setattr("client_app.services._passwords.is_password", crowded)
    answer = browser.client.get("/sign-in", base_url=HOST)
    token = TOKENS.search(answer.text)
    assert token is not None
    fields = {"csrf_token": token[0], "email": cast.ana.email, "password": PASSWORD}
    headers = {"Referer": f"{HOST}/sign-in", "Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    answer = browser.client.post("/sign-in", data=fields, base_url=HOST, headers=headers)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "Please try again in a few seconds." in answer.text
    assert cast.ana.email in answer.text


@pytest.mark.parametrize("field", ["email", "password"])
def test_a_hundred_kilobytes_are_refused_before_hashing(
    cast: Cast, browser: Browser, quick: list[str], field: str
) -> None:
    browser.get("/sign-in")
    fields = {"csrf_token": browser.token, "email": cast.ana.email, "password": PASSWORD} | {field: LONGEST_BODY}
    assert send(browser, fields, "/sign-in").status == 422
    assert quick == []


@pytest.mark.parametrize("tries", [1, 6])
def test_nobody_learns_who_is_known(
    cast: Cast, now: datetime, open_browser: Callable[..., Browser], tries: int
) -> None:
    """A wrong password, an unknown, a disabled and an invited person: status, headers and bytes are the same."""
    db.session.get_one(Person, cast.luis.id).disabled_at = now
    db.session.get_one(Person, cast.cover.id).password_hash = None
    emails = ["aaa@riverside.example", "bbb@riverside.example", "ccc@riverside.example", "zzz@riverside.example"]
    for member, email in zip((cast.ana, cast.luis, cast.cover), emails, strict=False):
        db.session.get_one(Person, member.id).email = email
    db.session.commit()
    answers = []
    for email in emails:
        browser = open_browser()
        page = try_out(browser, email, times=tries)
        headers = [(name, value) for name, value in page.headers if name not in {"Set-Cookie", "Content-Length"}]
        body = TOKENS.sub("", page.body).replace(email, "")
        answers.append((page.status, headers, len(page.body), body))
    assert answers[0][0] == (422 if tries == 1 else 429)
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("ending", ["signed out", "new password", "disabled", "ended elsewhere"])
def test_a_copied_cookie_is_dead_on_the_next_request(
    cast: Cast, now: datetime, browser: Browser, open_browser: Callable[..., Browser], ending: str
) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    found = browser.client.get_cookie("__Host-companion", "companion.example")
    assert found is not None
    thief = open_browser()
    thief.client.set_cookie("__Host-companion", found.value, domain="companion.example", secure=True)
    assert thief.get("/today").path == "/today"
    if ending == "signed out":
        browser.sign_out()
    elif ending == "new password":
        browser.get("/settings/password")
        new = "a walk along the slow green canal"
        page = browser.submit("main form", old_password=PASSWORD, new_password=new, again=new)
        assert page.path.startswith("/settings?done=")
    elif ending == "disabled":
        db.session.get_one(Person, cast.ana.id).disabled_at = now
        db.session.commit()
    else:
        other = open_browser()
        other.sign_in(cast.ana.email, PASSWORD)
        other.get("/settings/sign-ins")
        other.submit("form[action$='/end-others']")
    assert thief.get("/today").path.startswith("/sign-in?next=")
    assert thief.post("/settings/language", {"language": "es"}).status == 401


def test_a_sign_in_keeps_the_kind_of_device_and_a_keyed_address(cast: Cast, browser: Browser) -> None:
    browser.get("/sign-in")
    fields = {"csrf_token": browser.token, "email": cast.ana.email, "password": PASSWORD}
    send(browser, fields, "/sign-in", headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile Safari"})
    row = db.session.scalars(select(SignIn)).one()
    assert row.device == "android_phone"
    assert re.fullmatch("[0-9a-f]{64}", row.address_key or "")
