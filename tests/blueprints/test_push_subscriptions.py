"""What a browser's script asks and hands over, the pages that list devices, and the one question."""

import json
from collections.abc import Iterator
from contextvars import Context
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from client_app.domain.push_addresses import NO_ENDPOINT, NO_KEYS, UNKNOWN_SERVICE
from client_app.domain.push_subscriptions import ASK_FIRST, NOTHING_PUSHED, OF_ANOTHER, OLD_KEY, TOO_MANY
from client_app.extensions import db
from client_app.models import PushSubscription
from tests.cast import Cast, Member
from tests.factories import PASSWORD
from tests.support.check_in_posts import honest, send
from tests.support.pages import HOST, Browser
from tests.support.push_subscriptions import PAIR, PHONE, fields, known_as, living, pushing, rows, subscribe
from tests.support.trusted_phones import end_sign_ins, on_trusted_phone

pytestmark = pytest.mark.usefixtures("clock")
PLACE = "/push/subscriptions"
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _keys(app: Flask) -> Iterator[None]:
    """The deployment can push."""
    with pushing(app):
        yield


class Script:
    """The script of a page, which speaks JSON."""

    def __init__(self, browser: Browser) -> None:
        self.client = browser.client

    def ask(self) -> dict[str, Any]:
        """What the browser is to do by itself."""
        answer = self._open(PLACE, base_url=HOST)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        found: dict[str, Any] = json.loads(answer.data)
        return found

    def hand_over(self, body: Any = None, *, token: str | None = None, **options: Any) -> tuple[int, str]:
        """Hand something over; the status, and the reason where there is one."""
        headers = {"Sec-Fetch-Site": "same-origin", "Referer": f"{HOST}/today", "User-Agent": CHROME}
        headers["X-CSRFToken"] = self.ask()["token"] if token is None else token
        sent = {"json": fields() if body is None else body} | options
        answer = self._open(PLACE, method="POST", base_url=HOST, headers=headers, **sent)
        assert PHONE not in answer.get_data(as_text=True)
        said = json.loads(answer.data) if answer.is_json else {}
        return answer.status_code, said.get("reason", "")

    def _open(self, *place: str, **options: Any) -> TestResponse:
        """In a context of its own, as ``Browser`` does."""
        db.session.rollback()
        return Context().run(self.client.open, *place, **options)


@pytest.fixture
def ana(browser: Browser, cast: Cast) -> Browser:
    """Ana's browser, signed in."""
    browser.sign_in(cast.ana.email, PASSWORD)
    return browser


def test_a_browser_is_set_up_and_known_again(ana: Browser, cast: Cast) -> None:
    script = Script(ana)
    asked = script.ask()
    assert (asked["going"], asked["key"]) == ("off", PAIR.public)
    assert script.hand_over() == (200, "")
    assert rows() == [("phone-1", cast.ana.id, None)]
    cookie = ana.client.get_cookie("__Host-push", "companion.example")
    assert cookie is not None
    assert (cookie.value, cookie.secure, cookie.http_only) == (known_as(), True, True)
    assert script.ask()["going"] == "on"
    page = ana.get("/settings/reminders")
    assert page.all("#devices li strong") == ["Android phone"]
    assert "this one" in page.text
    assert PHONE not in page.body
    ana.submit("#devices li form")
    assert rows() == [("phone-1", cast.ana.id, "owner")]
    assert script.ask()["going"] == "off"
    assert script.hand_over(fields(by_tap="")) == (403, ASK_FIRST.english())


REFUSED: list[tuple[Any, int, str]] = [
    (fields(endpoint="https://evil.example/a"), 422, UNKNOWN_SERVICE.english()),
    (fields(endpoint="http://fcm.googleapis.com/a"), 422, UNKNOWN_SERVICE.english()),
    (fields(endpoint="https://fcm.googleapis.com:8443/a"), 422, UNKNOWN_SERVICE.english()),
    (fields(endpoint="https://[::1]/a"), 422, NO_ENDPOINT.english()),
    (fields(endpoint="https://fcm.googleapis.com@evil.example/a"), 422, NO_ENDPOINT.english()),
    (fields(endpoint="https://fcm.googleapis.com/\x00"), 422, NO_ENDPOINT.english()),
    (fields(endpoint="https://fcm.googleapis.com/\ud800"), 422, NO_ENDPOINT.english()),
    (fields(endpoint=f"{PHONE}{'a' * 2100}"), 422, NO_ENDPOINT.english()),
    (fields(p256dh="x"), 422, NO_KEYS.english()),
    (fields(auth="A" * 500), 422, NO_KEYS.english()),
    (fields(application_key="١٢٣"), 422, OLD_KEY.english()),
    (fields() | {"endpoint": 7}, 422, NO_ENDPOINT.english()),
    (fields() | {"endpoint": [PHONE]}, 422, NO_ENDPOINT.english()),
    (fields() | {"auth": None}, 422, NO_KEYS.english()),
    ({}, 422, NO_ENDPOINT.english()),
    ([], 422, NO_ENDPOINT.english()),
    ("text", 422, NO_ENDPOINT.english()),
    (7, 422, NO_ENDPOINT.english()),
    (fields(by_tap=""), 403, ASK_FIRST.english()),
    (fields(by_tap="yes"), 403, ASK_FIRST.english()),
]


