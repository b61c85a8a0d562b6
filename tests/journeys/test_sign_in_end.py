"""The end of a sign-in: the page warns two minutes before, one tap goes on, and what was typed is never lost.

The page's clock is moved by the browser, the server's by setting back when it last saw a hand.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from client_app.domain.plans import SafetyPlan
from client_app.extensions import db
from client_app.models import RecoveryReason, SignIn
from client_app.services.plans import write_safety_plan
from tests.cast import Cast, Member
from tests.factories import PASSWORD, make_flag
from tests.journeys.steps import enter
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in

SOON = "You will be signed out in two minutes. What you typed stays on this page."
OVER = "You are signed out now. What you typed is still here."
MINUTE = 60_000
SIGN_IN = re.compile(r"/sign-in\?next=")
"""The page itself leads there, or the poll of a list does, whichever asks first."""


def rest(page: Page, member: Member, minutes: float) -> None:
    """Nobody touches anything for so long, neither here nor in another tab."""
    db.session.rollback()
    seen_at = datetime.now(UTC) - timedelta(minutes=minutes)
    db.session.execute(update(SignIn).where(SignIn.person_id == member.id).values(last_seen_at=seen_at))
    db.session.commit()
    page.clock.fast_forward(int(minutes * MINUTE))


def at(open_page: OpenPage, member: Member, path: str, language: str = "en") -> Page:
    """Somebody signs in and looks at a page whose clock can be moved."""
    page = enter(open_page, member, language=language)
    page.clock.install()
    page.goto(path)
    return page


def test_it_warns_two_minutes_before_and_one_tap_goes_on(cast: Cast, open_page: OpenPage) -> None:
    page = at(open_page, cast.ana, "/plan")
    page.fill("#reason-text", "My daughter")
    box = page.locator("#sign-in-end")
    rest(page, cast.ana, 27.9)
    expect(box).to_be_hidden()
    rest(page, cast.ana, 28.5)
    expect(box).to_contain_text(SOON)
    axe(page)
    box.get_by_role("button", name="Stay signed in").tap()
    expect(box).to_be_hidden()
    expect(page.locator("#reason-text")).to_have_value("My daughter")
    db.session.rollback()
    last_seen_at = db.session.scalars(select(SignIn.last_seen_at)).one()
    assert datetime.now(UTC) - last_seen_at < timedelta(minutes=1)
    rest(page, cast.ana, 28.5)  # and warns again
    expect(box).to_contain_text(SOON)


def test_another_tab_that_goes_on_is_asked_for_first(cast: Cast, open_page: OpenPage) -> None:
    page = at(open_page, cast.counselor, "/participants")
    with page.expect_response("**/sign-in/time-left") as asked:
        page.clock.fast_forward(int(13.5 * MINUTE))
    assert asked.value.json()["seconds"] > 14 * 60  # the server saw a hand a moment ago
    expect(page.locator("#sign-in-end")).to_be_hidden()


def test_words_on_the_page_outlive_the_sign_in_and_are_finished_by_signing_in(cast: Cast, open_page: OpenPage) -> None:
    page = at(open_page, cast.ana, "/plan")
    page.fill("#reason-text", "My daughter")
    rest(page, cast.ana, 30.5)
    box = page.locator("#sign-in-end")
    expect(box).to_contain_text(OVER)
    expect(box.get_by_role("button")).to_be_hidden()
    expect(page.locator("#reason-text")).to_have_value("My daughter")
    page.evaluate("document.querySelector('#reason-text').form.submit()")  # as without scripts
    page.wait_for_url("**/plan/reasons")
    expect(page.locator("main")).to_contain_text("Sign in and we will finish it.")
    sign_in_here(page, cast.ana)
    expect(page.locator("main")).to_contain_text("My daughter")
    db.session.rollback()
    assert db.session.scalars(select(RecoveryReason.text)).all() == ["My daughter"]


def test_a_screen_without_words_shows_nobodys_record_any_longer(cast: Cast, open_page: OpenPage) -> None:
    page = at(open_page, cast.counselor, f"/participants/{cast.ana.id}?view=good")
    rest(page, cast.counselor, 15.5)
    expect(page).to_have_url(SIGN_IN)
    expect(page.locator("h1")).to_have_text("Sign in")
    sign_in(page, cast.counselor.email, PASSWORD)
    page.wait_for_url(f"**/participants/{cast.ana.id}?view=good")


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("counselor", "/participants/{ana}"),
        ("counselor", "/participants/{ana}/contact"),
        ("director", "/program/participants"),
        ("director", "/program/staff/{counselor}"),
        ("director", "/program/details"),
        ("ana", "/settings/contact"),
    ],
)
def test_what_a_form_came_with_is_nobodys_words(cast: Cast, open_page: OpenPage, who: str, path: str) -> None:
    """A plan, a card or a name that stands in a field is the record itself."""
    now = datetime.now(UTC)
    write_safety_plan(cast.counselor.viewer, cast.ana.id, SafetyPlan(own_steps="Walk to the river"), now, seen=0)
    member = cast.everyone[who]
    page = at(open_page, member, path.format(ana=cast.ana.id, counselor=cast.counselor.id))
    rest(page, member, 30.5)
    expect(page).to_have_url(SIGN_IN)


def test_keys_that_are_switched_off_are_nobodys_words(cast: Cast, open_page: OpenPage) -> None:
    make_flag(cast.ana.id)
    page = at(open_page, cast.counselor, "/triage")
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.locator("#keys-close").click()
    rest(page, cast.counselor, 15.5)
    expect(page).to_have_url(SIGN_IN)


def test_what_was_refused_stays_on_the_page(cast: Cast, open_page: OpenPage) -> None:
    page = at(open_page, cast.ana, "/settings/contact")
    page.fill("[name=phone]", "no number")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator("main .error").first).to_be_visible()
    rest(page, cast.ana, 30.5)
    expect(page.locator("#sign-in-end")).to_contain_text(OVER)
    expect(page.locator("[name=phone]")).to_have_value("no number")


def test_it_speaks_the_readers_language(cast: Cast, open_page: OpenPage) -> None:
    page = at(open_page, cast.luis, "/plan", language="es")
    rest(page, cast.luis, 28.5)
    expect(page.locator("#sign-in-end")).to_contain_text("Tu sesión se cierra en dos minutos.")
    expect(page.locator("#sign-in-end button")).to_have_text("Seguir aquí")


def sign_in_here(page: Page, member: Member) -> None:
    """Sign in on the page that carries a post."""
    page.fill("input[name=email]", member.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/plan**")
