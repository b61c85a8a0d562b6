"""The main job, end to end: a participant checks in from a phone, and a counselor sees who needs a person, and why."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.factories import make_history
from tests.journeys.steps import check_in_by_tapping, enter, skip_to, tap
from tests.support.browser import OpenPage

USUAL = [6, 6, 6, None, 6, 6, 6]
"""Ana's cravings on the days before: her usual is 6."""
POLL = 20_500
"""Milliseconds after which the triage list has asked for itself."""


def claim_and_close(page: Page, cast: Cast) -> None:
    """The counselor takes everything that is open of Ana and closes it, flag by flag."""
    page.locator(f"#claim-{cast.ana.id}").click()
    expect(page.locator(f"#participant-{cast.ana.id} .has-it")).to_contain_text("You have this")
    while page.goto("/triage") and page.locator(f"#participant-{cast.ana.id}").count():
        page.locator(f"#participant-{cast.ana.id} .triage-why a").first.click()
        page.locator("#outcome label:has(input[value=talked])").click()
        page.locator("#resolve-button").click()
        expect(page.locator("#standing-title")).to_have_text("Closed")


@pytest.mark.parametrize("javascript", [True, False], ids=["chat", "without-javascript"])
def test_a_strong_craving_and_a_call_wanted_reach_the_counselor(
    cast: Cast, now: datetime, open_page: OpenPage, javascript: bool
) -> None:
    make_history(cast.ana.id, now - timedelta(days=1), USUAL)
    phone = enter(open_page, cast.ana, javascript=javascript)
    if javascript:
        check_in_by_tapping(phone, craving_now="9", call_me="yes")
    else:
        phone.goto("/check-in")
        phone.locator("#step-craving_now input[value='9']").check()
        phone.locator("#step-call_me input[value=yes]").check()
        phone.get_by_role("button", name="Send my check-in").click()
    expect(phone.locator("h1")).to_have_text("Thank you for checking in")
    expect(phone.locator("#receipt")).to_contain_text("Not read yet.")
    expect(phone.locator("#receipt")).to_contain_text(cast.counselor.name)

    desk = enter(open_page, cast.counselor, width=1280, javascript=javascript)
    desk.goto("/triage")
    row = desk.locator(f"section:has(#same-day-title) #participant-{cast.ana.id}")
    expect(row).to_contain_text("Craving 9 of 10 now")
    expect(row).to_contain_text("Asks for a call.")
    claim_and_close(desk, cast)

    phone.goto("/today")
    expect(phone.locator("main")).to_contain_text("Read today at")


def test_the_chat_answers_from_the_persons_own_past(cast: Cast, now: datetime, open_page: OpenPage) -> None:
    make_history(cast.ana.id, now - timedelta(days=1), USUAL)
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    tap(phone, "craving_now", "4")
    expect(phone.locator("#log")).to_contain_text("That is lower than your usual 6.")


def test_an_urgent_answer_acts_at_once_and_is_never_sent(cast: Cast, open_page: OpenPage) -> None:
    desk = enter(open_page, cast.counselor, width=1280)
    desk.clock.install()
    desk.goto("/triage")
    expect(desk.locator("main")).to_contain_text("Nobody needs you right now")

    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    skip_to(phone, "safety")
    tap(phone, "safety", "active")
    expect(phone.locator("#urgent-help")).to_contain_text("We have put this at the top of your team's list.")
    expect(phone.locator("#urgent-help a[href='tel:988']")).to_be_visible()
    phone.close()

    desk.clock.fast_forward(POLL)
    row = desk.locator(f"section:has(#urgent-title) #participant-{cast.ana.id}")
    expect(row).to_contain_text("Has active thoughts of suicide or self-harm.")
