"""A participant reads who looked at their record."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from client_app.domain.audit_actions import Action
from client_app.services.openings import keep_list, keep_record
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")  # else the cast is weeks away from the real clock


@pytest.fixture
def ana(browser: Browser, cast: Cast) -> Browser:
    """Ana in front of the browser."""
    browser.sign_in(cast.ana.email, PASSWORD)
    return browser


def test_a_look_is_there_from_the_next_moment_on(
    cast: Cast, ana: Browser, open_browser: Callable[..., Browser]
) -> None:
    counselor = open_browser()
    counselor.sign_in(cast.counselor.email, PASSWORD)
    counselor.get(f"/participants/{cast.ana.id}")
    ana.get("/settings")
    page = ana.click("Who looked at your record Who opened it, and when.")
    assert page.path == "/settings/record"
    assert page.all("main h2") == ["Monday, November 23"]
    assert page.all(".looks li") == [
        "Carla Reyes (your counselor) opened your check-ins. 9:00 AM",
        "You signed in. 9:00 AM",
    ]


def test_several_looks_are_one_line(cast: Cast, ana: Browser, now: datetime) -> None:
    for minutes in range(1, 4):
        keep_list(cast.counselor.viewer, Action.LIST_OPENED, [cast.ana.id], now - timedelta(minutes=minutes))
    lines = ana.get("/settings/record").all(".looks li")
    assert lines[1] == (
        "Carla Reyes (your counselor) saw your name on the list of people to look after. "
        "3 times, the last one at 8:59 AM"
    )


def test_earlier_pages_and_back(cast: Cast, ana: Browser, now: datetime) -> None:
    keep_record(cast.counselor.viewer, cast.ana.id, [], now - timedelta(days=20))
    ana.get("/settings/record")
    page = ana.click("Earlier")
    assert page.all("main h2") == ["Tuesday, November 3"]
    page = ana.click("Earlier")
    assert "nobody opened your record" in page.text
    assert ana.click("The latest days").path == "/settings/record"


@pytest.mark.parametrize(
    "before", ["yesterday", "2026-02-30", "0001-01-01", "2026-08-01", "\N{ARABIC-INDIC DIGIT TWO}"]
)
def test_what_is_no_day_of_the_record_is_not_found(ana: Browser, before: str) -> None:
    assert ana.get(f"/settings/record?before={before}").status == 404


@pytest.mark.parametrize("before", ["", "9999-12-31", "2026-11-24"])
def test_a_day_to_come_is_the_latest_page(ana: Browser, before: str) -> None:
    assert ana.get(f"/settings/record?before={before}").all("main h2") == ["Monday, November 23"]


@pytest.mark.parametrize("who", ["counselor", "director", "family_member"])
def test_it_is_for_participants(cast: Cast, browser: Browser, who: str) -> None:
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    assert browser.get("/settings/record").status == 404


def test_in_spanish(cast: Cast, browser: Browser, now: datetime) -> None:
    keep_record(cast.other_counselor.viewer, cast.luis.id, [], now)
    browser.sign_in(cast.luis.email, PASSWORD)
    assert "Olive Stone (tu consejería) abrió tus registros." in browser.get("/settings/record").text
