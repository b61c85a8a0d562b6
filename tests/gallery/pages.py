"""A picture of every page in both languages, both themes and three widths, each held by axe: ``make gallery``.

The pictures go into ``gallery/``; the two in the README are taken from them. Not part of ``make test``, which looks at
every page once.
"""

import shutil
from datetime import datetime
from itertools import groupby
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.places import Place, arrange
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
    for who, places in groupby(sorted(arrange(cast, now), key=lambda place: place.who or ""), lambda place: place.who):
        page = open_page(language=language, theme=theme, width=width)
        if who:
            sign_in(page, cast.everyone[who].email, PASSWORD)
        for place in places:
            page.goto(place.in_language(language))
            _take(place, page.screenshot(full_page=True), f"{place.name}-{language}-{theme}-{width}")
            try:
                axe(page)
            except AssertionError as found:
                wrong.append(f"{place.name}: {found}")
    assert not wrong, "\n".join(wrong)


def _take(place: Place, picture: bytes, name: str) -> None:
    folder = FOLDER / place.name
    folder.mkdir(parents=True, exist_ok=True)
    taken = folder / f"{name}.png"
    taken.write_bytes(picture)
    if name in README_PICTURES:
        SHOWN.mkdir(parents=True, exist_ok=True)
        shutil.copy(taken, Path(SHOWN) / README_PICTURES[name])
