"""``/program/figures``: how a program is doing, without a name, an answer or a small count."""

from datetime import datetime, timedelta

import pytest

from client_app.domain.flag_life import State
from tests.cast import Cast
from tests.factories import PASSWORD, make_flag, make_history
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")

DAY = timedelta(days=1)


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser."""
    browser.sign_in(cast.director.email, PASSWORD)
    return browser


def test_it_is_one_step_from_the_program(dora: Browser) -> None:
    dora.get("/program")
    page = dora.get("/program/figures")
    assert (page.status, page.heading) == (200, "Figures")
    assert dora.click("Program").path == "/program"


def test_the_figures_of_the_program(dora: Browser, cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now - DAY, [5] * 12)
    for useful in [True] * 6 + [False] * 5:
        make_flag(cast.ana.id, raised_at=now - DAY, state=State.RESOLVED, useful=useful)
    page = dora.get("/program/figures")
    assert page.all(".share-bar p") == ["Last 7 days 50%", "Last 30 days 21%"]
    assert page.has(".share-bar svg rect[width='50']")
    assert page.all("#late dd") == ["fewer than 5", "fewer than 5"]
    assert "Flags raised over the last 30 days: 11 or more." in page.text
    craving = next(words for words in page.all(".by-rule li") if words.startswith("Strong craving"))
    assert craving == "Strong craving Fired 11 Useful 55% Claimed after too few to say"
    call = next(words for words in page.all(".by-rule li") if words.startswith("Asks for a call"))
    assert call == "Asks for a call Fired fewer than 5"
    assert cast.ana.name not in page.text.split()


@pytest.mark.parametrize(
    ("asked", "window"),
    [
        *[("?days=90", 90), ("?days=90&days=30", 90)],
        *[(asked, 30) for asked in ("", "?days=30", "?days=31", "?days=-1", "?days=%00", "?days=٩٠", "?days=9e1")],
    ],
)
def test_thirty_days_or_ninety(dora: Browser, asked: str, window: int) -> None:
    page = dora.get(f"/program/figures{asked}")
    assert page.all("nav.tabs [aria-current]") == [f"{window} days"]


def test_it_reads_in_spanish(dora: Browser) -> None:
    page = dora.get("/program/figures?language=es")
    assert page.heading == "Cifras"
    assert "menos de 5" in page.text


@pytest.mark.parametrize("part", ["ana", "counselor", "family_member"])
@pytest.mark.parametrize("path", ["/program/figures", "/program/rules", "/program/check-in"])
def test_the_pages_are_for_directors(cast: Cast, browser: Browser, part: str, path: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get(path).status == 404
