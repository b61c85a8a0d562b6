"""Two people of the care team at one flag: the second save never overwrites the first, and loses no word."""

from datetime import datetime

from playwright.sync_api import Page, expect

from client_app.domain.flags import Severity
from tests.cast import Cast
from tests.factories import make_flag
from tests.journeys.steps import enter
from tests.support.browser import OpenPage
from tests.support.flags import away


def close(page: Page, outcome: str, words: str) -> None:
    """Say what came of the flag, and close it."""
    page.locator(f"#outcome label:has(input[value={outcome}])").click()
    page.fill("#resolve-note", words)
    page.locator("#resolve-button").click()


def test_the_second_to_close_reads_who_closed_it_already(cast: Cast, now: datetime, open_page: OpenPage) -> None:
    away(cast, now)
    flag = make_flag(cast.ana.id, "craving", Severity.SAME_DAY, now)
    desk, other_desk = (enter(open_page, member, width=1280) for member in (cast.counselor, cast.cover))
    desk.goto(f"/triage/flags/{flag.id}")
    desk.locator("#claim").click()
    expect(desk.locator("#standing-title")).to_have_text("You have this")
    other_desk.goto(f"/triage/flags/{flag.id}")
    expect(other_desk.locator("#standing-title")).to_have_text(f"{cast.counselor.name} has this")

    close(desk, "talked", "She is at her sister's.")
    expect(desk.locator("#standing-title")).to_have_text("Closed")
    close(other_desk, "left_message", "No answer on her phone.")
    expect(other_desk.locator("#refusal")).to_contain_text(f"Already closed by {cast.counselor.name}")
    expect(other_desk.locator("#refusal")).to_contain_text("No answer on her phone.")

    desk.reload()
    expect(desk.locator("#standing")).to_contain_text("We talked")
    expect(desk.locator("#events")).not_to_contain_text("No answer on her phone.")
