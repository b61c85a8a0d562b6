"""The care team at the keyboard: walking the list, claiming, undoing, and a list that stays fresh under their hands."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from client_app.domain.flags import Severity
from client_app.services.flags import claim_flags
from tests.cast import Cast
from tests.factories import make_flag
from tests.journeys.steps import enter
from tests.support.browser import OpenPage
from tests.support.flags import add_participant, seen

POLL = 20_500
"""Milliseconds after which the list has asked for itself."""


@pytest.fixture
def desk(cast: Cast, now: datetime, open_page: OpenPage) -> Page:
    """The list with Ana, who is urgent, and Ben, who is not, in front of their counselor."""
    make_flag(cast.ana.id, "safety_active", Severity.URGENT, now)
    make_flag(add_participant(cast, "Ben"), raised_at=now)
    page = enter(open_page, cast.counselor, width=1280)
    page.goto("/triage")
    return page


def test_keys_walk_claim_undo_and_open(cast: Cast, desk: Page) -> None:
    ana = desk.locator(f"#participant-{cast.ana.id}")
    desk.keyboard.press("j")
    expect(ana.locator(".triage-why a")).to_be_focused()
    desk.keyboard.press("j")
    expect(desk.locator(".triage-row").nth(1).locator(".triage-why a")).to_be_focused()
    desk.keyboard.press("j")  # the end of the list
    desk.keyboard.press("k")
    expect(ana.locator(".triage-why a")).to_be_focused()
    desk.keyboard.press("e")
    expect(ana.locator(".has-it")).to_have_text("You have this")
    expect(ana.locator(":focus")).to_have_count(1)
    desk.keyboard.press("z")
    expect(ana.locator(".has-it")).to_have_text("Nobody has this yet")
    desk.keyboard.press("o")
    desk.wait_for_url("**/triage/flags/*")


def test_keys_rest_while_somebody_types(desk: Page) -> None:
    desk.locator(".triage-why a").first.click()
    desk.locator("#note").fill("")
    desk.locator("#note").press_sequentially("joke z?")
    expect(desk.locator("#note")).to_have_value("joke z?")
    expect(desk.locator("#standing-title")).to_have_text("Nobody has this yet")
    expect(desk.locator("#keys-help")).to_be_hidden()


def test_keys_are_explained_and_can_be_switched_off(desk: Page) -> None:
    desk.keyboard.press("?")
    expect(desk.locator("#keys-help")).to_be_visible()
    desk.locator("#keys-on").uncheck()
    desk.locator("#keys-close").click()
    desk.reload()
    desk.keyboard.press("j")
    expect(desk.locator(".triage-row :focus")).to_have_count(0)
    desk.keyboard.press("?")  # off is off: who speaks to the computer, or rests a hand on the keys, wants none of them
    expect(desk.locator("#keys-help")).to_be_hidden()
    assert desk.evaluate("JSON.stringify(localStorage)") == '{"keys":"off"}'
    desk.locator("#keys-open").click()
    expect(desk.locator("#keys-on")).not_to_be_checked()
    desk.locator("#keys-on").check()
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    expect(desk.locator(".triage-row :focus")).to_have_count(1)


def test_a_flag_is_worked_through_by_keys(desk: Page) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("o")
    desk.wait_for_url("**/triage/flags/*")
    desk.keyboard.press("e")
    expect(desk.locator("#standing-title")).to_have_text("You have this")
    expect(desk.locator("#standing-title")).to_be_focused()
    desk.keyboard.press("e")
    expect(desk).to_have_url(f"{desk.url.partition('#')[0]}#resolve")
    desk.keyboard.press("z")
    expect(desk.locator("#standing-title")).to_have_text("Nobody has this yet")


def test_a_note_that_is_being_typed_outlives_the_claim(cast: Cast, desk: Page) -> None:
    desk.locator(".triage-why a").first.click()
    desk.locator("#note").fill("She is at work until five.")
    desk.locator("#claim").click()
    expect(desk.locator("#standing-title")).to_have_text("You have this")
    expect(desk.locator("#note")).to_have_value("She is at work until five.")
    desk.get_by_role("button", name="Add the note").click()
    expect(desk.locator("#events")).to_contain_text(f"{cast.counselor.name} added a note.")
    expect(desk.locator("#events")).to_contain_text("She is at work until five.")


def test_the_list_stays_fresh_and_keeps_the_place(cast: Cast, now: datetime, desk: Page) -> None:
    desk.clock.install()
    desk.reload()
    ben = desk.locator(".triage-row").nth(1).locator(".triage-why a")
    ben.focus()
    make_flag(add_participant(cast, "Zoe"), "not_safe_now", Severity.URGENT, now)
    desk.clock.fast_forward(POLL)
    expect(desk.get_by_role("link", name="Zoe")).to_be_visible()
    expect(desk.locator(".triage-row").nth(2).locator(".triage-why a")).to_be_focused()
    make_flag(add_participant(cast, "Amy"), "not_safe_now", Severity.URGENT, now)  # and it goes on asking
    desk.clock.fast_forward(POLL)
    expect(desk.get_by_role("link", name="Amy")).to_be_visible()


def test_two_claims_at_once(cast: Cast, now: datetime, desk: Page) -> None:
    flag = desk.locator(".triage-why a").first.get_attribute("href") or ""
    claim_flags(cast.counselor.viewer, seen(int(flag.rpartition("/")[2])), now)
    desk.locator(f"#claim-{cast.ana.id}").click()
    expect(desk.locator("#refusal")).to_contain_text(f"Already claimed by {cast.counselor.name}")
    expect(desk.locator(f"#participant-{cast.ana.id} .has-it")).to_have_text("You have this")
