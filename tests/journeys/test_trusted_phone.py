"""A trusted phone: the sign-in has ended, a hard evening still reaches the team, and nobody's past is shown."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from client_app.services.plans import add_strategy
from tests.cast import Cast, Member
from tests.factories import make_draft, make_history
from tests.journeys.steps import enter, send, skip_to, tap
from tests.support.accessibility import axe
from tests.support.browser import OpenPage
from tests.support.posts import drafts_of
from tests.support.trusted_phones import end_sign_ins

LANGUAGES = {
    "en": {"trust": "You trust this phone.", "sent": "Sent today at", "goodbye": "Goodbye"},
    "es": {"trust": "Confías en este teléfono.", "sent": "Enviado hoy a las", "goodbye": "Hasta pronto"},
}


def trust_the_phone(page: Page, words: dict[str, str]) -> None:
    """From the settings, by a tap."""
    page.goto("/settings")
    page.locator("a[href='/settings/phones']").click()
    axe(page)
    page.locator("#trust-phone button").tap()
    expect(page.locator("#here")).to_contain_text(words["trust"])
    axe(page)


def in_the_evening(page: Page, member: Member) -> None:
    """The sign-in has ended, and the phone was put away."""
    end_sign_ins(member)
    page.goto("about:blank")
    page.context.clear_cookies(name="companion")


def evening_without_a_sign_in(page: Page, cast: Cast, now: datetime, language: str) -> None:
    """Ana has a past, trusts her phone, begins a check-in while signed in, and comes back when the sign-in is over."""
    make_history(cast.ana.id, now - timedelta(days=1), [6] * 7)
    add_strategy(cast.ana.viewer, "Walk to the river", now)
    page.goto(f"/today?language={language}")
    trust_the_phone(page, LANGUAGES[language])
    make_draft(cast.ana.id, now, answers={"craving_now": 8, "note": "Said this morning"})
    in_the_evening(page, cast.ana)
    page.goto("/check-in")
    expect(page.locator("nav.site-nav")).to_have_count(0)
    expect(page.locator("#log .bubble")).to_have_count(0)
    axe(page)


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_urgent_answer_acts_and_nothing_of_earlier_is_seen(
    cast: Cast, now: datetime, open_page: OpenPage, language: str
) -> None:
    phone = enter(open_page, cast.ana, language=language)
    evening_without_a_sign_in(phone, cast, now, language)
    tap(phone, "craving_now", "3")
    expect(phone.locator("#log .bubble.you")).to_have_count(1)
    skip_to(phone, "safety")
    tap(phone, "safety", "active")
    expect(phone.locator("#urgent-help a[href='tel:988']")).to_be_visible()
    axe(phone)
    for secret in ("Ana", "Walk to the river", "Said this morning", "Carla"):
        expect(phone.locator("body")).not_to_contain_text(secret)
    assert [draft.answers["craving_now"] for draft in drafts_of(cast.ana.id)] == [8, 3]  # this morning's is as it was

    desk = enter(open_page, cast.counselor, width=1280)
    desk.goto("/triage")
    expect(desk.locator(f"section:has(#urgent-title) #participant-{cast.ana.id}")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_receipt_says_when_and_whom_to_call_and_the_phone_is_left(
    cast: Cast, now: datetime, open_page: OpenPage, language: str
) -> None:
    phone = enter(open_page, cast.ana, language=language)
    evening_without_a_sign_in(phone, cast, now, language)
    skip_to(phone, "safety")
    tap(phone, "safety", "active")
    skip_to(phone, "note")
    send(phone)
    expect(phone.locator("#receipt")).to_contain_text(LANGUAGES[language]["sent"])
    expect(phone.locator("#urgent-help")).to_be_visible()
    axe(phone)
    phone.reload()
    expect(phone.locator("#urgent-help")).to_have_count(0)
    expect(phone.locator(".help-card a[href='tel:988']")).to_be_visible()
    axe(phone)
    phone.goto("/today")
    expect(phone.locator("input[name=password]")).to_be_visible()

    phone.goto("/check-in/receipt")
    phone.locator(".leave-now").tap()
    expect(phone.locator("h1")).to_have_text(LANGUAGES[language]["goodbye"])
    phone.goto("/check-in")
    expect(phone.locator("input[name=password]")).to_be_visible()
