"""A counselor marks a whole group in three taps on a phone, takes it back, and says that one came late."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from client_app.domain.local_days import ONE_DAY
from tests.cast import Cast
from tests.journeys.steps import enter
from tests.support.accessibility import axe
from tests.support.attendance import LATE, PRESENT, marked
from tests.support.browser import OpenPage
from tests.support.calendars import a_session, make_series


def a_group_now(cast: Cast, now: datetime) -> str:
    """A group of today that can be marked at this moment, whatever time it is."""
    local = now.astimezone(ZoneInfo(cast.counselor.viewer.zone))
    minutes = 5 if local.hour < 23 else -5
    starts = (local + timedelta(minutes=minutes)).time().replace(second=0, microsecond=0)
    session = a_session(starts, 90, place="Room 2", facilitator_id=cast.counselor.id)
    return make_series(
        cast.counselor.viewer, now - ONE_DAY, weekdays=(local.weekday(),), first_on=local.date(), session=session
    )


class Taps:
    """A thumb that counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.made = 0

    def on(self, selector: str) -> None:
        """Tap what stands on the screen."""
        self.page.locator(selector).first.tap()
        self.made += 1


@pytest.mark.parametrize("javascript", [True, False])
def test_a_group_is_marked_in_three_taps(cast: Cast, now: datetime, open_page: OpenPage, *, javascript: bool) -> None:
    a_group_now(cast, now)
    page = enter(open_page, cast.counselor, javascript=javascript)
    thumb = Taps(page)
    thumb.on("nav a[href='/groups']")
    thumb.on(".is-today .entry h3 a")
    button = page.locator("#everybody")
    expect(button).to_be_in_viewport()
    thumb.on("#everybody")
    expect(page.locator("#saved")).to_contain_text("Saved for 2 people.")
    assert thumb.made == 3
    assert marked(cast.ana.id) == [(PRESENT, None, "")]
    page.locator("#undo").tap()
    expect(page.locator("#everybody")).to_be_visible()
    assert marked(cast.ana.id) == []


def test_minutes_are_asked_of_whoever_came_late(cast: Cast, now: datetime, open_page: OpenPage) -> None:
    key = a_group_now(cast, now)
    page = enter(open_page, cast.counselor)
    page.goto(f"/appointments/{key}")
    page.locator("#one-by-one").tap()
    minutes = page.locator(f"[name=minutes-{cast.ana.id}]")
    expect(minutes).to_be_hidden()
    page.locator(f"#who-{cast.ana.id} label:has([value=late])").tap()
    expect(minutes).to_be_visible()
    axe(page)
    minutes.fill("70")
    page.locator("main form button[type=submit]").tap()
    expect(page.locator("#attendance")).to_contain_text("There for 70 minutes.")
    axe(page)
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([(LATE, 70, "")], [(PRESENT, None, "")])
