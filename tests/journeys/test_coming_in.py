"""Coming in: a director invites a counselor, the counselor a participant, and the participant checks in."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from client_app.services.join_links import link_for_participant
from tests.cast import Cast
from tests.journeys.steps import check_in_by_tapping, enter
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in
from tests.support.links import NEW_PASSWORD

HEADINGS = {
    "en": ("Choose a password", "Your password is set", "Thank you for checking in"),
    "es": ("Elige una clave", "Tu clave está lista", "Gracias por tu registro"),
}


def invite(page: Page, path: str, name: str, *choices: str) -> str:
    """Fill in the form, and read the link that is shown once."""
    page.goto(path)
    page.fill("[name=name]", name)
    page.fill("[name=person_email]", email_of(name))
    for choice in choices:
        page.locator(f"label:has(input[value={choice}])").click()
    page.locator("main form button").click()
    expect(page.locator("#address")).to_contain_text("/join/")
    return page.locator("#address").inner_text().strip()


def email_of(name: str) -> str:
    """What the invited person signs in with."""
    return f"{name.lower()}@mail.example"


def come_in(page: Page, link: str, name: str, language: str) -> None:
    """Open the link, choose a password, sign in with it."""
    choose, is_set, _ = HEADINGS[language]
    page.goto(link)
    expect(page.locator("h1")).to_have_text(choose)
    axe(page)
    page.fill("[name=password]", NEW_PASSWORD)
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text(is_set)
    axe(page)
    page.locator("main a[href='/sign-in']").click()
    sign_in(page, email_of(name), NEW_PASSWORD)


@pytest.mark.parametrize("language", ["en", "es"])
def test_from_the_director_to_the_first_check_in(cast: Cast, open_page: OpenPage, language: str) -> None:
    director = enter(open_page, cast.director, width=1280, language=language)
    link = invite(director, "/program/staff/invite", "Nina", "counselor")
    axe(director)
    director.goto("/program")

    counselor = open_page(width=1280, language=language)
    come_in(counselor, link, "Nina", language)
    link = invite(counselor, "/participants/invite", "Rosa", "detox")

    phone = open_page(language=language)
    come_in(phone, link, "Rosa", language)
    expect(phone).to_have_url(re.compile("/today$"))
    check_in_by_tapping(phone, craving_now="9")
    expect(phone.locator("h1")).to_have_text(HEADINGS[language][2])
    expect(phone.locator("#receipt")).to_contain_text("Nina")

    counselor.goto("/triage")
    expect(counselor.locator("main")).to_contain_text("Rosa")
    phone.goto(link)
    assert phone.locator("[name=password]").count() == 0


@pytest.mark.parametrize(
    ("clipboard", "says", "copied"),
    [
        ("async (text) => { window.copied = text; }", "The link is copied.", True),
        ("async () => { throw new Error('no'); }", "It could not be copied, but it is selected now.", False),
    ],
    ids=["copied", "selected"],
)
def test_the_link_is_copied(cast: Cast, open_page: OpenPage, clipboard: str, says: str, *, copied: bool) -> None:
    desk = enter(open_page, cast.counselor, width=1280)
    desk.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {{value: {{writeText: {clipboard}}}}})")
    link = invite(desk, "/participants/invite", "Rosa", "home")
    desk.locator("#copy").click()
    expect(desk.locator("#status")).to_have_text(says)
    assert desk.evaluate("window.copied ?? getSelection().toString().trim()") == link
    assert desk.evaluate("'copied' in window") is copied


def test_the_password_can_be_looked_at(cast: Cast, now: datetime, open_page: OpenPage) -> None:
    link = link_for_participant(cast.counselor.viewer, cast.ana.id, now).path
    phone = open_page()
    phone.goto(link)
    phone.fill("[name=password]", NEW_PASSWORD)
    phone.locator("#reveal").click()
    expect(phone.locator("[name=password]")).to_have_attribute("type", "text")
    phone.locator("#reveal").click()
    expect(phone.locator("[name=password]")).to_have_attribute("type", "password")


def test_without_scripts_everything_works_by_hand(cast: Cast, open_page: OpenPage) -> None:
    desk = enter(open_page, cast.counselor, width=1280, javascript=False)
    link = invite(desk, "/participants/invite", "Rosa", "home")
    expect(desk.locator("#copy")).to_be_hidden()
    phone = open_page(javascript=False)
    phone.goto(link)
    expect(phone.locator("#reveal")).to_be_hidden()
    phone.fill("[name=password]", NEW_PASSWORD)
    phone.locator("main form button").click()
    expect(phone.locator("h1")).to_have_text("Your password is set")
