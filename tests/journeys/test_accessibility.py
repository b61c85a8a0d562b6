"""Every page keeps WCAG 2.2 AA on a narrow phone: all of them once, the most used in both languages and themes."""

from collections.abc import Collection
from datetime import datetime

import pytest

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.places import PLACES
from tests.scene import Scene, arrange
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in

MOST_USED = {"sign-in", "check-in", "triage"}
PEOPLE = sorted({place.who for place in PLACES}, key=str)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_once(cast: Cast, now: datetime, open_page: OpenPage, who: str | None) -> None:
    scene = arrange(cast, now)
    look(open_page, scene, who, [place.name for place in scene.seen_by(who)])


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("es", "light"), ("es", "dark")])
@pytest.mark.parametrize("who", [None, "ana", "counselor"])
def test_the_most_used_pages_in_every_other_dress(
    cast: Cast, now: datetime, open_page: OpenPage, who: str | None, language: str, theme: str
) -> None:
    look(open_page, arrange(cast, now), who, MOST_USED, language=language, theme=theme)


def look(
    open_page: OpenPage,
    scene: Scene,
    who: str | None,
    names: Collection[str],
    language: str = "en",
    theme: str = "light",
) -> None:
    """Open the places of these names one after the other as this person, at 320 pixels, and hold each by axe."""
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
        axe(page)
