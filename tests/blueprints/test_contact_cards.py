"""The contact card's pages: the participant's own, the staff's, and what stands beside every number to call."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from client_app.domain.contact_cards import CHANGED_MEANWHILE, CHOOSE, NO_NUMBER, TWO_ANSWERS, ContactCard, TypedCard
from client_app.services.contact_cards import NEW, card_of, keep_card
from tests.cast import Cast
from tests.factories import PASSWORD, make_flag
from tests.support.applications import Statements
from tests.support.check_in_posts import send
from tests.support.flags import unassign
from tests.support.pages import Browser, Page
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")

FILLED: dict[str, Any] = {
    "name": "Annie",
    "phone": "(312) 555-0142",
    "safe_times": "After 6.",
    "may_leave_voicemail": "no",
    "may_text": "yes",
    "emergency_address": "12 River Road",
    "emergency_name": "Rosa, my sister",
    "emergency_phone": "312-555-0163",
}
KEPT = TypedCard.of(
    ContactCard(name="Ana", phone="312-555-0199", safe_times="Mornings: 50% of them", may_text=True), is_kept=True
)
FORM = "form#contact-form"


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser on her card."""
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/settings/contact")
    return browser


@pytest.fixture
def counselor(cast: Cast, open_browser: Callable[..., Browser]) -> Browser:
    """Her counselor's browser on her card."""
    found = open_browser()
    found.sign_in(cast.counselor.email, PASSWORD)
    found.get(f"/participants/{cast.ana.id}/contact")
    return found


def test_the_participant_fills_it_in(cast: Cast, now: datetime, ana: Browser) -> None:
    assert ana.page.heading == "How to reach you"
    assert not ana.page.has("[name=may_text][checked], [name=may_leave_voicemail][checked]")
    page = ana.submit(FORM, **FILLED)
    assert (page.status, page.path) == (200, "/settings/contact")
    assert "Saved today at 9:00" in page.text
    assert page.has("[name=phone][value='312-555-0142']")
    assert page.has("[name=may_text][value=yes][checked]")
    assert card_of(cast.ana.viewer, cast.ana.id, now).card.emergency_name == "Rosa, my sister"
    assert ana.get("/settings").has("a[href='/settings/contact']")


def test_staff_fill_it_in_with_them(cast: Cast, counselor: Browser) -> None:
    assert (counselor.page.heading, "Ana" in counselor.page.text) == ("Contact card", True)
    page = counselor.submit(FORM, **FILLED)
    assert page.path == f"/participants/{cast.ana.id}"
    card = page.soup.select_one("#contact")
    assert card is not None
    for words in ("No voicemail", "After 6.", "Rosa, my sister", "12 River Road"):
        assert words in card.get_text()
    assert card.select_one("a[href='tel:312-555-0163']")
    assert "No texts" not in card.get_text()
    assert page.heading == "Annie"


def test_a_record_without_a_card_says_so(cast: Cast, counselor: Browser) -> None:
    page = counselor.get(f"/participants/{cast.ana.id}")
    assert "No card yet: leave no message" in page.text
    assert counselor.click("Fill in the card").heading == "Contact card"


def test_a_flag_says_how_to_reach_them(cast: Cast, ana: Browser, counselor: Browser) -> None:
    flag_id = make_flag(cast.ana.id).id
    ana.submit(FORM, **FILLED)
    for path in (f"/triage/flags/{flag_id}", "/triage"):
        page = counselor.get(path)
        assert page.has("a[href='tel:312-555-0142']")
        assert "No voicemail" in page.text
        assert "No texts" not in page.text
    page = counselor.get(f"/triage/flags/{flag_id}")
    assert page.has("#reach a[href='tel:312-555-0163']")
    assert "After 6." in page.text


def test_it_costs_no_statement(
    cast: Cast, now: datetime, counselor: Browser, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    make_flag(cast.ana.id)
    with count_statements() as without:
        counselor.get("/triage")
    keep_card(cast.ana.viewer, cast.ana.id, KEPT, NEW, now)
    with count_statements() as with_card:
        counselor.get("/triage")
    assert len(with_card) == len(without)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"phone": "call me"}, NO_NUMBER.english()),
        ({"phone": "٣١٢٥٥٥٠١٤٢"}, NO_NUMBER.english()),
        ({"emergency_phone": "11"}, NO_NUMBER.english()),
        ({"may_text": None}, CHOOSE.english()),
        ({"may_text": "maybe"}, CHOOSE.english()),
        ({"may_text": ["yes", "no"]}, TWO_ANSWERS.english()),
        ({"name": ""}, "Please type a name to call you by."),
        ({"name": "x" * 101}, "Please keep it to 100."),
        ({"safe_times": "After 6.\0"}, "Some characters here could not be read."),
        ({"emergency_name": "\ud800"}, "Some characters here could not be read."),
    ],
)
@pytest.mark.parametrize("who", ["ana", "counselor"])
def test_what_cannot_be_kept_is_said_beside_its_field(
    cast: Cast, now: datetime, ana: Browser, counselor: Browser, who: str, fields: dict[str, Any], problem: str
) -> None:
    browser = ana if who == "ana" else counselor
    page = send(browser, FILLED | {"csrf_token": browser.token, "revision": "0"} | fields, browser.page.path)
    assert page.status == 422
    assert problem in " ".join(page.all(".error"))
    assert page.has("[name=emergency_address]")
    assert "12 River Road" in page.text
    assert card_of(cast.ana.viewer, cast.ana.id, now).revision == NEW


