"""A picture of every page in both languages, both themes and three widths, each held by axe: ``make gallery``.

The pictures go into ``gallery/``; the two in the README are taken from them. Not part of ``make test``, which looks at
every page once.
"""

from datetime import datetime

import pytest
from playwright.sync_api import Page

from tests.architecture.sources import ROOT
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.places import PLACES
from tests.scene import arrange
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in

FOLDER = ROOT / "gallery"
SHOWN = ROOT / "docs" / "screenshots"
README_PICTURES = {"check-in-en-light-390": "check-in.png", "triage-en-light-1280": "triage.png"}


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page(cast: Cast, now: datetime, open_page: OpenPage, language: str, theme: str, width: int) -> None:
    """One browser for each person, through all of that person's pages."""
    wrong = []
    scene = arrange(cast, now)
    for who in sorted({place.who for place in PLACES}, key=str):
        page = open_page(language=language, theme=theme, width=width)
        if who:
            sign_in(page, scene.emails[who], PASSWORD)
        for place in scene.seen_by(who):
            page.goto(place.in_language(language))
            _take(page, place.name, f"{place.name}-{language}-{theme}-{width}")
            try:
                axe(page)
            except AssertionError as found:
                wrong.append(f"{place.name}: {found}")
    assert not wrong, "\n".join(wrong)


def _take(page: Page, place: str, name: str) -> None:
    """Keep the whole page; for the README, what stands on the screen."""
    folder = FOLDER / place
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    if name in README_PICTURES:
        SHOWN.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOWN / README_PICTURES[name])
