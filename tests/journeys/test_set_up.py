"""From an empty database to two groups on a participant's phone: how much a new director taps and types for it."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.beginnings import address_of, come_in, create, invite
from tests.support.accessibility import axe
from tests.support.browser import LiveServer, OpenPage, sign_in
from tests.support.links import NEW_PASSWORD

PROGRAM = re.compile(r"/program(#set-up)?$")


@dataclass
class Hand:
    """What a director does on a phone, counted."""

    page: Page
    taps: int = 0
    characters: int = 0
    fields: int = 0
    pages: int = 0

    def tap(self, target: str | Locator) -> None:
        """One tap."""
        where = self.page.locator(target).first if isinstance(target, str) else target
        where.tap()
        self.taps += 1

    def leave(self, target: str | Locator, to: re.Pattern[str]) -> None:
        """A tap that leads to another page, which is looked at."""
        self.tap(target)
        expect(self.page).to_have_url(to)
        self.pages += 1

    def type(self, field: str, text: str) -> None:
        """A tap into a field, and its words."""
        self.page.fill(field, text)
        self.taps += 1
        self.fields += 1
        self.characters += len(text)

    @property
    def seconds(self) -> float:
        """As long as it takes somebody new: 2 seconds to find a tap, 0.4 for a character, 4 to read a page."""
        return 2 * self.taps + 0.4 * self.characters + 4 * self.pages


def hours(hand: Hand) -> None:
    """Monday to Friday from 9 to 5."""
    hand.leave("#set-up a[href='/program/details']", re.compile("/program/details"))
    for weekday in range(5):
        hand.tap(f"#hours-0 label:has([value='{weekday}'])")
    hand.type("#opens-0", "09:00")
    hand.type("#closes-0", "17:00")
    hand.leave("main form .primary", PROGRAM)


def phases(hand: Hand) -> None:
    """The example, with one tap."""
    hand.leave("#set-up a[href='/program/phases']", re.compile("/program/phases$"))
    hand.tap("#example button")
    expect(hand.page.locator(".phases > li")).to_have_count(3)
    hand.leave(".back", PROGRAM)


def group(hand: Hand, topic: str, starts: str, phase: str, *weekdays: int) -> None:
    """A group on these days for one phase; what the form offers stays as it is."""
    page = hand.page
    hand.leave("#set-up a[href^='/groups/new']", re.compile("/groups/new"))
    hand.type("#topic", topic)
    for weekday in range(7):
        chip = page.locator(f"#weekdays label:has([value='{weekday}'])")
        if chip.locator("input").is_checked() != (weekday in weekdays):
            hand.tap(chip)
    if page.locator("#starts").input_value() != starts:
        hand.type("#starts", starts)
    hand.tap(page.locator("#phases label", has_text=phase))
    hand.leave("main form .primary", PROGRAM)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_new_director_sets_up_two_groups_in_less_than_five_minutes(
    live_server: LiveServer, open_page: OpenPage, *, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    come_in(page, create(live_server), "Dora Kent")
    expect(page).to_have_url(PROGRAM)
    hand = Hand(page)
    phases(hand)
    group(hand, "Early recovery", "09:00", "Five days a week", 0, 2, 4)
    group(hand, "Evening skills", "18:00", "Five days a week", 1, 3)
    expect(page.locator("#about-groups")).to_contain_text("2 groups on the calendar")
    assert hand.fields <= 3, hand
    assert hand.taps <= 20, hand
    hours(hand)
    for line in ("details", "crisis-lines", "questions"):
        fine = f"form[action='/program/set-up/{line}/looked-at']"
        hand.tap(f"{fine} button")
        expect(page.locator(fine)).to_have_count(0)
    assert hand.seconds < 300, hand

    invite(page, "/program/staff/invite", "Nina Cole", "Counselor")
    link = invite(page, "/program/participants/invite", "Rosa", "Nina Cole", "Home")
    page.goto("/program")
    expect(page.locator("details#set-up")).to_contain_text("all of it is done")
    if javascript:
        axe(page)

    phone = open_page(javascript=javascript)
    come_in(phone, link, "Rosa")
    phone.goto("/schedule")
    for topic in ("Early recovery", "Evening skills"):
        expect(phone.locator(".entry h3", has_text=topic).first).to_be_visible()
    expect(phone.locator("#phase")).to_contain_text("Five days a week")


@pytest.mark.usefixtures("context")
def test_the_list_can_be_left_and_taken_up_again(live_server: LiveServer, open_page: OpenPage) -> None:
    page = open_page(width=320, language="es")
    come_in(page, create(live_server), "Dora Kent")
    hand = Hand(page)
    phases(hand)
    expect(page.locator("#set-up-progress")).to_contain_text("1 de 7")
    page.locator("footer form[action='/sign-out'] button").last.tap()
    come_back = open_page(width=320, language="es")
    come_back.goto("/program")
    expect(come_back).to_have_url(re.compile("/sign-in"))
    sign_in(come_back, address_of("Dora Kent"), NEW_PASSWORD)
    expect(come_back.locator("#set-up-progress")).to_contain_text("1 de 7")
    expect(come_back.locator("#about-phases")).to_contain_text("3 fases")
