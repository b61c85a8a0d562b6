"""A link in a browser: it asks for a password and tells nobody anything; used, old or forged, it says one sentence."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine

from client_app.domain.join_links import NO_GOOD
from client_app.extensions import db
from client_app.models import JoinLink, Person, SignIn
from client_app.services.join_links import Handover, link_for_participant
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.links import NEW_PASSWORD
from tests.support.pages import TOKEN, Browser, Page
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")  # else the cast is weeks away from the real clock


@pytest.fixture
def link(cast: Cast, now: datetime) -> Handover:
    """A way back in for Ana."""
    return link_for_participant(cast.counselor.viewer, cast.ana.id, now)


def set_password(browser: Browser, link: Handover, password: str = NEW_PASSWORD) -> Page:
    """Open the link and choose a password."""
    browser.get(link.path)
    return browser.submit("form[action^='/join']", password=password)


def test_a_password_is_set_and_the_way_leads_over_the_sign_in_page(
    cast: Cast, browser: Browser, link: Handover
) -> None:
    page = set_password(browser, link)
    assert (page.path, page.heading) == ("/join", "Your password is set")
    browser.click("Sign in")
    assert browser.sign_in(cast.ana.email, NEW_PASSWORD).path == "/today"


def test_the_page_names_nobody_and_no_program(cast: Cast, browser: Browser, link: Handover) -> None:
    page = browser.get(link.path)
    assert page.heading == "Choose a password"
    for word in ("Ana", "Riverside", cast.ana.email, "Carla"):
        assert word not in page.body
    outside = [tag["href"] for tag in page.soup.select("a[href]") if not str(tag["href"]).startswith("/")]
    assert outside == ["#main"]  # the address would travel to no other host
    assert page.headers["Cache-Control"] == "no-store"


def test_it_asks_in_both_languages(open_browser: Callable[..., Browser], link: Handover) -> None:
    assert open_browser("es").get(link.path).heading == "Elige una clave"


def test_a_mail_scanner_breaks_nothing(browser: Browser, link: Handover) -> None:
    for method in ("GET", "HEAD", "GET"):
        assert browser.client.open(link.path, method=method).status_code == 200
    assert set_password(browser, link).path == "/join"


def test_a_password_that_will_not_do_is_said_beside_the_field_and_never_sent_back(
    browser: Browser, link: Handover
) -> None:
    page = set_password(browser, link, "much too short")
    assert (page.status, page.all("#password-error")) == (422, ["A password has 15 characters or more."])
    assert "much too short" not in page.body
    assert browser.submit("form[action^='/join']", password=NEW_PASSWORD).path == "/join"


def test_a_huge_or_stale_form_keeps_the_link_good(browser: Browser, link: Handover) -> None:
    browser.get(link.path)
    huge = browser.post(link.path, {"csrf_token": browser.token, "password": "x" * 300_000})
    assert (huge.status, huge.has("#reason")) == (413, True)
    stale = browser.post(link.path, {"csrf_token": "old", "password": NEW_PASSWORD})
    assert (stale.status, NEW_PASSWORD in stale.body) == (400, False)
    long = browser.post(link.path, {"csrf_token": browser.token, "password": "x" * 100_000})
    assert long.status == 422
    assert set_password(browser, link).path == "/join"


def spoilt(cast: Cast, link: Handover, now: datetime, how: str) -> str:
    """The address of a link that lets nobody in."""
    row = db.session.query(JoinLink).one()
    if how == "used":
        row.used_at = now
    elif how == "expired":
        row.expires_at = now
    elif how == "disabled":
        db.session.get_one(Person, cast.ana.id).disabled_at = now
    elif how == "withdrawn":
        row.withdrawn_at = now
    db.session.commit()
    return {"unknown": "/join/" + "a" * len(link.token), "malformed": "/join/%00%ff..;"}.get(how, link.path)


@pytest.mark.parametrize("how", ["used", "expired", "withdrawn", "disabled", "unknown", "malformed"])
def test_every_link_that_opens_nothing_says_one_sentence(
    cast: Cast, browser: Browser, link: Handover, now: datetime, how: str
) -> None:
    known_to_nobody = browser.get("/join/" + "b" * len(link.token))
    path = spoilt(cast, link, now, how)
    page = browser.get(path)
    assert (page.status, NO_GOOD.english() in page.text) == (404, True)
    if how != "malformed":
        assert without(page, path) == without(known_to_nobody, "/join/" + "b" * len(link.token))
    browser.get("/sign-in")
    posted = browser.post(path, {"csrf_token": browser.token, "password": NEW_PASSWORD})
    assert (posted.status, without(posted, path)) == (404, without(page, path))
    refused = [line.action for line in audit_lines() if line.action == "join_link.refused"]
    assert len(refused) == (1 if how in {"unknown", "malformed"} else 2)  # once a minute: all unknown ones, this one
    assert link.token not in str(audit_lines())


def without(page: Page, path: str) -> str:
    """The page but for its address and tokens."""
    return TOKEN.sub("", page.body.replace(path, ""))


def test_a_reset_lasts_half_an_hour(
    browser: Browser, link: Handover, clock: time_machine.TimeMachineFixture, now: datetime
) -> None:
    clock.move_to(now + timedelta(minutes=29, seconds=59))
    assert browser.get(link.path).status == 200
    clock.move_to(now + timedelta(minutes=30))
    assert browser.submit("form[action^='/join']", password=NEW_PASSWORD).status == 404


def test_a_link_acts_for_its_own_person_and_ends_the_other_sign_in(
    cast: Cast, browser: Browser, link: Handover
) -> None:
    browser.sign_in(cast.luis.email, PASSWORD)
    before = db.session.get_one(Person, cast.luis.id).password_hash
    assert browser.get(link.path).has("#other-sign-in")
    fields = {"csrf_token": browser.token, "password": NEW_PASSWORD, "person_id": cast.luis.id, "role": "director"}
    browser.signed_in = False
    assert browser.post(link.path, fields).path == "/join"
    db.session.rollback()
    assert db.session.get_one(Person, cast.luis.id).password_hash == before
    assert db.session.query(SignIn).filter(SignIn.ended_at.is_(None)).count() == 0
    assert db.session.get_one(Person, cast.ana.id).role == "participant"
    browser.get("/sign-in")
    assert browser.sign_in(cast.ana.email, NEW_PASSWORD).path == "/today"


def test_who_is_signed_in_leaves_one_line_for_a_link_that_opens_nothing(cast: Cast, browser: Browser) -> None:
    assert browser.get("/join/unknown").status == 404
    browser.sign_in(cast.luis.email, PASSWORD)
    before = len(audit_lines())
    for _ in range(2):
        assert browser.get("/join/unknown").status == 404
    [line] = audit_lines()[before:]
    assert (line.action, line.actor_id, line.subject) == ("join_link.refused", cast.luis.id, "join_links:unknown")


def test_what_follows_a_used_link_is_shown_to_nobody_else(browser: Browser) -> None:
    assert browser.get("/join").path == "/sign-in"


def test_the_sign_in_page_says_whom_to_ask(browser: Browser) -> None:
    assert "Ask your counselor or the front desk of your program." in browser.get("/sign-in").text
