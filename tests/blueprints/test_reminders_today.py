"""What the first page offers of reminders: later, a rest, and kind words until they are seen."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from client_app.services.nudges import send_nudge
from client_app.services.reminder_choices import choices_of, rest_until
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.applications import Statements
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")

PAGE = "/settings/reminders"


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser on her reminders."""
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get(PAGE)
    return browser


def test_both_in_two_taps_from_the_first_page(cast: Cast, ana: Browser) -> None:
    page = ana.get("/today")
    assert page.all("#later details button") == [
        "In 1 hour",
        "This evening",
        "Not before tomorrow",
        "Not before Monday",
    ]
    page = ana.submit("#later details form", button="In 1 hour")
    assert page.path == "/today"
    assert "We remind you of your check-in at 10:00" in page.text
    page = ana.submit("#later details form", button="Not before Monday")
    assert "No reminder comes before Monday, November 30." in page.text
    assert page.all("#later details button") == ["Remind me again"]
    page = ana.submit("#later details form")
    assert page.path == "/today"
    assert choices_of(cast.ana.viewer).choices.away_until is None


@pytest.mark.parametrize(
    ("days", "words"), [(0, ["Not before tomorrow", "Not before Monday"]), (6, ["Not before Monday"])]
)
def test_on_a_sunday_tomorrow_is_monday(
    now: datetime, clock: TimeMachineFixture, cast: Cast, browser: Browser, days: int, words: list[str]
) -> None:
    clock.move_to(now + timedelta(days=days), tick=False)
    browser.sign_in(cast.ana.email, PASSWORD)
    assert browser.get("/today").all("#later details form[action$='/away'] button") == words


def test_kind_words_stand_on_the_first_page_until_they_are_seen(cast: Cast, now: datetime, ana: Browser) -> None:
    send_nudge(cast.counselor.viewer, cast.ana.id, "thinking", now)
    page = ana.get("/today")
    assert page.all("#nudge h2, #nudge .lead") == ["From Carla Reyes", "I am thinking of you today."]
    page = ana.submit("#nudge form")
    assert (page.path, page.has("#nudge")) == ("/today", False)
    assert ana.post("/today/nudges/999/seen", {"csrf_token": ana.token}).status == 404


def test_the_first_page_asks_as_much_whatever_there_is(
    cast: Cast, now: datetime, ana: Browser, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    ana.get("/today")
    with count_statements() as without:
        ana.get("/today")
    send_nudge(cast.counselor.viewer, cast.ana.id, "thinking", now)
    rest_until(cast.ana.viewer, date(2026, 11, 30), now)
    with count_statements() as with_all:
        ana.get("/today")
    assert len(with_all) == len(without)
