"""The triage list in a browser: groups, claims in place, the poll, and who finds nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
import time_machine

from client_app.domain.flag_life import State
from client_app.domain.flags import Severity
from client_app.extensions import db
from client_app.models import CheckIn, SignIn
from client_app.services.flags import claim_flags
from tests.cast import Cast
from tests.factories import PASSWORD, make_check_in, make_flag
from tests.support.applications import Statements
from tests.support.flags import away, flag, seen
from tests.support.pages import HOST, Browser, Page

pytestmark = pytest.mark.usefixtures("clock")  # else the cast is weeks away from the real clock

Clock = time_machine.TimeMachineFixture
Count = Callable[[], AbstractContextManager[Statements]]


@pytest.fixture
def counselor(browser: Browser, cast: Cast) -> Browser:
    """Ana's counselor in front of the browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


def poll_address(page: Page) -> str:
    """Where the list asks for itself."""
    found = page.soup.select_one("#triage-rows[hx-get]")
    assert found is not None
    return str(found["hx-get"])


def test_the_list_is_where_a_counselor_begins(cast: Cast, browser: Browser) -> None:
    make_flag(cast.ana.id, "call_me")
    make_flag(cast.ana.id, "craving")
    page = browser.sign_in(cast.counselor.email, PASSWORD)
    assert page.path == "/triage"
    assert page.all("#triage-rows h2") == ["Same day 1 person"]
    assert page.all("#triage-rows h3") == ["Ana"]
    assert len(page.all(".triage-why a")) == 2
    assert "Raised today at 9:00" in page.text
    assert "Nobody has this yet" in page.text
    assert page.has('.triage-acts a[href="tel:+15555550100"]')
    assert len(page.all(".trend tbody tr")) == 14


def test_nobody_on_the_list_is_said_kindly(counselor: Browser) -> None:
    assert "Nobody needs you right now" in counselor.get("/triage").text


def test_looking_at_the_list_reads_nothing(cast: Cast, counselor: Browser, now: datetime) -> None:
    check_in = make_check_in(cast.ana.id, now, craving_now=9).id
    make_flag(cast.ana.id, check_in_id=check_in)
    counselor.get("/triage")
    db.session.rollback()
    assert db.session.get_one(CheckIn, check_in).read_at is None


@pytest.mark.parametrize("way", ["submit", "swap"])
def test_claim_and_undo_in_the_list(cast: Cast, counselor: Browser, way: str) -> None:
    craving, call = make_flag(cast.ana.id).id, make_flag(cast.ana.id, "call_me").id
    counselor.get("/triage")
    page = getattr(counselor, way)("form[action$='/claim']", button="Claim")
    assert page.all(".has-it") == ["You have this"]
    assert {flag(craving).state, flag(call).state} == {State.ACKNOWLEDGED}
    counselor.get("/triage")
    page = getattr(counselor, way)("form[action$='/undo']", button="Undo")
    assert page.all(".has-it") == ["Nobody has this yet"]


@pytest.mark.parametrize("way", ["submit", "swap"])
def test_the_second_of_two_claims_at_once_is_told(cast: Cast, counselor: Browser, now: datetime, way: str) -> None:
    craving = make_flag(cast.ana.id).id
    counselor.get("/triage")
    away(cast, now + timedelta(hours=2))  # both read: the counselor is still here, the absence comes later
    claim_flags(cast.counselor.viewer, seen(craving), now)
    page = getattr(counselor, way)("form[action$='/claim']")
    assert page.status == 409
    assert page.all("#refusal") == ["Already claimed by Carla Reyes today at 9:00."]
    assert page.all("#triage-rows h3") == ["Ana"]


def test_the_poll_is_silent_until_something_changes(cast: Cast, counselor: Browser) -> None:
    address = poll_address(counselor.get("/triage"))
    answer = counselor.fragment(address)
    assert (answer.status, answer.body) == (204, "")
    assert counselor.client.get(address, base_url=HOST).status_code == 204
    make_flag(cast.ana.id, "safety_active", Severity.URGENT)
    fresh = counselor.fragment(address)
    assert fresh.status == 200
    assert fresh.all("h3") == ["Ana"]
    assert counselor.fragment(poll_address(fresh)).status == 204


def test_the_polls_address_names_nobody(cast: Cast, counselor: Browser) -> None:
    make_flag(cast.ana.id)
    address = poll_address(counselor.get("/triage"))
    assert address.startswith("/triage/rows?version=")
    assert str(cast.ana.id) not in address.partition("=")[0]
    assert len(address.partition("=")[2]) == 16


def test_a_poll_asks_the_database_little(cast: Cast, counselor: Browser, count_statements: Count) -> None:
    make_flag(cast.ana.id)
    address = poll_address(counselor.get("/triage"))
    with count_statements() as statements:
        assert counselor.fragment(address).status == 204
    assert len(statements) == 2  # who asks, and whether anything moved


def test_a_poll_never_keeps_the_sign_in_alive(cast: Cast, counselor: Browser, clock: Clock) -> None:
    address = poll_address(counselor.get("/triage"))
    begun = last_seen(cast)
    for _ in range(14):
        clock.shift(60)
        assert counselor.fragment(address).status in {200, 204}
    assert last_seen(cast) == begun
    clock.shift(90)
    counselor.signed_in = False
    page = counselor.fragment(address)
    assert page.headers["HX-Redirect"].startswith("/sign-in")


def last_seen(cast: Cast) -> datetime:
    """The latest sign of life of the counselor's hand."""
    db.session.rollback()
    return db.session.query(SignIn).filter_by(person_id=cast.counselor.id).one().last_seen_at


def test_the_polls_address_typed_by_hand_leads_to_the_list(counselor: Browser) -> None:
    assert counselor.get("/triage/rows?version=x").path == "/triage"


@pytest.mark.parametrize("path", ["/triage", "/triage/rows"])
@pytest.mark.parametrize("who", ["ana", "family_member", "director"])
def test_strangers_find_nothing(cast: Cast, browser: Browser, who: str, path: str) -> None:
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    assert browser.get(path).status == 404


def test_in_spanish(cast: Cast, open_browser: Callable[..., Browser]) -> None:
    make_flag(cast.ana.id)
    browser = open_browser(language="es")
    browser.sign_in(cast.counselor.email, PASSWORD)
    page = browser.get("/triage")
    assert page.soup.html is not None
    assert page.soup.html["lang"] == "es"
