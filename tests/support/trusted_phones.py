"""A phone that Ana trusts and on which nobody is signed in, made by the taps that she makes."""

from sqlalchemy import update

from client_app.extensions import db
from client_app.models import SignIn
from tests.cast import Member
from tests.factories import PASSWORD
from tests.support.check_in_posts import NOTE
from tests.support.pages import Browser, Page

SECRETS = (NOTE, "Walk to the river", "usual", "Carla Reyes", "Ana", "own:")
"""What a stranger who holds the phone would learn of."""


def holds_nothing(page: Page) -> Page:
    """The page names nobody, leads to no personal page, and repeats nothing that was said before."""
    for secret in SECRETS:
        assert secret not in page.body, secret
    links = {str(link["href"]) for link in page.soup.select("a[href^='/']")}
    assert {link.partition("?")[0] for link in links} <= {
        "/",
        "/help-now",
        "/sign-in",
        "/check-in",
        "/check-in/receipt",
    }
    assert not page.has("input[type=radio][checked], input[type=checkbox][checked]")
    return page


def trust(browser: Browser, member: Member) -> Page:
    """Sign in and trust the phone in the hand."""
    if not browser.signed_in:
        browser.sign_in(member.email, PASSWORD)
    browser.get("/settings/phones")
    return browser.submit("form#trust-phone")


def on_trusted_phone(browser: Browser, member: Member, path: str = "/check-in") -> Page:
    """Trust the phone, let the sign-in end, and look at a page."""
    trust(browser, member)
    end_sign_ins(member)
    browser.signed_in = False
    return browser.get(path)


def end_sign_ins(member: Member) -> None:
    """Sign this person out of every browser, as an idle half hour would."""
    db.session.rollback()
    db.session.execute(update(SignIn).where(SignIn.person_id == member.id).values(ended_at=SignIn.started_at))
    db.session.commit()
