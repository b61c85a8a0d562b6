"""What staff read of pages, who opens a flag because of one, and what the participant's urgent screen says of them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.domain.deliveries import Meaning
from client_app.domain.pushes import MessageState
from client_app.extensions import db
from client_app.models import DeliveryAttempt, Flag, OutboxMessage, PushSubscription
from client_app.services.escalations import page_again
from tests.cast import Cast, Member
from tests.factories import PASSWORD, stored
from tests.support.check_in_posts import answer, sign_in
from tests.support.escalations import MINUTE, on_call
from tests.support.pages import Browser, Page
from tests.support.posts import audit_lines, fresh

pytestmark = pytest.mark.usefixtures("clock")

Open = Callable[..., Browser]
LATE = timedelta(hours=14)
"""After the cast's Monday at 9:00: 23:00 on that day."""


def phone_of(member: Member, at: datetime) -> None:
    """They have a phone that is pushed to."""
    keys = dict.fromkeys(("endpoint", "endpoint_hash", "p256dh", "auth", "application_key"), str(member.id))
    stored(PushSubscription(person_id=member.id, subscribed_at=at, seen_at=at, **keys))


def accepted(at: datetime) -> None:
    """A push service took the page."""
    fresh()
    message = db.session.scalars(select(OutboxMessage)).one()
    message.state, message.opened_at = MessageState.SENT, at + MINUTE
    phone = db.session.scalars(select(PushSubscription.id)).one()
    stored(
        DeliveryAttempt(message_id=message.id, subscription_id=phone, at=at, status=201, answer=Meaning.ACCEPTED.value)
    )


def the_flag() -> int:
    """The number of the only flag."""
    fresh()
    return db.session.scalars(select(Flag.id)).one()


def words(page: Page) -> str:
    """The page's text with plain spaces."""
    return " ".join(page.text.split()).replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_the_urgent_screen_says_no_more_than_rows_prove(
    cast: Cast, browser: Browser, now: datetime, clock: TimeMachineFixture
) -> None:
    clock.move_to(now + LATE, tick=False)
    sign_in(browser, cast.ana)
    page = answer(browser, safety="active")
    said = words(page)
    assert "We have put this at the top of your team's list." in said
    assert "It is 11:00 PM now. Your team reads this tomorrow at 9:00 AM." in said
    assert "message" not in said, "nobody has a phone"
    phone_of(cast.counselor, now)
    assert "A message to your team is on its way." in words(browser.get("/check-in"))
    accepted(now + LATE)
    said = words(browser.get("/check-in"))
    assert "A message went out to your team today at 11:00 PM. We cannot see yet if they have read it." in said
    assert "on its way" not in said
    assert "Do not wait: call or text one of these lines." in said


def test_in_staffed_hours_it_says_until_when_they_are_there(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    said = words(answer(browser, safety="active"))
    assert "They are there until 5:00 PM." in said
    assert "now. Your team" not in said


def test_the_flag_says_whom_was_paged_and_what_came_of_it(
    cast: Cast, browser: Browser, open_browser: Open, now: datetime
) -> None:
    sign_in(browser, cast.ana)
    answer(browser, safety="active")
    phone_of(cast.counselor, now)
    accepted(now + 2 * MINUTE)
    page_again(cast.ana.id, now + 15 * MINUTE)
    fresh()
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.due_at > now)):
        message.state = MessageState.UNREACHABLE if message.person_id == cast.cover.id else MessageState.EXPIRED
    db.session.commit()
    desk = open_browser()
    desk.sign_in(cast.counselor.email, PASSWORD)
    said = words(desk.get(f"/triage/flags/{the_flag()}"))
    assert "Carla Reyes: accepted by their phone's push service at 9:02 AM · opened at 9:03 AM" in said
    assert "Cory Bell: no phone is set up that takes messages" in said
    assert "Dora Kent: nothing accepted it in time" in said
    assert "delivered" not in said


def test_a_claim_typed_before_a_page_is_not_stale(
    cast: Cast, browser: Browser, open_browser: Open, now: datetime
) -> None:
    sign_in(browser, cast.ana)
    answer(browser, safety="active")
    desk = open_browser()
    desk.sign_in(cast.counselor.email, PASSWORD)
    desk.get(f"/triage/flags/{the_flag()}")
    page_again(cast.ana.id, now + 15 * MINUTE)
    page = desk.submit("#standing form", button="Claim")
    assert page.status == 200
    assert "You have this" in page.text


@pytest.mark.parametrize("who", ["other_counselor", "director"])
def test_whoever_is_paged_opens_the_flag_and_it_is_kept(
    cast: Cast, browser: Browser, open_browser: Open, now: datetime, who: str
) -> None:
    on_call(cast, cast.other_counselor.id, now)
    sign_in(browser, cast.ana)
    answer(browser, safety="active")
    page_again(cast.ana.id, now + 15 * MINUTE)
    number, member = the_flag(), cast.everyone[who]
    desk = open_browser()
    desk.sign_in(member.email, PASSWORD)
    page = desk.get("/triage")
    assert page.has("#participant-5") or "Ana" in page.text
    assert not page.has(f"a[href='/participants/{cast.ana.id}']")
    page = desk.get(f"/triage/flags/{number}")
    assert page.status == 200
    assert "The rest of the record is not open to you." in page.text
    assert not page.has(f"a[href='/participants/{cast.ana.id}']")
    opened = [(line.action, line.actor_id) for line in audit_lines()][-2:]
    assert ("flag.opened", member.id) in opened
    assert desk.get(f"/participants/{cast.ana.id}").status == 404
    page = desk.get(f"/triage/flags/{number}")
    page = desk.submit("#standing form", button="Claim")
    assert "You have this" in page.text
    page = desk.submit("form[action$='/resolve']", outcome="talked")
    assert page.status == 200
    assert "Closed" in page.text


def test_once_somebody_else_has_it_the_page_is_over(
    cast: Cast, browser: Browser, open_browser: Open, now: datetime
) -> None:
    sign_in(browser, cast.ana)
    answer(browser, safety="active")
    page_again(cast.ana.id, now + 15 * MINUTE)
    number = the_flag()
    desk = open_browser()
    desk.sign_in(cast.counselor.email, PASSWORD)
    desk.get(f"/triage/flags/{number}")
    desk.submit("#standing form", button="Claim")
    late = open_browser()
    late.sign_in(cast.director.email, PASSWORD)
    assert late.get(f"/triage/flags/{number}").status == 404
    assert late.get("/triage").status == 404
