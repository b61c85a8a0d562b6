"""A time is shown by the phone's own clock where that differs from the program's; without a script nothing is."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.browser import OpenPage, sign_in
from tests.support.calendars import a_calendar

LINE = "[data-phone-time]"


@pytest.mark.parametrize(("zone", "is_shown"), [("America/Chicago", False), ("Europe/Madrid", True)])
@pytest.mark.parametrize("path", ["/today", "/schedule"])
def test_the_phones_clock_speaks_where_it_differs(
    cast: Cast, now: datetime, open_page: OpenPage, zone: str, path: str, *, is_shown: bool
) -> None:
    a_calendar(cast, now)
    page = open_page()
    sign_in(page, cast.ana.email, PASSWORD)
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": zone})
    page.goto(path)
    line = page.locator(LINE).first
    expect(line).to_be_visible(visible=is_shown)
    if is_shown:
        expect(line).to_contain_text("PM")


def test_without_a_script_there_is_the_programs_time_only(cast: Cast, now: datetime, open_page: OpenPage) -> None:
    a_calendar(cast, now)
    page = open_page(javascript=False)
    sign_in(page, cast.ana.email, PASSWORD)
    page.goto("/schedule")
    expect(page.locator(LINE).first).to_be_hidden()
    expect(page.locator(".entry-time").first).to_be_visible()
