"""Trusting a phone and ending it: the tap, the cookie, the list, and every way in which the trust dies."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.extensions import db
from client_app.models import Enrollment, Person, TrustedPhone
from client_app.services import trusted_phones
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.check_in_posts import NOTE, honest, send, sign_in
from tests.support.pages import HOST, Browser, Page
from tests.support.posts import audit_lines, check_ins_of, fresh
from tests.support.trusted_phones import end_sign_ins, on_trusted_phone, trust

pytestmark = pytest.mark.usefixtures("clock")

COOKIE = "__Host-phone"


def cookie(browser: Browser) -> str | None:
    """What the browser keeps as its token."""
    found = browser.client.get_cookie(COOKIE, "companion.example")
    return found.value if found else None


def living() -> list[int]:
    """The numbers of the phones that are trusted."""
    fresh()
    return list(db.session.scalars(select(TrustedPhone.id).where(TrustedPhone.ended_at.is_(None))))


def test_a_phone_is_trusted_by_a_tap_after_a_sign_in(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    assert browser.get("/settings").has("a[href='/settings/phones']")
    assert not browser.get("/settings/phones").has("#phones")
    headers = {"Referer": f"{HOST}/settings/phones", "Sec-Fetch-Site": "same-origin"}
    token = {"csrf_token": browser.token}
    answer = browser.client.post("/settings/phones", data=token, base_url=HOST, headers=headers)
    assert (answer.status_code, answer.location) == (303, "/settings/phones")
    [said] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(COOKIE)]
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=2592000"):
        assert part in said
    assert "Domain" not in said
    page = browser.get("/settings/phones")
    assert "You trust this phone." in page.text
    assert page.all("#phones h3") == ["Another device, the one in your hand"]
    assert "Trusted today at 9:00" in page.text
    assert "December 23" in page.text
    assert not page.has("form#trust-phone")


def test_it_is_offered_on_the_receipt_until_the_phone_is_trusted(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = send(browser, honest(browser))
    assert page.path == "/check-in/receipt"
    assert "It is not for a phone that you share." in page.text
    assert browser.submit("form#trust-phone").path == "/settings/phones"
    assert not browser.get("/check-in/receipt").has("form#trust-phone")


def test_who_left_the_program_is_told_why_not(cast: Cast, browser: Browser, now: datetime) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one().ended_on = now.date()
    db.session.commit()
    page = browser.get("/settings/phones")
    assert page.has("form#trust-phone button[disabled]")
    assert trusted_phones.NOT_ENROLLED.english() in page.text
    page = browser.post("/settings/phones", {"csrf_token": browser.token})
    assert (page.status, living()) == (403, [])


def leaves_now(browser: Browser) -> Page:
    """Tap "Leave now" where nobody is signed in."""
    return browser.submit("form[action='/sign-out']:has([name=leave])")


def test_the_way_out_of_a_trusted_phone(cast: Cast, browser: Browser) -> None:
    page = on_trusted_phone(browser, cast.ana)
    assert page.path == "/check-in"
    assert "After that you sign in to check in on this phone." in page.text
    assert not page.has("form[action='/sign-out']:not(:has([name=leave]))")
    assert leaves_now(browser).heading == "Goodbye"
    assert (living(), cookie(browser)) == ([], None)
    assert browser.get("/check-in").heading == "Sign in"
    line = audit_lines()[-1]
    assert (line.action, line.actor_id, line.details) == ("phone.trust_ended", cast.ana.id, {"via": "trusted_phone"})


def signs_out(browser: Browser, cast: Cast, _now: datetime) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.sign_out()


def leaves(browser: Browser, cast: Cast, _now: datetime) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/today")
    browser.signed_in = False
    leaves_now(browser)


def lets_another_sign_in(browser: Browser, cast: Cast, _now: datetime) -> None:
    browser.sign_in(cast.luis.email, PASSWORD)
    end_sign_ins(cast.luis)
    browser.signed_in = False


def ends_it_in_the_settings(browser: Browser, cast: Cast, _now: datetime) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/settings/phones")
    browser.submit("#phones form")
    end_sign_ins(cast.ana)
    browser.signed_in = False


def ends_all_from_another_phone(browser: Browser, cast: Cast, _now: datetime) -> None:
    other = Browser(browser.app)
    trust(other, cast.ana)
    other.submit(button="Stop trusting all of them")


def is_disabled(_browser: Browser, cast: Cast, now: datetime) -> None:
    db.session.get_one(Person, cast.ana.id).disabled_at = now
    db.session.commit()


def leaves_the_program(_browser: Browser, cast: Cast, now: datetime) -> None:
    db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one().ended_on = now.date()
    db.session.commit()


@pytest.mark.parametrize(
    "happens",
    [
        signs_out,
        leaves,
        lets_another_sign_in,
        ends_it_in_the_settings,
        ends_all_from_another_phone,
        is_disabled,
        leaves_the_program,
    ],
)
def test_the_trust_dies(
    cast: Cast, browser: Browser, now: datetime, happens: Callable[[Browser, Cast, datetime], None]
) -> None:
    on_trusted_phone(browser, cast.ana)
    happens(browser, cast, now)
    page = browser.get("/check-in")
    assert page.heading == "Sign in"
    assert cast.ana.name not in page.text


def test_it_dies_by_itself_after_30_days_and_no_check_in_makes_it_longer(
    cast: Cast, clock: TimeMachineFixture, browser: Browser
) -> None:
    on_trusted_phone(browser, cast.ana)
    clock.shift(timedelta(days=29, hours=23))
    browser.get("/check-in")
    page = send(browser, honest(browser, day="2026-12-23"))
    assert page.path == "/check-in/receipt"
    assert "Set-Cookie" not in page.headers or COOKIE not in str(page.headers.getlist("Set-Cookie"))
    clock.shift(timedelta(hours=1))
    assert browser.get("/check-in").heading == "Sign in"


def test_the_same_person_signing_in_keeps_it(cast: Cast, browser: Browser) -> None:
    on_trusted_phone(browser, cast.ana)
    browser.sign_in(cast.ana.email, PASSWORD)
    assert browser.get("/check-in").has("nav.site-nav")  # the sign-in comes first
    end_sign_ins(cast.ana)
    browser.signed_in = False
    assert not browser.get("/check-in").has("nav.site-nav")
    assert len(living()) == 1


def test_a_sign_in_comes_before_the_phone(cast: Cast, app: Flask, browser: Browser) -> None:
    """A counselor who signs in on a browser with somebody's token is the counselor, and no participant."""
    trust(browser, cast.ana)
    token = cookie(browser)
    desk = Browser(app)
    desk.sign_in(cast.counselor.email, PASSWORD)
    desk.client.set_cookie(COOKIE, str(token), domain="companion.example", secure=True)
    assert desk.get("/check-in").status == 404


