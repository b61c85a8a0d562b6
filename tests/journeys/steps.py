"""What people do on the screen, as the journeys tell it, and what the database holds afterwards."""

from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select

from client_app.extensions import db
from client_app.models import CheckIn, CheckInDraft
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


def tap(page: Page, question: str, *values: str) -> int:
    """Choose answers of the question that stands on the screen, and say how many taps it took: several need Next."""
    step = page.locator(f"#step-{question}")
    expect(step).to_be_visible()
    for value in values:
        step.locator(f"label:has(input[value='{value}'])").tap()
    needs_next = step.locator("input[type=checkbox]").count() > 0
    if needs_next:
        page.locator("#next").tap()
    return len(values) + needs_next


def asked_now(page: Page) -> str:
    """The question that stands on the screen."""
    return page.locator(".step:visible").get_attribute("data-question") or ""


def skip_to(page: Page, question: str) -> None:
    """Go on without an answer until this question stands on the screen."""
    while asked_now(page) != question:
        page.locator("#next").tap()


def check_in_by_tapping(page: Page, **answers: str) -> None:
    """Go through the chat; a question without an answer here is skipped. Sends at the end."""
    page.goto("/check-in")
    while not page.locator("#send").is_visible():
        question = asked_now(page)
        tap(page, question, answers.get(question, "skip"))
        expect(page.locator(f"#step-{question}")).to_be_hidden()
    send(page)


def send(page: Page) -> None:
    """Send what stands on the screen, and see its receipt."""
    page.locator("#send button").tap()
    page.wait_for_url("**/check-in/receipt")


def answered(member: Member) -> dict[str, Any]:
    """What the database holds of this person's answers: the check-in that was sent last, else the draft."""
    db.session.rollback()
    sent = select(CheckIn.answers).where(CheckIn.participant_id == member.id).order_by(CheckIn.id.desc())
    draft = select(CheckInDraft.answers).where(CheckInDraft.participant_id == member.id)
    return db.session.scalars(sent).first() or db.session.scalars(draft).first() or {}
