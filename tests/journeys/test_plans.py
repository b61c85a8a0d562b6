"""A participant keeps a plan, by keyboard, with scripts and without."""

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.browser import OpenPage, sign_in


def opened(open_page: OpenPage, cast: Cast, *, javascript: bool = True) -> Page:
    """Ana's plan."""
    page = open_page(javascript=javascript)
    sign_in(page, cast.ana.email, PASSWORD)
    page.goto("/plan")
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_strategies_are_added_moved_and_removed(cast: Cast, open_page: OpenPage, javascript: bool) -> None:
    page = opened(open_page, cast, javascript=javascript)
    words = page.locator("#strategies li > p")
    for text in ("Walk", "Tea"):
        page.get_by_label("Something that helps").fill(text)
        page.get_by_role("button", name="Add what helps").click()
        expect(words.last).to_have_text(text)
    page.locator("#strategies li").last.get_by_role("button", name="Up").click()
    expect(words).to_have_text(["Tea", "Walk"])
    page.locator("#strategies li").first.get_by_role("button", name="Remove").click()
    expect(words).to_have_text(["Walk"])


@pytest.mark.parametrize("javascript", [True, False])
def test_the_safety_plan_is_written_and_read(cast: Cast, open_page: OpenPage, javascript: bool) -> None:
    page = opened(open_page, cast, javascript=javascript)
    page.get_by_role("link", name="Write my safety plan").click()
    page.get_by_label("4. People I can ask for help").fill("Rosa\n555-0101")
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.locator("#safety-plan-parts li")).to_have_text(["People I can ask for help Rosa 555-0101"])


def test_the_focus_stays_where_the_hands_are(cast: Cast, open_page: OpenPage) -> None:
    page = opened(open_page, cast)
    field = page.get_by_label("Something that helps")
    for text in ("Walk", "Tea"):
        field.fill(text)
        field.press("Enter")
        expect(page.locator("#strategies li > p").last).to_have_text(text)
        expect(field).to_be_focused()
        expect(field).to_have_value("")
    up = page.locator("#strategies li").last.get_by_role("button", name="Up")
    up.press("Enter")
    expect(page.locator("#strategies li > p")).to_have_text(["Tea", "Walk"])
    expect(page.locator("#strategies li").first.get_by_role("button", name="Up")).to_be_focused()
    page.locator("#strategies li").first.get_by_role("button", name="Remove").press("Enter")
    expect(page.locator("#strategies-title")).to_be_focused()
    field.press("Enter")
    expect(page.locator("#strategies .error")).to_have_text("Please write a few words first.")
    expect(field).to_be_focused()
