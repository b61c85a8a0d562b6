"""A check-in sent after the sign-in has ended: carried over the sign-in page, finished for the same person only."""

from datetime import datetime, timedelta

import pytest
from itsdangerous import URLSafeSerializer
from time_machine import TimeMachineFixture

from client_app.domain.sentences import Sentence
from client_app.extensions import db
from client_app.models import Person
from client_app.web.sign_in_page import SIGN_IN_FIRST, SIGNED_OUT
from tests.cast import Cast, Member
from tests.factories import PASSWORD
from tests.support.applications import SECRET
from tests.support.check_in_posts import NOTE, Value, honest, send, sign_in
from tests.support.pages import Browser, Page
from tests.support.posts import check_in, check_ins_of, rules_of

pytestmark = pytest.mark.usefixtures("clock")

ASLEEP = timedelta(minutes=30)


def signed_out_post(cast: Cast, clock: TimeMachineFixture, browser: Browser, **fields: Value) -> Page:
    """Ana leaves the form open until her sign-in has ended, and then sends it."""
    sign_in(browser, cast.ana)
    clock.shift(ASLEEP)
    browser.signed_in = False
    return send(browser, honest(browser, **fields))


def sign_in_again(browser: Browser, member: Member, password: str = PASSWORD) -> Page:
    """Fill in the sign-in form that the browser looks at."""
    return browser.submit(email=member.email, password=password)