def test_trusting_the_same_phone_again_leaves_one_phone(cast: Cast, browser: Browser) -> None:
    trust(browser, cast.ana)
    old = cookie(browser)
    browser.post("/settings/phones", {"csrf_token": browser.token})
    assert len(living()) == 1
    assert cookie(browser) != old


@pytest.mark.parametrize("path", ["/settings/phones/2147483647/end", "/settings/phones/0/end"])
def test_another_persons_phone_is_not_there(cast: Cast, browser: Browser, path: str) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/settings/phones")
    token = browser.token
    assert browser.post(path, {"csrf_token": token}).status == 404
    assert browser.post("/settings/phones/2147483648/end", {"csrf_token": token}).status == 404


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 4000, "\0"])
def test_a_token_that_is_no_token_opens_nothing(cast: Cast, browser: Browser, token: str) -> None:
    assert cast.ana.id
    browser.client.set_cookie(COOKIE, token, domain="companion.example", secure=True)
    assert browser.get("/check-in").heading == "Sign in"


def carried_post(browser: Browser, cast: Cast, now: datetime) -> Page:
    """A check-in from a phone that stopped being trusted while it was filled in."""
    on_trusted_phone(browser, cast.ana)
    fields = honest(browser, safety="active")
    trusted_phones.end_all_phones(cast.ana.viewer, now)
    browser.client.delete_cookie("__Host-companion", domain="companion.example")  # no sign-in tells who it was
    return send(browser, fields)


def test_what_was_typed_survives_the_end_of_the_trust(cast: Cast, browser: Browser, now: datetime) -> None:
    page = carried_post(browser, cast, now)
    assert (page.status, page.heading) == (401, "Sign in")
    assert page.has(f"input[type=hidden][name=note][value='{NOTE}']")
    assert page.has(".help-card a[href='tel:988']")
    page = browser.submit(email=cast.ana.email, password=PASSWORD)
    assert page.path == "/check-in/receipt"
    assert len(check_ins_of(cast.ana.id)) == 1


def test_and_nobody_else_finishes_it(cast: Cast, browser: Browser, now: datetime) -> None:
    carried_post(browser, cast, now)
    page = browser.submit(email=cast.luis.email, password=PASSWORD)
    assert page.path == "/today"
    assert NOTE not in page.text
    assert check_ins_of(cast.ana.id) == check_ins_of(cast.luis.id) == []
    assert cookie(browser) is None


def test_of_two_people_nobody_is_known(cast: Cast, browser: Browser, now: datetime) -> None:
    """The cookies of one browser contradict each other: then nothing is carried."""
    token = trusted_phones.trust_phone(cast.luis.viewer, None, now)
    sign_in(browser, cast.ana)
    fields = honest(browser)
    browser.client.set_cookie(COOKIE, token, domain="companion.example", secure=True)
    trusted_phones.end_all_phones(cast.luis.viewer, now)
    end_sign_ins(cast.ana)
    browser.signed_in = False
    page = send(browser, fields)
    assert (page.status, NOTE in page.text) == (401, False)
