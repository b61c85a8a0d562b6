"""Pictures of every page and moment, in both languages and themes and three widths, held by axe: ``make gallery``.

The pictures go into ``gallery/``; those in the README are taken along the way. Not part of ``make test``, which looks
at every page once.
"""

from datetime import datetime
from functools import partial

import pytest
from playwright.sync_api import Page

from tests.architecture.sources import ROOT
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.gallery.moments import MOMENTS, Moment
from tests.places import PLACES
from tests.scene import arrange
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in

FOLDER = ROOT / "gallery"
SHOWN = ROOT / "docs" / "screenshots"
README_DRESS = "en-light-390"
README_PICTURES = {"chat", "receipt", "triage", "flag"}


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page(cast: Cast, now: datetime, open_page: OpenPage, language: str, theme: str, width: int) -> None:
    """One browser for each person, through all of that person's pages and then through what they do."""
    wrong = []
    scene = arrange(cast, now)
    for who in sorted({place.who for place in PLACES}, key=str):
        page = open_page(language=language, theme=theme, width=width)
        page.goto(f"/sign-in?language={language}")
        if who:
            sign_in(page, scene.emails[who], PASSWORD)
        moments = [Moment(place.name, who, partial(_open, path=place.path)) for place in scene.seen_by(who)]
        for moment in [*moments, *(moment for moment in MOMENTS if moment.who == who)]:
            moment.act(page)
            assert page.locator("html").get_attribute("lang") == language
            _take(page, moment.name, f"{language}-{theme}-{width}")
            try:
                axe(page)
            except AssertionError as found:
                wrong.append(f"{moment.name}: {found}")
    assert not wrong, "\n".join(wrong)


def _open(page: Page, path: str) -> None:
    page.goto(path)


def _take(page: Page, name: str, dress: str) -> None:
    """Keep the whole page; for the README, what stands on the screen."""
    if name in README_PICTURES and dress == README_DRESS:
        page.screenshot(path=SHOWN / f"{name}.png")
    screen = page.viewport_size
    assert screen is not None
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": screen["width"], "height": height})  # the bar at the bottom stays at the bottom
    page.screenshot(path=FOLDER / name / f"{name}-{dress}.png")
    page.set_viewport_size(screen)
