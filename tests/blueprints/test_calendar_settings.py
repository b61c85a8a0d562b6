"""``/settings/calendar``: the link to a private calendar is shown once, made anew, and turned off."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from time_machine import TimeMachineFixture

from client_app.services.calendar_feeds import NO_LINK, make_feed, open_feed
from client_app.services.enrollment_life import end_enrollment
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.calendar_files import Ask, phone
from tests.support.links import NEW_PASSWORD
from tests.support.pages import HOST, Browser
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")

MAKE, SHOWS, OFF = "form#make-feed", "form[action$='/shows']", "form#turn-off"
LATER = timedelta(minutes=5)


@pytest.fixture
def token(cast: Cast, now: datetime) -> str:
    """Ana's link."""
    return make_feed(cast.ana.viewer, NO_LINK, now)


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser."""
    browser.sign_in(cast.ana.email, PASSWORD)
    return browser


@pytest.fixture
def ask(app: Flask) -> Ask:
    """A phone that asks for a calendar."""
    return phone(app)


def link_on(browser: Browser) -> str:
    """The token on the page that shows it once."""
    [address] = browser.page.all("#address")
    assert address.startswith(f"{HOST}/calendar/")
    return address.removeprefix(f"{HOST}/calendar/").removesuffix(".ics")


def test_a_link_is_made_shown_once_made_anew_and_turned_off(ana: Browser, ask: Ask) -> None:
    page = ana.get("/settings")
    assert ana.click(page.all("a[href='/settings/calendar']")[0]).heading == "My calendar"
    assert "You have no link yet." in ana.page.text
    ana.submit(MAKE, button="Make my calendar link")
    first = link_on(ana)
    assert ana.page.has(f"a[href='webcal://companion.example/calendar/{first}.ics']")
    assert ask(first).status_code == 200
    page = ana.click("I have added it")
    assert first not in page.body
    assert "Your link is on. You made it today at 9:00 AM." in page.text
    ana.submit(MAKE, button="Make a new link")
    second = link_on(ana)
    assert (ask(first).status_code, ask(second).status_code) == (404, 200)
    ana.get("/settings/calendar")
    page = ana.submit(OFF)
    assert page.all("#done") == ["Your calendar link is turned off. Nothing can be read with it any more."]
    assert ask(second).status_code == 404
    assert first not in str(audit_lines())


def test_what_it_shows_is_a_choice(ana: Browser, token: str) -> None:
    page = ana.get("/settings/calendar")
    assert page.has("input[value=less][checked]")
    page = ana.submit(SHOWS, shows="more")
    assert page.has("#done")
    assert page.has("input[value=more][checked]")
    assert open_feed(token).shows_topic
    page = ana.post("/settings/calendar/shows", {"csrf_token": ana.token, "shows": "all"})
    assert (page.status, page.all("#shows-error")) == (422, ["Please choose one of these."])
    page = ana.post("/settings/calendar/shows", [("csrf_token", ana.token), ("shows", "less"), ("shows", "more")])
    assert page.status == 422


@pytest.mark.parametrize("form", [MAKE, OFF])
def test_a_page_that_was_open_meanwhile_ends_no_new_link(
    ana: Browser,
    cast: Cast,
    clock: TimeMachineFixture,
    token: str,
    ask: Ask,
    form: str,
    open_browser: Callable[..., Browser],
) -> None:
    stale = open_browser()
    stale.sign_in(cast.ana.email, PASSWORD)
    stale.get("/settings/calendar")
    ana.get("/settings/calendar")
    clock.shift(LATER)
    ana.submit(MAKE)
    new = link_on(ana)
    page = stale.submit(form)
    assert page.all("#reason") == ["Your calendar link was changed from another place. Please look again."]
    assert page.status == 409
    assert (ask(new).status_code, ask(token).status_code) == (200, 404)


def test_a_choice_for_a_link_that_is_gone_is_told(ana: Browser, token: str) -> None:
    assert token
    ana.get("/settings/calendar")
    fields = {"csrf_token": ana.token, "shows": "more"}
    ana.submit(OFF)
    assert ana.post("/settings/calendar/shows", fields).status == 409


def test_a_new_password_turns_the_link_off_and_the_page_says_so(ana: Browser, token: str, ask: Ask) -> None:
    page = ana.get("/settings/password")
    assert "A new password turns off your calendar link too." in page.text
    ana.submit(old_password=PASSWORD, new_password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert ask(token).status_code == 404
    assert "calendar" not in ana.get("/settings/password").text


def test_who_has_left_can_make_no_link_but_turn_it_off(ana: Browser, cast: Cast, now: datetime, token: str) -> None:
    end_enrollment(cast.counselor.viewer, cast.ana.id, "Take care.", now)
    page = ana.get("/settings/calendar")
    assert page.has("form#make-feed button[disabled]")
    assert "You have a link from before. It shows nothing now." in page.text
    page = ana.post("/settings/calendar", {"csrf_token": ana.token, "seen": ""})
    assert page.status == 403
    ana.get("/settings/calendar")
    assert ana.submit(OFF).has("#done")
    assert token


@pytest.mark.parametrize("part", ["counselor", "family_member", "director"])
def test_the_page_is_for_participants(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get("/settings/calendar").status == 404
    assert "/settings/calendar" not in browser.get("/settings").body
