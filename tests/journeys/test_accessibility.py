"""Every page keeps WCAG 2.2 AA on a narrow phone: all of them once, the most used in both languages and themes."""

from collections.abc import Iterable
from datetime import datetime

import pytest

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.places import PLACES, Place, arrange
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in

MOST_USED = {"sign-in", "check-in", "triage"}
PEOPLE = sorted({place.who for place in PLACES}, key=str)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_once(cast: Cast, now: datetime, open_page: OpenPage, who: str | None) -> None:
    look(cast, open_page, who, [place for place in arrange(cast, now) if place.who == who])


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("es", "light"), ("es", "dark")])
@pytest.mark.parametrize("who", [None, "ana", "counselor"])
def test_the_most_used_pages_in_every_other_dress(
    cast: Cast, now: datetime, open_page: OpenPage, who: str | None, language: str, theme: str
) -> None:
    places = [place for place in arrange(cast, now) if place.who == who and place.name in MOST_USED]
    look(cast, open_page, who, places, language=language, theme=theme)


def look(
    cast: Cast,
    open_page: OpenPage,
    who: str | None,
    places: Iterable[Place],
    language: str = "en",
    theme: str = "light",
) -> None:
    """Open the places one after the other as this person, at 320 pixels, and hold each by axe."""
    page = open_page(language=language, theme=theme, width=320)
    if who:
        sign_in(page, cast.everyone[who].email, PASSWORD)
    for place in places:
        answer = page.goto(place.in_language(language))
        assert answer is not None
        assert answer.status == place.status, place.path
        assert page.locator("html").get_attribute("lang") == language
        axe(page)
