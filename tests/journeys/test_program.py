"""A director sets the program up, and somebody goes on leave: told in a real browser, on a phone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from client_app.domain.local_days import local_day
from tests.cast import Cast
from tests.factories import make_flag
from tests.journeys.steps import enter
from tests.support.accessibility import axe
from tests.support.browser import OpenPage


@pytest.mark.parametrize(("language", "javascript"), [("en", False), ("es", True)])
def test_a_program_moves_to_another_zone_and_gets_an_evening(
    cast: Cast, open_page: OpenPage, language: str, javascript: bool
) -> None:
    dora = enter(open_page, cast.director, javascript=javascript, language=language, width=320)
    dora.goto("/program/details")
    dora.select_option("#zone", "America/Denver")
    for weekday in (1, 3):
        dora.locator(f"#hours-1 label:has([value='{weekday}'])").tap()
    dora.fill("#opens-1", "18:00")
    dora.fill("#closes-1", "00:00")
    dora.locator("main form .primary").tap()
    expect(dora.locator("#new-zone")).to_contain_text("America/Denver")
    expect(dora.locator("#opens-1")).to_have_value("18:00")
    dora.locator("#new-zone label").tap()
    dora.locator("main form .primary").tap()
    dora.wait_for_url("**/program")
    expect(dora.locator("header .lead")).to_contain_text("America/Denver")
    expect(dora.locator("#hours dd")).to_have_count(7)


def test_while_a_counselor_is_on_leave_the_cover_sees_the_flag(cast: Cast, now: datetime, open_page: OpenPage) -> None:
    make_flag(cast.ana.id, raised_at=now)
    carla, cory = enter(open_page, cast.counselor, width=1280), enter(open_page, cast.cover, width=1280)
    expect(carla.locator(".triage-row")).to_have_count(1)
    carla.locator("form[action$=claim] button").first.click()
    expect(cory.locator(".triage-row")).to_have_count(0)

    dora = enter(open_page, cast.director)
    dora.locator("main a[href='/program/staff']").tap()
    dora.get_by_role("link", name=cast.counselor.name).tap()
    dora.fill("#first", local_day(now, ZoneInfo(cast.director.viewer.zone)).isoformat())
    dora.select_option("#cover", label=cast.cover.name)
    axe(dora)
    dora.locator("form[action$=cover] button").tap()
    expect(dora.locator("#absence")).to_contain_text("Cory Bell covers.")
    cory.goto("/triage")
    expect(cory.locator(".triage-row")).to_contain_text("Ana")

    dora.locator("#disable").tap()
    expect(dora.locator(".badge")).to_have_text("Disabled")
    carla.goto("/triage")
    carla.wait_for_url("**/sign-in**")
    cory.goto("/triage")
    expect(cory.locator("form[action$=claim]")).to_have_count(1)


def test_a_line_is_confirmed_and_stands_on_help_now(cast: Cast, open_page: OpenPage) -> None:
    dora = enter(open_page, cast.director, javascript=False)
    dora.goto("/program/crisis-lines/samhsa")
    dora.fill("#tel", "1-800-555-0199")
    dora.locator("main form .primary").tap()
    dora.wait_for_url("**/program/crisis-lines*")
    stranger = open_page(language="es")
    stranger.goto("/help-now")
    expect(stranger.locator("a[href='tel:1-800-555-0199']")).to_be_visible()
