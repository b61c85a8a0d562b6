"""A check-in that something comes between: no network, another phone, a sign-in that ended. Nothing said is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from client_app.extensions import db
from client_app.models import CheckIn
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.journeys.steps import answered, asked_now, enter, send, skip_to, tap
from tests.support.browser import OpenPage, sign_in
from tests.support.trusted_phones import end_sign_ins

UNSAVED = "Not saved yet. Your answers are still on this page."


@contextmanager
def slow_network(page: Page) -> Iterator[None]:
    """Hold what is saved until the block ends."""
    held: list[Route] = []
    page.route("**/check-in/draft", lambda route: held.append(route))  # noqa: PLW0108 - Playwright wants a function
    yield
    for route in held:
        route.continue_()
    page.unroute("**/check-in/draft")


def test_the_status_line_says_what_is_saved(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    status = phone.locator("#status")
    with slow_network(phone):
        tap(phone, "craving_now", "5")
        expect(status).to_have_text("Saving…")
        expect(phone.locator("#step-craving_worst")).to_be_visible()  # nobody waits for the network
    expect(status).to_have_text("Saved")
    expect(status).to_have_text("", timeout=5000)  # and it goes away by itself


def test_without_network_it_goes_on_and_what_was_said_is_saved_afterwards(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    phone.context.set_offline(True)
    tap(phone, "craving_now", "7")
    expect(phone.locator("#status")).to_have_text(UNSAVED)
    tap(phone, "craving_worst", "6")
    skip_to(phone, "note")
    phone.fill("#note", "On the bus.")
    phone.locator("#send button").tap()
    expect(phone.locator("#status")).to_have_text(UNSAVED)
    expect(phone.locator("#note")).to_have_value("On the bus.")  # no error page of the browser's own
    assert answered(cast.ana) == {}

    phone.context.set_offline(False)
    expect(phone.locator("#log .bubble.you")).to_have_text(["You said: 7", "You said: 6"])
    assert answered(cast.ana)["craving_worst"] == 6
    send(phone)
    assert answered(cast.ana) == {"craving_now": 7, "craving_worst": 6, "note": "On the bus."}


def test_words_in_the_making_are_kept_when_the_phone_is_put_away(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    skip_to(phone, "note")
    phone.fill("#note", "A long day, and")
    phone.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("#log")).to_contain_text("A long day, and")
    assert answered(cast.ana) == {"note": "A long day, and"}


def test_it_is_finished_on_another_phone(cast: Cast, open_page: OpenPage) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    tap(phone, "craving_now", "7")
    tap(phone, "craving_worst", "8")
    expect(phone.locator("#log .bubble.you")).to_have_count(2)

    another = enter(open_page, cast.ana)
    another.goto("/today")
    another.get_by_role("link", name="Finish today's check-in, 10 left").tap()
    expect(another.locator("#who-reads")).to_contain_text("Good to see you.")
    expect(another.locator("#log .bubble.you")).to_have_text(["You said: 7", "You said: 8"])
    expect(another.locator("#step-words")).to_have_text("Question 3 of 12")
    another.locator("#back").tap()
    expect(another.locator("#step-craving_worst input[value='8']")).to_be_checked()
    skip_to(another, "note")
    send(another)

    skip_to(phone, "call_me")
    tap(phone, "call_me", "yes")
    expect(phone.locator("#log")).to_contain_text("This check-in was sent already.")
    phone.locator("#send button").tap()
    expect(phone.locator("#reason")).to_be_visible()
    expect(phone.locator("#q-call_me input[value=yes]")).to_be_checked()
    phone.get_by_role("button", name="Send as an update").tap()
    phone.wait_for_url("**/check-in/receipt")
    expect(phone.locator("h1")).to_have_text("Thank you for the update")
    assert answered(cast.ana) == {"call_me": "yes"}


def signed_out_in_the_middle(cast: Cast, open_page: OpenPage) -> Page:
    """Ana is signed out while she answers, goes on, and sends: the sign-in page stands there."""
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    tap(phone, "craving_now", "4")
    expect(phone.locator("#log")).to_contain_text("You said: 4")
    end_sign_ins(cast.ana)
    tap(phone, "craving_worst", "5")
    expect(phone.locator("#status")).to_contain_text("You were signed out, so this is not saved yet.")
    skip_to(phone, "note")
    with phone.expect_response(lambda answer: answer.request.method == "POST") as refused:
        phone.locator("#send button").tap()
    assert refused.value.status == 401
    expect(phone.locator("main")).to_contain_text("Sign in and we will finish it.")
    return phone


def test_signed_out_in_the_middle_it_is_finished_by_signing_in_again(cast: Cast, open_page: OpenPage) -> None:
    phone = signed_out_in_the_middle(cast, open_page)
    phone.fill("input[name=email]", cast.ana.email)
    phone.fill("input[name=password]", "mistyped")
    phone.locator("main form button").tap()
    expect(phone.locator("main")).to_contain_text("That email and password do not go together.")
    sign_in(phone, cast.ana.email, PASSWORD)
    expect(phone.locator("h1")).to_have_text("Thank you for checking in")
    assert answered(cast.ana) == {"craving_now": 4, "craving_worst": 5}


def test_signed_out_in_the_middle_it_is_not_finished_by_somebody_else(cast: Cast, open_page: OpenPage) -> None:
    phone = signed_out_in_the_middle(cast, open_page)
    sign_in(phone, cast.luis.email, PASSWORD)
    expect(phone.locator("h1")).to_contain_text("Luis")
    assert answered(cast.luis) == {}
    assert not db.session.scalars(select(CheckIn)).all()


def test_help_that_never_came_through_stands_on_the_page_when_it_is_opened_again(
    cast: Cast, open_page: OpenPage
) -> None:
    phone = enter(open_page, cast.ana)
    phone.goto("/check-in")
    skip_to(phone, "safety")

    def swallow(route: Route) -> None:
        route.fetch()  # the answer arrives; what comes back is lost on the way
        route.abort("internetdisconnected")

    phone.route("**/check-in/draft", swallow)
    tap(phone, "safety", "active")
    expect(phone.locator("#status")).to_have_text(UNSAVED)
    expect(phone.locator("#urgent-help")).to_have_count(0)
    phone.unroute("**/check-in/draft")
    phone.reload()
    expect(phone.locator("#urgent-help a[href='tel:988']")).to_be_visible()
    tap(phone, asked_now(phone), "skip")
    expect(phone.locator("#status")).to_have_text("Saved")
    expect(phone.locator("#urgent-help")).to_have_count(1)
