"""A tap on a notification: it leads to the page it is about, by way of the sign-in; a forged address leads home."""

from datetime import datetime

import pytest

from client_app.services.outbox import REMINDERS, claim_messages
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.applications import SECRET
from tests.support.outbox import message, row
from tests.support.pages import HOST, Browser

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def sent(cast: Cast, now: datetime) -> tuple[int, str]:
    """A message that a worker sends, and the address in it."""
    number = message(cast.ana.id, now, path="/check-ins")
    return number, f"/reminders/{claim_messages(REMINDERS, 'worker', SECRET, now)[0].token}"


def test_signed_in_it_leads_to_the_page(cast: Cast, browser: Browser, sent: tuple[int, str], now: datetime) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    assert browser.get(sent[1]).path == "/check-ins"
    assert row(sent[0]).opened_at == now


def test_signed_out_the_page_itself_asks_for_a_sign_in(browser: Browser, sent: tuple[int, str]) -> None:
    page = browser.get(sent[1])
    assert page.path == "/sign-in?next=/check-ins"
    assert sent[1] not in page.body


def test_the_answer_keeps_the_address_to_itself(browser: Browser, sent: tuple[int, str]) -> None:
    answer = browser.client.get(sent[1], base_url=HOST)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/check-ins")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.data == b""


def test_looking_ahead_is_no_tap(browser: Browser, sent: tuple[int, str]) -> None:
    assert browser.client.head(sent[1], base_url=HOST).headers["Location"] == "/check-ins"
    assert row(sent[0]).opened_at is None


@pytest.mark.parametrize(
    "forged", ["0" * 64, "1-" + "0" * 64, "x", "%00", "%ED%A0%80", "a" * 3000, "..%2F..", "%0d%0aSet-Cookie:x"]
)
def test_a_forged_address_leads_home_and_does_nothing(browser: Browser, sent: tuple[int, str], forged: str) -> None:
    answer = browser.client.get(f"/reminders/{forged}", base_url=HOST)
    assert answer.status_code in {303, 404}  # 404: a slash in it is another address
    assert answer.headers.get("Location", "/") == "/"
    assert row(sent[0]).opened_at is None
