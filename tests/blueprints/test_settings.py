"""A person's own settings: where they are signed in, their password, their language. Each works without scripts."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.extensions import db
from client_app.models import Person, SignIn
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.check_in_posts import send
from tests.support.pages import Browser, Page

pytestmark = pytest.mark.usefixtures("clock")

NEW = "a walk along the slow green canal"
EVERY_ROLE = ["ana", "counselor", "family_member", "director"]


def enter(browser: Browser, email: str, user_agent: str = "") -> Browser:
    """Sign in on a device that says what it is."""
    browser.get("/sign-in")
    fields = {"csrf_token": browser.token, "email": email, "password": PASSWORD}
    assert send(browser, fields, "/sign-in", headers={"User-Agent": user_agent}).status == 200
    browser.signed_in = True
    return browser


def change(browser: Browser, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> Page:
    """Fill in the form for a new password."""
    if browser.page.path != "/settings/password":
        browser.get("/settings/password")
    return browser.submit("main form", old_password=old, new_password=new, again=new if again is None else again)


@pytest.mark.parametrize("part", EVERY_ROLE)
def test_every_role_is_led_to_each_of_them(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    browser.click("Settings")
    for path in ("/settings/sign-ins", "/settings/password", "/settings/language"):
        assert browser.page.has(f"a[href='{path}']")
        assert browser.get(path).status == 200
        assert browser.click("Settings").path == "/settings"


def test_sign_ins_are_listed_in_words(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser], clock: TimeMachineFixture
) -> None:
    enter(open_browser(), cast.ana.email, "Mozilla/5.0 (iPhone)")
    enter(open_browser(), cast.ana.email, "Mozilla/5.0 (Windows NT 10.0)")
    enter(open_browser(), cast.luis.email, "Mozilla/5.0 (iPad)")
    clock.shift(timedelta(minutes=10))
    enter(browser, cast.ana.email, "Mozilla/5.0 (Linux; Android 14) Mobile")
    page = browser.get("/settings/sign-ins")
    assert "You are signed in on 2 phones and 1 computer." in page.text
    assert page.all("main li strong") == ["Android phone", "Windows computer", "iPhone"]
    assert page.all("main li p.hint")[1] == "Signed in today at 9:00 AM. Last used today at 9:00 AM."
    assert "this one" in page.all("main li")[0]


def test_one_is_ended_and_then_all_others(cast: Cast, browser: Browser, open_browser: Callable[..., Browser]) -> None:
    others = [enter(open_browser(), cast.ana.email) for _ in range(3)]
    enter(browser, cast.ana.email)
    browser.get("/settings/sign-ins")
    assert len(browser.submit("form[action$='/end']").all("main li")) == 3
    page = browser.submit("form[action$='/end-others']")
    assert len(page.all("main li")) == 1
    assert not page.has("main form")
    for other in others:
        other.signed_in = False
        assert other.get("/today").path.startswith("/sign-in")


@pytest.mark.parametrize("number", ["0", "999999", "2147483647", "2147483648", "-1", "١", "1x"])
def test_nobody_ends_what_is_not_theirs(cast: Cast, browser: Browser, number: str) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/settings/sign-ins")
    token = browser.token
    assert send(browser, {"csrf_token": token}, f"/settings/sign-ins/{number}/end").status == 404


def test_somebody_elses_sign_in_is_not_there(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser]
) -> None:
    luis = enter(open_browser(), cast.luis.email)
    number = db.session.scalars(select(SignIn.id)).one()
    browser.sign_in(cast.ana.email, PASSWORD)
    assert send(browser, {"csrf_token": browser.token}, f"/settings/sign-ins/{number}/end").status == 404
    assert luis.get("/today").path == "/today"


@pytest.mark.parametrize("part", EVERY_ROLE)
def test_a_new_password_keeps_this_browser_signed_in(cast: Cast, browser: Browser, part: str) -> None:
    email = cast.everyone[part].email
    browser.sign_in(email, PASSWORD)
    before = browser.client.get_cookie("__Host-companion", "companion.example")
    page = change(browser)
    assert page.path == "/settings?done=password"
    assert "Your new password is kept. You are signed out everywhere else." in page.text
    assert browser.client.get_cookie("__Host-companion", "companion.example") != before
    assert browser.get("/settings/sign-ins").status == 200
    browser.sign_out()
    browser.sign_in(email, NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "beside", "words"),
    [
        ("wrong", NEW, None, "old_password", "This is not your password as it is now."),
        ("", NEW, None, "old_password", "Please type your password."),
        (PASSWORD, "", "", "new_password", "Please type a new password."),
        (PASSWORD, "short", None, "new_password", "15 characters or more"),
        (PASSWORD, "passwordpassword", None, "new_password", "Choose four or five words"),
        (PASSWORD, "Ana at Riverside 2026", None, "new_password", "too close to your name"),
        (PASSWORD, "Companion López 1", None, "new_password", ""),
        (PASSWORD, "x" * 100_000, None, "new_password", "200 characters at most"),
        ("x" * 100_000, NEW, None, "old_password", "This is too long."),
        (PASSWORD, NEW, NEW + "s", "again", "These two are not the same."),
        (PASSWORD, PASSWORD, None, "new_password", "This is your password already."),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(
    cast: Cast, browser: Browser, old: str, new: str, again: str | None, beside: str, words: str
) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    page = change(browser, old, new, again)
    if not words:
        assert page.path == "/settings?done=password"
        return
    assert (page.status, page.path) == (422, "/settings/password")
    assert words in page.all(f"#{beside}-error")[0]
    assert not page.has("main input[type=password]:not([value=''])")  # no secret is shown again
    browser.get("/settings")
    browser.sign_out()
    browser.sign_in(cast.ana.email, PASSWORD)


def test_guessing_the_old_password_is_told_to_wait(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    for _ in range(5):
        change(browser, "wrong")
    page = change(browser)
    assert (page.status, page.headers["Retry-After"]) == (429, "900")
    assert "please wait 15 minutes" in page.text


def test_a_refused_form_shows_no_secret_and_changes_nothing(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/settings/password")
    fields = {"csrf_token": None, "old_password": PASSWORD, "new_password": NEW, "again": NEW}
    page = send(browser, fields, "/settings/password")
    assert page.status == 400
    assert page.has("#notice")
    assert PASSWORD not in page.body
    assert NEW not in page.body


def test_secrets_are_never_carried_over_a_sign_in(cast: Cast, browser: Browser, clock: TimeMachineFixture) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/settings/password")
    fields = {"csrf_token": browser.token, "old_password": PASSWORD, "new_password": NEW, "again": NEW}
    clock.shift(timedelta(minutes=31))
    browser.signed_in = False
    page = send(browser, fields, "/settings/password")
    assert page.status == 401
    assert PASSWORD not in page.body
    assert NEW not in page.body


@pytest.mark.parametrize("part", EVERY_ROLE)
def test_a_language_is_kept_with_the_person_and_on_the_browser(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser], part: str
) -> None:
    member = cast.everyone[part]
    browser.sign_in(member.email, PASSWORD)
    browser.get("/settings/language?language=en")  # the browser's cookie says English
    page = browser.submit("main form", language="es")
    assert page.has("html[lang=es]")
    assert "Tu idioma está guardado." in page.text
    another = open_browser()
    another.sign_in(member.email, PASSWORD)
    assert another.get("/settings").has("html[lang=es]")
    browser.get("/settings/language")
    assert browser.submit("main form", language="browser").has("html[lang=en]")
    db.session.rollback()
    assert db.session.get_one(Person, member.id).language is None


@pytest.mark.parametrize("language", [None, "", "fr", "ES", ["en", "es"], ["es", "browser"], "\0", "x" * 9999])
def test_there_is_no_other_language(cast: Cast, browser: Browser, language: str | list[str] | None) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/settings/language")
    page = send(browser, {"csrf_token": browser.token, "language": language}, "/settings/language")
    assert page.status == 422
    assert page.all("#language-error") == ["Please choose one of these."]
    db.session.rollback()
    assert db.session.get_one(Person, cast.ana.id).language == "en"


def test_a_poll_never_extends_and_a_tap_does(cast: Cast, browser: Browser, clock: TimeMachineFixture) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    assert browser.get("/today").has("#sign-in-end[hidden][data-seconds='1800']")
    fields = {"csrf_token": browser.token}
    for minutes in (9, 18, 27):
        clock.shift(timedelta(minutes=9))
        told = browser.get("/sign-in/time-left")
        assert json.loads(told.body) == {"seconds": (30 - minutes) * 60, "canStay": True}
        assert told.headers["Cache-Control"] == "no-store"
    assert json.loads(browser.post("/sign-in/stay", fields).body) == {"seconds": 1800, "canStay": True}
    clock.shift(timedelta(minutes=30))
    browser.signed_in = False
    assert browser.get("/sign-in/time-left").path.startswith("/sign-in?next=")
    assert browser.post("/sign-in/stay", fields).status == 401


def test_in_the_last_minutes_of_the_twelfth_hour_no_tap_helps(
    cast: Cast, browser: Browser, clock: TimeMachineFixture
) -> None:
    browser.sign_in(cast.counselor.email, PASSWORD)
    for _ in range(11 * 6 + 5):
        clock.shift(timedelta(minutes=10))
        browser.get("/settings")
    clock.shift(timedelta(minutes=8, seconds=30))
    assert json.loads(browser.get("/sign-in/time-left").body) == {"seconds": 90, "canStay": False}


def test_signed_out_pages_warn_of_nothing(browser: Browser) -> None:
    for path in ("/sign-in", "/help-now", "/tools"):
        assert not browser.get(path).has("#sign-in-end, script[src*=sign-in-end]")
