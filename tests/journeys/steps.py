"""What people do on the screen, as the journeys tell it."""

from playwright.sync_api import Page, expect

from tests.cast import Member
from tests.factories import PASSWORD
from tests.support.browser import OpenPage, sign_in


def enter(
    open_page: OpenPage, member: Member, *, width: int = 390, javascript: bool = True, language: str = "en"
) -> Page:
    """Open a browser of this person's own and sign in."""
    page = open_page(width=width, javascript=javascript, language=language)
    sign_in(page, member.email, PASSWORD)
    return page


def tap(page: Page, question: str, *values: str) -> None:
    """Choose answers of the question that stands on the screen; several answers need Next as well."""
    step = page.locator(f"#step-{question}")
    expect(step).to_be_visible()
    for value in values:
        step.locator(f"label:has(input[value='{value}'])").click()
    if step.locator("input[type=checkbox]").count():
        page.locator("#next").click()


def check_in_by_tapping(page: Page, **answers: str) -> None:
    """Go through the chat; a question without an answer here is skipped. Sends at the end."""
    page.goto("/check-in")
    while not page.locator("#send").is_visible():
        question = page.locator(".step:visible").get_attribute("data-question") or ""
        tap(page, question, answers.get(question, "skip"))
        expect(page.locator(f"#step-{question}")).to_be_hidden()
    page.locator("#send button").click()
    page.wait_for_url("**/check-in/receipt")
