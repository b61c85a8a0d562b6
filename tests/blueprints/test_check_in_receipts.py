"""What a receipt gives back: what comes next, to whom it belongs, and never to a trusted phone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from client_app.domain.series_edits import Scope
from client_app.services.appointments import cancel
from tests.cast import Cast
from tests.support.applications import Statements
from tests.support.calendars import AGREED, a_session, make_series
from tests.support.check_in_posts import honest, sign_in
from tests.support.pages import HOST, Browser
from tests.support.trusted_phones import on_trusted_phone

RECEIPT = "/check-in/receipt"

pytestmark = pytest.mark.usefixtures("clock")


def sent(browser: Browser) -> None:
    """Check in, as the form is."""
    browser.get("/check-in")
    browser.post("/check-in", honest(browser, craving_now="3"))


def test_the_receipt_says_what_comes_next_and_where(cast: Cast, now: datetime, browser: Browser) -> None:
    session = a_session(place="Room 2", link="https://meet.example/evening", facilitator_id=cast.counselor.id)
    make_series(cast.counselor.viewer, now, "Group therapy", session=session)
    sign_in(browser, cast.ana)
    sent(browser)
    page = browser.get(RECEIPT)
    assert page.all("#next-up-title") == ["Next: Group therapy"]
    assert "Today at 6:00 PM, until 7:30 PM" in page.text
    assert "Room 2 · Carla Reyes" in page.text
    assert page.has("#next-up a[href='https://meet.example/evening']")


def test_with_nothing_planned_the_receipt_is_as_ever(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    sent(browser)
    page = browser.get(RECEIPT)
    assert not page.has("#next-up")
    assert "times.js" not in page.body


def test_what_is_cancelled_today_is_said(cast: Cast, now: datetime, browser: Browser) -> None:
    key = make_series(cast.counselor.viewer, now, "Group therapy")
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    sign_in(browser, cast.ana)
    sent(browser)
    assert "Cancelled today: Group therapy" in browser.get(RECEIPT).text


def test_a_trusted_phone_tells_of_no_group(cast: Cast, now: datetime, browser: Browser) -> None:
    make_series(cast.counselor.viewer, now, "Group therapy")
    on_trusted_phone(browser, cast.ana)
    sent(browser)
    assert "Group therapy" not in browser.get(RECEIPT).text


def test_a_receipt_asks_as_often_whatever_is_planned(
    cast: Cast,
    now: datetime,
    browser: Browser,
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    make_series(cast.counselor.viewer, now, session=a_session(place="Room 0"))
    sign_in(browser, cast.ana)
    sent(browser)

    def asked() -> int:
        with count_statements() as statements:
            browser.client.get(RECEIPT, base_url=HOST)
        return len(statements)

    asked()  # the first one of a sign-in notes that it was used
    before = asked()
    for number in range(1, 8):
        session = a_session(place=f"Room {number}")
        make_series(cast.counselor.viewer, now - timedelta(weeks=1), f"Group {number}", session=session)
    assert asked() == before