@pytest.mark.parametrize("who", ["ana", "counselor"])
def test_a_stale_form_shows_both_versions(
    cast: Cast, now: datetime, ana: Browser, counselor: Browser, who: str
) -> None:
    browser = ana if who == "ana" else counselor
    keep_card(cast.counselor.viewer, cast.ana.id, KEPT, NEW, now)
    before = len(audit_lines())
    page = browser.submit(FORM, **FILLED)
    assert page.status == 409
    looks = [line.action for line in audit_lines()[before:] if line.action == "contact_card.opened"]
    assert len(looks) == (who == "counselor")
    assert CHANGED_MEANWHILE.english() in page.text
    kept = " ".join(page.all("#kept"))
    for words in ("Mornings: 50% of them", "312-555-0199", "Empty", "Carla Reyes"):
        assert words in kept
    assert page.has("[name=name][value=Annie]")
    assert "After 6." in page.text
    assert card_of(cast.ana.viewer, cast.ana.id, now).card.safe_times == "Mornings: 50% of them"
    assert browser.submit(FORM).status == 200
    assert card_of(cast.ana.viewer, cast.ana.id, now).card.safe_times == "After 6."


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999", "٠", None])
def test_a_form_without_a_sound_revision_is_stale(ana: Browser, revision: str | None) -> None:
    page = send(ana, FILLED | {"csrf_token": ana.token, "revision": revision}, "/settings/contact")
    assert (page.status, "The same as below" in page.text) == (409, False)
    keeps_all = {"name": "Ana", "phone": "+15555550100", "may_text": "no", "may_leave_voicemail": "no"}
    page = send(ana, keeps_all | {"csrf_token": ana.token, "revision": revision}, "/settings/contact")
    assert (page.status, "The same as below" in page.text) == (409, True)


def test_a_role_or_number_slipped_in_changes_nobody(cast: Cast, now: datetime, ana: Browser) -> None:
    slipped = {"participant_id": str(cast.luis.id), "role": "director", "program_id": "2"}
    send(ana, FILLED | {"csrf_token": ana.token, "revision": "0"} | slipped, "/settings/contact")
    assert card_of(cast.luis.viewer, cast.luis.id, now).revision == NEW
    assert audit_lines()[-1].details == {"revision": 1}


@pytest.mark.parametrize("who", ["cover", "other_counselor", "director", "strange_counselor"])
def test_who_does_not_read_the_person_finds_no_card(cast: Cast, open_browser: Callable[..., Browser], who: str) -> None:
    browser = open_browser()
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    path = f"/participants/{cast.ana.id}/contact"
    browser.get("/settings")
    token = browser.token
    assert browser.get(path).status == 404
    assert send(browser, FILLED | {"csrf_token": token, "revision": "0"}, path).status == 404
    assert send(browser, FILLED | {"csrf_token": "old", "revision": "0"}, path).status in {400, 404}


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "x"])
def test_a_card_of_nobody_is_not_there(counselor: Browser, number: str) -> None:
    assert counselor.get(f"/participants/{number}/contact").status == 404


def test_a_director_who_opens_it_is_kept_on_record(cast: Cast, open_browser: Callable[..., Browser]) -> None:
    unassign(cast)
    browser = open_browser()
    browser.sign_in(cast.director.email, PASSWORD)
    assert browser.get(f"/participants/{cast.ana.id}/contact").status == 200
    assert audit_lines()[-1].action == "contact_card.opened"


def signed_out_post(browser: Browser, clock: TimeMachineFixture) -> Page:
    """The card lies open until the sign-in has ended."""
    path, fields = browser.page.path, FILLED | {"csrf_token": browser.token, "revision": "0"}
    clock.shift(timedelta(hours=1))
    browser.signed_in = False
    return send(browser, fields, path)


@pytest.mark.parametrize("who", ["ana", "counselor"])
def test_what_was_typed_survives_a_sign_in_that_ended(
    cast: Cast, now: datetime, clock: TimeMachineFixture, ana: Browser, counselor: Browser, who: str
) -> None:
    browser = ana if who == "ana" else counselor
    assert signed_out_post(browser, clock).status == 401
    browser.submit(email=cast.everyone[who].email, password=PASSWORD)
    assert card_of(cast.ana.viewer, cast.ana.id, now).card.name == "Annie"


def test_an_old_form_keeps_what_was_typed(ana: Browser) -> None:
    page = send(ana, FILLED | {"csrf_token": "old", "revision": "0"}, "/settings/contact")
    assert page.status == 400
    assert page.has("[name=name][value=Annie]")
    assert ana.submit(FORM).status == 200


def test_in_spanish(cast: Cast, open_browser: Callable[..., Browser]) -> None:
    browser = open_browser("es")
    browser.sign_in(cast.luis.email, PASSWORD)
    page = browser.get("/settings/contact")
    assert page.heading == "Cómo contactarte"
    page = browser.submit(FORM, **(FILLED | {"phone": "llámame"}))
    assert page.status == 422
    assert "No podemos marcar este número." in page.text
