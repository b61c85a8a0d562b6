"""The history on a flag's page: what was answered, sent, changed and taken back stands there with its answers."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from client_app.extensions import db
from client_app.models import Flag
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.check_in_posts import answer, sign_in
from tests.support.flags import events
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")


def flag_of(rule: str) -> int:
    """The number of the one flag of this rule."""
    db.session.rollback()
    return db.session.scalars(select(Flag.id).where(Flag.rule == rule)).one()


def test_the_page_shows_every_turn_of_an_urgent_answer(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser]
) -> None:
    """Answered in a draft, sent, changed, said again in an update: each with what was answered then."""
    sign_in(browser, cast.ana)
    answer(browser, used="yes", used_what=["opioid"], safety="passive")
    browser.submit(used="yes", used_what=["opioid"], safety="passive")
    browser.click("Change")
    browser.submit(safety="active")
    desk = open_browser()
    desk.sign_in(cast.counselor.email, PASSWORD)
    number = flag_of("opioid_and_safety")
    page = desk.get(f"/triage/flags/{number}")
    assert page.status == 200
    assert events(number) == ["raised", "paged", "sent", "answer_changed"]
    said = [sheet.lower() for sheet in page.all("#events .sheet")]
    assert len(said) == 2  # the first answers stand above, as what raised it
    assert "not wanting to live" in said[0]
    assert said[0] != said[1]


def test_an_answer_that_was_taken_back_leaves_its_trace(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser]
) -> None:
    sign_in(browser, cast.ana)
    answer(browser, safety="active")
    answer(browser, safety="no")
    desk = open_browser()
    desk.sign_in(cast.counselor.email, PASSWORD)
    page = desk.get(f"/triage/flags/{flag_of('safety_active')}")
    assert "The answer was taken back." in page.all("#events ol > li")[-1]
