"""Signing in and out: the form, where it leads, a new identifier each time, and a way out that is never refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.domain.sentences import Sentence
from client_app.extensions import db
from client_app.models import SignIn
from client_app.web.errors import FOREIGN, OLD_FORM, SENTENCES
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.check_in_posts import send
from tests.support.disguises import DISGUISES
from tests.support.pages import HOST, Browser, Page

pytestmark = pytest.mark.usefixtures("clock")

WRONG = "That email and password do not go together. Please check both and try again."


def cookie(browser: Browser) -> str:
    """The session cookie as the browser keeps it."""
    found = browser.client.get_cookie("__Host-companion", "companion.example")
    assert found is not None
    return found.value


def fill_in(browser: Browser, email: str, password: str = PASSWORD) -> Page:
    """Send the sign-in form that the browser looks at."""
    return browser.submit("form[action^='/sign-in']", email=email, password=password)


def living() -> int:
    """How many sign-ins are not ended."""
    db.session.rollback()
    return len(db.session.scalars(select(SignIn.id).where(SignIn.ended_at.is_(None))).all())


@pytest.mark.parametrize(
    ("part", "home"),
    [("ana", "/today"), ("counselor", "/triage"), ("family_member", "/family"), ("director", "/program")],
)
def test_each_person_is_led_to_their_own_first_page(cast: Cast, browser: Browser, part: str, home: str) -> None:
    assert browser.sign_in(cast.everyone[part].email, PASSWORD).path == home
    assert browser.get("/").path == home
    assert browser.get("/sign-in").path == home
    assert browser.get("/sign-in?next=/help-now").path == "/help-now"


def test_a_wrong_password_and_an_unknown_email_are_told_alike(cast: Cast, browser: Browser) -> None:
    answers = []
    for email in (cast.ana.email, "nobody@riverside.example"):
        browser.get("/sign-in")
        page = fill_in(browser, email, "not the password")
        assert (page.status, page.path) == (422, "/sign-in")
        assert WRONG in page.text
        assert page.has(f"input[name=email][value='{email}']")
        assert "not the password" not in page.body
        answers.append(page.text)
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("", PASSWORD, "Please type your email."),
        ("ana@riverside.example", "", "Please type your password."),
        ("x" * 321, PASSWORD, ""),
        ("ana@riverside.example", "x" * 1025, ""),
        ("ana@riverside.example\0", PASSWORD, WRONG),
        ("\ud800", "\ud800", WRONG),
        ("%", "%", WRONG),
        ("' OR 1=1 --", "' OR 1=1 --", WRONG),
    ],
)
def test_what_cannot_be_a_sign_in_is_said_and_nothing_else(
    cast: Cast, browser: Browser, email: str, password: str, said: str
) -> None:
    assert cast.ana.id
    browser.get("/sign-in")
    page = send(browser, {"csrf_token": browser.token, "email": email, "password": password}, "/sign-in")
    assert page.status == 422
    assert said in page.text
    assert living() == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_form_speaks_the_readers_language(cast: Cast, open_browser: Callable[..., Browser], language: str) -> None:
    browser = open_browser(language)
    browser.get("/sign-in")
    page = fill_in(browser, cast.ana.email, "wrong")
    assert page.has(f"html[lang={language}]")
    assert (WRONG in page.text) is (language == "en")


@pytest.mark.parametrize("wanted", ["/check-in?day=yesterday", "/plan"])
def test_the_next_address_may_be_a_path_of_ours(cast: Cast, browser: Browser, wanted: str) -> None:
    browser.get("/sign-in")
    fields = {"csrf_token": browser.token, "email": cast.ana.email, "password": PASSWORD, "next": wanted}
    assert send(browser, fields, "/sign-in").path == wanted


def test_the_next_address_is_nothing_else_in_forty_disguises(
    cast: Cast, open_browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("client_app.services._passwords.is_password", lambda password, _hash: password == PASSWORD)
    assert len(DISGUISES) >= 40
    for wanted in DISGUISES:
        browser = open_browser()
        browser.get("/sign-in")
        fields = {"csrf_token": browser.token, "email": cast.ana.email, "password": PASSWORD, "next": wanted}
        assert send(browser, fields, "/sign-in").path == "/today", wanted
        asked = browser.client.get("/sign-in", query_string={"next": wanted or ""}, base_url=HOST)
        assert asked.headers["Location"] == "/", wanted


@pytest.mark.parametrize("path", ["/check-in", "/check-in?day=yesterday&kind=daily", "/plan"])
def test_a_signed_out_visitor_comes_back_to_where_they_wanted_to_go(cast: Cast, browser: Browser, path: str) -> None:
    page = browser.get(path)
    assert page.heading == "Sign in"
    assert page.path.startswith("/sign-in?next=/")
    assert fill_in(browser, cast.ana.email).path == path


def test_a_part_of_a_page_leads_back_to_its_page(cast: Cast, browser: Browser) -> None:
    """A poll of the triage that finds nobody signed in: after the sign-in the page is wanted, not its part."""
    browser.get("/sign-in")
    browser.page = Page("/triage?x=1", 200, browser.page.headers, "")
    answer = browser.fragment("/triage/rows?version=1")
    assert answer.status == 204
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/triage%3Fx%3D1"
    browser.get(answer.headers["HX-Redirect"])
    assert fill_in(browser, cast.counselor.email).path == "/triage?x=1"


def test_each_sign_in_has_a_new_identifier_and_ends_the_one_before(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    before, old_token = cookie(browser), browser.token
    fields = {"csrf_token": old_token, "email": cast.luis.email, "password": PASSWORD}
    assert send(browser, fields, "/sign-in").path == "/today"
    assert cookie(browser) != before
    assert living() == 1
    assert send(browser, fields, "/sign-in").status == 400  # a form of the session before


def test_signing_out_kills_a_copied_cookie(cast: Cast, browser: Browser, open_browser: Callable[..., Browser]) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    thief = open_browser()
    thief.client.set_cookie("__Host-companion", cookie(browser), domain="companion.example", secure=True)
    assert thief.get("/today").path == "/today"
    assert browser.sign_out().path == "/sign-in"
    assert thief.get("/today").path.startswith("/sign-in?next=")
    assert living() == 0


def test_leaving_quickly_ends_the_sign_in_on_a_page_that_says_nothing(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.signed_in = False
    page = browser.submit("form[action='/sign-out']:has([name=leave])")
    assert (page.path, page.heading) == ("/sign-out", "Goodbye")
    assert "Ana" not in page.text
    assert "The list of pages that this browser keeps is still there." in page.text
    assert living() == 0
    assert browser.get("/today").path.startswith("/sign-in")


@pytest.mark.parametrize("fields", [{"leave": "1"}, {}])
@pytest.mark.parametrize("token", [None, "x"])
def test_a_way_out_is_never_refused_for_an_old_form(
    cast: Cast, browser: Browser, fields: dict[str, str], token: str | None
) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.signed_in = False
    page = send(browser, fields | {"csrf_token": token}, "/sign-out")
    assert page.path == ("/sign-out" if fields else "/sign-in")
    assert living() == 0


def test_nobody_elses_page_signs_anybody_out(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    send(browser, {"csrf_token": browser.token, "leave": "1"}, "/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert living() == 1


def test_signing_out_twice_is_no_error(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    token = browser.token
    for _ in range(2):
        browser.signed_in = False
        assert send(browser, {"csrf_token": token, "leave": "1"}, "/sign-out").path == "/sign-out"


@pytest.mark.parametrize(
    ("fields", "raw", "headers", "status", "said"),
    [
        ({"csrf_token": None}, b"", {}, 400, OLD_FORM),
        ({}, b"&x=" + b"y" * 300_000, {}, 413, SENTENCES[413]),
        ({}, b"", {"Sec-Fetch-Site": "cross-site"}, 400, FOREIGN),
    ],
)
def test_a_refused_form_keeps_the_email_and_never_the_password(
    cast: Cast, browser: Browser, fields: dict[str, None], raw: bytes, headers: dict[str, str], status: int, said: str
) -> None:
    browser.get("/sign-in")
    honest = {"csrf_token": browser.token, "email": cast.ana.email, "password": PASSWORD} | fields
    page = send(browser, honest, "/sign-in", raw=raw, headers=headers)
    assert page.status == status
    assert Sentence(said).english() in page.text
    assert page.has(f"input[name=email][value='{cast.ana.email}']")
    assert PASSWORD not in page.body
    assert fill_in(browser, cast.ana.email).path == "/today"


@pytest.mark.parametrize(("part", "minutes"), [("ana", 30), ("counselor", 15)])
def test_a_sign_in_ends_by_itself(
    cast: Cast, clock: TimeMachineFixture, browser: Browser, part: str, minutes: int
) -> None:
    home = browser.sign_in(cast.everyone[part].email, PASSWORD).path
    clock.shift(timedelta(minutes=minutes - 1))
    assert browser.get(home).path == home
    clock.shift(timedelta(minutes=minutes))
    browser.signed_in = False
    assert browser.get(home).path.startswith("/sign-in?next=")


def test_the_cookie_is_closed_to_scripts_and_other_sites(cast: Cast, browser: Browser) -> None:
    browser.get("/sign-in")
    fields = {"csrf_token": browser.token, "email": cast.ana.email, "password": PASSWORD}
    headers = {"Sec-Fetch-Site": "same-origin", "Referer": f"{HOST}/sign-in", "Origin": HOST}
    answer = browser.client.post("/sign-in", data=fields, base_url=HOST, headers=headers)
    [set_cookie] = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("__Host-companion=")]
    for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert f"; {attribute}" in set_cookie
    assert "Domain" not in set_cookie
    assert "Expires" not in set_cookie
    assert "Ana" not in set_cookie