@pytest.mark.parametrize(("body", "status", "reason"), REFUSED)
def test_what_cannot_be_taken_says_why(ana: Browser, body: Any, status: int, reason: str) -> None:
    assert Script(ana).hand_over(body) == (status, reason)
    assert rows() == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"endpoint": "\\ud800"}', b"null"])
def test_what_is_no_object_is_no_fault_of_ours(ana: Browser, body: bytes) -> None:
    status, reason = Script(ana).hand_over(json=None, data=body, content_type="application/json")
    assert (status, reason) == (422, NO_ENDPOINT.english())


def test_a_body_that_is_too_large_is_refused(ana: Browser) -> None:
    assert Script(ana).hand_over({"endpoint": "a" * 300_000})[0] == 413
    assert rows() == []


@pytest.mark.parametrize("token", ["", "made up"])
def test_without_a_form_token_nothing_is_kept(ana: Browser, token: str) -> None:
    assert Script(ana).hand_over(token=token)[0] == 400
    assert rows() == []


def test_a_form_is_taken_as_well_and_a_field_that_says_two_things_is_not(ana: Browser) -> None:
    ana.get("/settings/reminders")
    page = ana.post(PLACE, {**fields(), "csrf_token": ana.token})
    assert (page.path, living()) == ("/settings/reminders", ["phone-1"])
    two = [(name, value) for name, value in fields().items() if name != "endpoint"]
    two += [("endpoint", f"{PHONE}2"), ("endpoint", f"{PHONE}3"), ("csrf_token", ana.token)]
    page = ana.post(PLACE, two)
    assert (page.status, living()) == (422, ["phone-1"])
    assert NO_ENDPOINT.english() in page.text


def test_somebody_elses_browser_and_an_eleventh_device(ana: Browser, cast: Cast, now: datetime) -> None:
    subscribe(cast.luis, now)
    assert Script(ana).hand_over() == (409, OF_ANOTHER.english())
    for count in range(10):
        subscribe(cast.ana, now, f"{PHONE}{count}")
    assert Script(ana).hand_over(fields(f"{PHONE}-more")) == (403, TOO_MANY.english())
    assert len(living()) == 11


def test_it_is_said_in_the_readers_language(cast: Cast, app: Flask) -> None:
    browser = Browser(app, "es")
    browser.sign_in(cast.luis.email, PASSWORD)
    status, reason = Script(browser).hand_over({})
    assert status == 422
    assert reason != NO_ENDPOINT.english()


@pytest.mark.parametrize("number", [0, 1, 99, 2**31 - 1, 2**31, 10**30])
def test_nobody_removes_anothers_device(ana: Browser, cast: Cast, now: datetime, number: int) -> None:
    subscribe(cast.luis, now)
    ana.get("/settings/reminders")
    assert ana.post(f"{PLACE}/{number}/remove", {"csrf_token": ana.token}).status == 404
    assert living() == ["phone-1"]


def leaves(browser: Browser, _cast: Cast) -> None:
    browser.get("/today")
    browser.signed_in = False
    browser.submit("form[action='/sign-out']:has([name=leave])")


def signs_out(browser: Browser, _cast: Cast) -> None:
    browser.get("/today")
    browser.sign_out()


def leaves_after_it_ran_out(browser: Browser, cast: Cast) -> None:
    browser.get("/today")
    end_sign_ins(cast.ana)
    browser.signed_in = False
    browser.submit("form[action='/sign-out']:has([name=leave])")


def lets_another_sign_in(browser: Browser, cast: Cast) -> None:
    end_sign_ins(cast.ana)
    browser.signed_in = False
    browser.sign_in(cast.luis.email, PASSWORD)