def test_the_sign_in_page_carries_what_was_typed(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    page = signed_out_post(cast, clock, browser, triggers=["stress", "payday"])
    assert (page.status, page.path, page.heading) == (401, "/check-in", "Sign in")
    assert Sentence(SIGNED_OUT).english() in page.text
    hidden = [(str(tag["name"]), str(tag["value"])) for tag in page.soup.select("main form input[type=hidden]")]
    assert ("note", NOTE) in hidden
    assert [pair for pair in hidden if pair[0] == "triggers"] == [("triggers", "stress"), ("triggers", "payday")]
    assert check_ins_of(cast.ana.id) == []


def test_the_same_person_finishes_it(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    signed_out_post(cast, clock, browser, triggers=["stress", "payday"], safety="active")
    page = sign_in_again(browser, cast.ana)
    assert page.path == "/check-in/receipt"
    assert page.has("#urgent-help")
    assert check_in(1).answers == {
        "craving_now": 3,
        "triggers": ["payday", "stress"],
        "safety": "active",
        "note": NOTE,
    }


def test_also_after_a_wrong_password_and_an_old_form(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    signed_out_post(cast, clock, browser)
    for fields in ({"password": "wrong"}, {"password": ""}, {"email": "nobody@riverside.example"}):
        page = browser.submit(**({"email": cast.ana.email, "password": PASSWORD} | fields))
        assert page.status == 422
        assert page.has(f"input[type=hidden][name=note][value='{NOTE}']")
    clock.shift(timedelta(hours=13))
    assert sign_in_again(browser, cast.ana).status == 400
    assert browser.page.has(f"input[type=hidden][name=note][value='{NOTE}']")
    assert sign_in_again(browser, cast.ana).path == "/check-in/receipt"
    assert len(check_ins_of(cast.ana.id)) == 1


def test_it_waits_for_as_long_as_it_takes(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    """After days the day itself is closed; then the form stands there with everything in it."""
    signed_out_post(cast, clock, browser)
    clock.shift(timedelta(days=3))
    assert sign_in_again(browser, cast.ana).status == 400  # the form's own token
    page = sign_in_again(browser, cast.ana)
    assert page.status == 422
    assert NOTE in page.text
    assert "You can fill in today and yesterday only. If you send it now, it counts for today." in page.text
    assert browser.submit().path == "/check-in/receipt"


def test_another_person_does_not_send_it(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    signed_out_post(cast, clock, browser, safety="active")
    page = sign_in_again(browser, cast.luis)
    assert page.path == "/today"
    assert NOTE not in page.text
    assert check_ins_of(cast.ana.id) == check_ins_of(cast.luis.id) == []
    assert rules_of(cast.ana.id) == rules_of(cast.luis.id) == []


def test_what_is_refused_after_the_sign_in_can_be_mended(
    cast: Cast, clock: TimeMachineFixture, browser: Browser
) -> None:
    """The page that comes with the sign-in's own answer holds a token of the new session."""
    signed_out_post(cast, clock, browser, note=f"{NOTE}{'x' * 2000}", safety="active")
    page = sign_in_again(browser, cast.ana)
    assert (page.status, page.heading) == (422, "Check-in")
    assert page.has("#urgent-help")
    assert rules_of(cast.ana.id) == ["safety_active"]
    assert browser.submit(note=NOTE, safety="active").path == "/check-in/receipt"


@pytest.mark.parametrize(
    ("fields", "has_help"),
    [
        ({"safety": "active"}, True),
        ({"safety": "passive"}, True),
        ({"safe_now": "no"}, True),
        ({"used_what": ["alcohol", "opioid"]}, True),
        ({"safety": "no"}, False),
    ],
)
def test_help_stands_on_the_sign_in_page_and_no_flag_is_raised_for_nobody(
    cast: Cast, clock: TimeMachineFixture, browser: Browser, fields: dict[str, Value], has_help: bool
) -> None:
    page = signed_out_post(cast, clock, browser, **fields)
    assert page.has(".help-card a[href='tel:988']") is has_help
    assert "top of your team's list" not in page.text
    assert rules_of(cast.ana.id) == []


def test_who_was_never_signed_in_here_carries_nothing(cast: Cast, browser: Browser) -> None:
    browser.get("/sign-in")
    page = send(browser, honest(browser, safety="active"))
    assert page.status == 401
    assert Sentence(SIGN_IN_FIRST).english() in page.text
    assert NOTE not in page.text
    assert page.has(".help-card a[href='tel:988']")
    assert "What you typed waits here" not in page.text
    assert sign_in_again(browser, cast.ana).path == "/today"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_post_from_elsewhere_is_not_carried(
    cast: Cast, clock: TimeMachineFixture, browser: Browser, headers: dict[str, str]
) -> None:
    """Else somebody's page could have a check-in sent by a person who only signs in."""
    sign_in(browser, cast.ana)
    clock.shift(ASLEEP)
    browser.signed_in = False
    page = send(browser, honest(browser), headers=headers)
    assert page.status == 401
    assert NOTE not in page.text
    assert sign_in_again(browser, cast.ana).path == "/today"
    assert check_ins_of(cast.ana.id) == []


def test_a_seal_that_is_not_ours_sends_nothing(cast: Cast, browser: Browser) -> None:
    forged = URLSafeSerializer("guessed", salt="carried-post").dumps([cast.ana.id, "/check-in"])
    for seal in (forged, "x", "é.é", "..", "\0"):
        browser.get("/sign-in")
        fields = honest(browser, email=cast.ana.email, password=PASSWORD, carried=str(seal))
        assert send(browser, fields, "/sign-in").path == "/today"
        browser.sign_out()
    assert check_ins_of(cast.ana.id) == []


def test_a_seal_opens_no_door_that_its_person_may_not_pass(cast: Cast, browser: Browser) -> None:
    """A counselor's sign-in had ended when somebody posted a check-in from this browser."""
    seal = URLSafeSerializer(SECRET, salt="carried-post").dumps([cast.counselor.id, "/check-in"])
    browser.get("/sign-in")
    fields = honest(browser, email=cast.counselor.email, password=PASSWORD, carried=str(seal))
    assert send(browser, fields, "/sign-in").path.startswith("/triage")


def test_only_posts_with_words_of_a_person_are_carried(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    clock.shift(ASLEEP)
    browser.signed_in = False
    page = send(browser, honest(browser), "/check-in/draft")
    assert (page.status, NOTE in page.text) == (401, False)


def test_a_disabled_person_cannot_finish_it(
    cast: Cast, clock: TimeMachineFixture, browser: Browser, now: datetime
) -> None:
    signed_out_post(cast, clock, browser)
    db.session.get_one(Person, cast.ana.id).disabled_at = now
    db.session.commit()
    assert sign_in_again(browser, cast.ana).status == 422
    assert check_ins_of(cast.ana.id) == []
