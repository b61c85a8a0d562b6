"""Every page keeps WCAG 2.2 AA on a narrow phone: all of them once, the most used in both languages and themes."""

from collections.abc import Collection, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.places import PLACES
from tests.scene import Scene, arrange
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in

MOST_USED = {"sign-in", "check-in", "triage"}
PEOPLE = sorted({place.who for place in PLACES}, key=str)
TOO_WIDE = """[...document.querySelectorAll("body *")]
    .filter((one) => one.getClientRects().length && !one.closest(".visually-hidden, svg, .table-scroll"))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
    .map((one) => one.outerHTML.slice(0, 120))"""
"""What reaches out of the screen sideways."""


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_once(cast: Cast, now: datetime, open_page: OpenPage, who: str | None) -> None:
    scene = arrange(cast, now)
    for page in shown(open_page, scene, who, [place.name for place in scene.seen_by(who)]):
        axe(page)
        with_text_at_twice_its_size(page)


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("es", "light"), ("es", "dark")])
@pytest.mark.parametrize("who", [None, "ana", "counselor"])
def test_the_most_used_pages_in_every_other_dress(
    cast: Cast, now: datetime, open_page: OpenPage, who: str | None, language: str, theme: str
) -> None:
    for page in shown(open_page, arrange(cast, now), who, MOST_USED, language=language, theme=theme):
        axe(page)


def shown(
    open_page: OpenPage,
    scene: Scene,
    who: str | None,
    names: Collection[str],
    language: str = "en",
    theme: str = "light",
) -> Iterator[Page]:
    """Open the places of these names one after the other as this person, at 320 pixels."""
    page = open_page(language=language, theme=theme, width=320)
    if who:
        sign_in(page, scene.emails[who], PASSWORD)
    for place in scene.seen_by(who):
        if place.name not in names:
            continue
        answer = page.goto(place.in_language(language))
        assert answer is not None
        assert answer.status == place.status, place.path
        assert page.locator("html").get_attribute("lang") == language
        yield page


def with_text_at_twice_its_size(page: Page) -> None:
    """Read the page as somebody who has set the browser's text to 200 %: nothing reaches out of the screen."""
    settings = page.context.new_cdp_session(page)
    page.set_viewport_size({"width": 390, "height": 844})
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    wide = page.evaluate(TOO_WIDE)
    assert not wide, f"{page.url}: {wide}"
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    page.set_viewport_size({"width": 320, "height": 844})
    settings.detach()