@pytest.mark.parametrize("ends", [leaves, signs_out, leaves_after_it_ran_out, lets_another_sign_in])
def test_who_leaves_a_browser_is_not_pushed_to_on_it(ana: Browser, cast: Cast, ends: Any) -> None:
    assert Script(ana).hand_over()[0] == 200
    ends(ana, cast)
    assert rows() == [("phone-1", cast.ana.id, "signed_out")]


def test_a_session_that_runs_out_ends_nothing(ana: Browser, cast: Cast) -> None:
    assert Script(ana).hand_over()[0] == 200
    end_sign_ins(cast.ana)
    ana.signed_in = False
    assert ana.get("/today").heading == "Sign in"
    ana.sign_in(cast.ana.email, PASSWORD)
    assert living() == ["phone-1"]


def test_a_new_password_ends_all_of_it(ana: Browser) -> None:
    assert Script(ana).hand_over()[0] == 200
    ana.get("/settings/password")
    new = "another long passphrase of mine"
    ana.submit("form[action='/settings/password']", old_password=PASSWORD, new_password=new, again=new)
    assert living() == []
    assert Script(ana).hand_over(fields(by_tap=""))[0] == 200  # the browser in the hand goes on by itself
    assert living() == ["phone-1"]


def test_a_trusted_phone_renews_its_own(browser: Browser, cast: Cast) -> None:
    on_trusted_phone(browser, cast.ana)
    script = Script(browser)
    assert script.hand_over()[0] == 404
    browser.sign_in(cast.ana.email, PASSWORD)
    assert script.hand_over()[0] == 200
    end_sign_ins(cast.ana)
    assert script.ask()["going"] == "on"
    assert script.hand_over(fields(f"{PHONE}-new", by_tap=""))[0] == 200
    assert living() == ["phone-1-new"]
    for path in ("not-now", "1/remove"):
        assert browser.client.post(f"{PLACE}/{path}", base_url=HOST).status_code == 401
    assert browser.client.get("/settings/reminders", base_url=HOST).status_code == 303


def test_the_question_is_asked_once_after_a_check_in(ana: Browser) -> None:
    ana.get("/check-in")
    page = send(ana, honest(ana))
    assert page.has("#push[hidden] [data-turn-on]")
    assert not page.has("form#trust-phone")  # one question at a time
    page = ana.submit("#push form")
    assert page.path == "/check-in/receipt"
    assert not page.has("#push")
    assert page.has("form#trust-phone")


def test_nobody_is_asked_whose_answers_call_for_care(ana: Browser) -> None:
    ana.get("/check-in")
    page = send(ana, honest(ana, safety="passive", safe_now="yes"))
    assert not page.has("#push")


def test_staff_set_their_devices_up_on_a_page_of_their_own(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.counselor.email, PASSWORD)
    assert browser.get("/triage").has("#push a[href='/settings/alerts']")
    assert browser.get("/settings").has("a[href='/settings/alerts']")
    assert browser.get("/settings/alerts").has("#push [data-turn-on]")
    assert Script(browser).hand_over()[0] == 200
    page = browser.get("/settings/alerts")
    assert page.all("#devices li strong") == ["Android phone"]
    assert browser.submit("#devices li form").path == "/settings/alerts"
    assert living() == []


@pytest.mark.parametrize(("who", "path"), [("ana", "/settings/reminders"), ("counselor", "/settings/alerts")])
def test_without_keys_nothing_is_offered_and_the_page_says_why(
    app: Flask, browser: Browser, cast: Cast, who: str, path: str
) -> None:
    app.config["PUSH_CONTACT"] = ""
    member: Member = cast.everyone[who]
    browser.sign_in(member.email, PASSWORD)
    page = browser.get(path)
    assert page.has("#not-pushing")
    assert not page.has("#push")
    assert "js/push.js" not in page.body
    script = Script(browser)
    assert (script.ask()["going"], script.ask()["key"]) == ("off", "")
    assert script.hand_over() == (422, NOTHING_PUSHED.english())


def test_the_cookie_of_a_browser_that_nobody_knows_does_nothing(ana: Browser, cast: Cast, now: datetime) -> None:
    number = subscribe(cast.luis, now)
    for made_up in ("", "x", "0" * 64, known_as().upper(), "a" * 2000):
        ana.client.set_cookie("__Host-push", made_up, domain="companion.example", secure=True)
        assert Script(ana).ask()["going"] == "off"
    assert db.session.scalars(select(PushSubscription.id)).all() == [number]
