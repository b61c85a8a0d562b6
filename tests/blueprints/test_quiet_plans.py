"""The quiet plan's pages: the participant's and the staff's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from client_app.domain.quiet_plans import (
    CHANGED_MEANWHILE,
    CHOOSE,
    FIELDS,
    NAME_TOO,
    NO_NAME,
    NO_NUMBER,
    TWO_ANSWERS,
    QuietPlan,
    TypedQuietPlan,
)
from client_app.services.quiet_days import RULE
from client_app.services.quiet_plans import NONE_YET, keep_quiet_plan, quiet_plan_of
from tests.cast import Cast
from tests.factories import PASSWORD, make_check_in, make_flag
from tests.scene import QUIET_PLAN
from tests.support.check_in_posts import send
from tests.support.flags import unassign
from tests.support.pages import Browser, Page
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")

FILLED: dict[str, Any] = {
    "one_day": "leave_me_be",
    "two_days": "call_me",
    "two_days_words": "Mornings only, 50% of them.",
    "three_days": "call_somebody",
    "missed_group": "text_me",
    "never": "my work",
    "person_name": "Rosa",
    "person_phone": "(312) 555-0163",
    "person_is": "my sister",
}
KEPT = TypedQuietPlan.of(QUIET_PLAN)
FORM = "form#quiet-plan-form"


def posted(browser: Browser, **fields: Any) -> dict[str, Any]:
    """A post of the whole form, as it is opened before anything is kept."""
    return FILLED | {"csrf_token": browser.token, "version": "0"} | fields


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser on her quiet plan."""
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/plan/quiet")
    return browser


@pytest.fixture
def counselor(cast: Cast, open_browser: Callable[..., Browser]) -> Browser:
    """Her counselor's browser on it."""
    found = open_browser()
    found.sign_in(cast.counselor.email, PASSWORD)
    found.get(f"/participants/{cast.ana.id}/quiet-plan")
    return found


def test_the_participant_writes_it(cast: Cast, now: datetime, ana: Browser) -> None:
    assert ana.page.heading == "If I go quiet"
    assert "Your team gets a note about it after 2 silent days." in ana.page.text
    assert len(ana.page.all("[name$=_day], [name$=_days], [name=missed_group]")) == 20
    page = ana.submit(FORM, **FILLED)
    assert (page.status, page.path) == (200, "/plan")
    card = " ".join(page.all("#quiet-plan"))
    for words in ("Leave me be", "Mornings only, 50% of them.", "Call Rosa (my sister)", "my work", "Written today"):
        assert words in card
    page = ana.get("/plan/quiet")
    assert page.has("[name=two_days][value=call_me][checked]")
    assert page.has("[name=person_phone][value='312-555-0163']")
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).number == 1


def test_the_plan_leads_to_it(ana: Browser) -> None:
    page = ana.get("/plan")
    assert "a text, a call, or some time alone" in page.text
    assert ana.click("Say what would help").heading == "If I go quiet"


def test_naming_somebody_is_no_consent_and_every_page_says_so(cast: Cast, ana: Browser, counselor: Browser) -> None:
    assert "Not yet allowed" in ana.page.text
    assert "Not yet allowed" in counselor.page.text
    ana.submit(FORM, **FILLED)
    make_check_in(cast.ana.id, datetime.fromisoformat("2026-11-19T15:00:00+00:00"))
    flag_id = make_flag(cast.ana.id, RULE).id
    pages = [ana.get(path) for path in ("/plan", "/plan/quiet")]
    pages += [
        counselor.get(path)
        for path in (
            f"/participants/{cast.ana.id}",
            f"/participants/{cast.ana.id}/quiet-plan",
            f"/triage/flags/{flag_id}",
            "/triage",
        )
    ]
    for page in pages:
        assert not page.has("a[href*='312-555-0163'], a[href*='3125550163']")
        assert page.path == "/triage" or "Not yet allowed" in page.text
    assert "nobody calls Rosa (my sister) before a signed consent is there" in " ".join(pages[-2].all("#wanted"))
    assert "312-555-0163" not in pages[-2].text


def test_staff_write_it_with_them(cast: Cast, now: datetime, counselor: Browser) -> None:
    assert counselor.page.heading == "Quiet plan"
    assert "A flag for silence comes after 2 days without a check-in." in counselor.page.text
    page = counselor.submit(FORM, **FILLED)
    assert page.path == f"/participants/{cast.ana.id}"
    assert "Mornings only, 50% of them." in " ".join(page.all("#quiet-plan"))
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).author == "Carla Reyes"
    assert counselor.click("Change it together").heading == "Quiet plan"


def test_a_record_without_a_plan_says_so(cast: Cast, counselor: Browser) -> None:
    page = counselor.get(f"/participants/{cast.ana.id}")
    assert "Ana has not said yet what to do on silent days." in " ".join(page.all("#quiet-plan"))


def test_a_wish_for_a_text_that_the_own_card_does_not_allow(ana: Browser) -> None:
    page = ana.submit(FORM, **FILLED)
    assert "your contact card does not allow texts" in " ".join(page.all("#quiet-plan"))
    assert ana.click("Look at my contact card").path == "/settings/contact"


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"one_day": "shout"}, CHOOSE.english()),
        ({"two_days": ["call_me", "text_me"]}, TWO_ANSWERS.english()),
        ({"person_name": ""}, NO_NAME.english()),
        ({"person_name": "", "three_days": ""}, NAME_TOO.english()),
        ({"person_phone": "٣١٢٥٥٥٠١٤٢"}, NO_NUMBER.english()),
        ({"one_day_words": "x" * 201}, "Please keep it to 200."),
        ({"person_is": "x" * 101}, "Please keep it to 100."),
        ({"never": "work\0"}, "Some characters here could not be read."),
        ({"never": "\ud800"}, "Some characters here could not be read."),
    ],
)
@pytest.mark.parametrize("who", ["ana", "counselor"])
def test_what_cannot_be_kept_is_said_beside_its_field(
    cast: Cast, now: datetime, ana: Browser, counselor: Browser, who: str, fields: dict[str, Any], problem: str
) -> None:
    browser = ana if who == "ana" else counselor
    page = send(browser, posted(browser, **fields), browser.page.path)
    assert page.status == 422
    assert problem in " ".join(page.all(".error"))
    assert page.has("[name=two_days_words][value='Mornings only, 50% of them.']")
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).number == NONE_YET


@pytest.mark.parametrize("who", ["ana", "counselor"])
def test_a_stale_form_shows_both_versions(
    cast: Cast, now: datetime, ana: Browser, counselor: Browser, who: str
) -> None:
    browser = ana if who == "ana" else counselor
    keep_quiet_plan(cast.counselor.viewer, cast.ana.id, KEPT, NONE_YET, now)
    before = len(audit_lines())
    page = browser.submit(FORM, **(FILLED | {"two_days": "text_me", "never": ""}))
    assert page.status == 409
    looks = [line.action for line in audit_lines()[before:] if line.action == "quiet_plan.opened"]
    assert len(looks) == (who == "counselor")
    assert CHANGED_MEANWHILE.english() in page.text
    kept = " ".join(page.all("#kept"))
    for words in ("Call me", "Mornings only.", "my work", "555-0101", "Carla Reyes"):
        assert words in kept
    assert page.has("[name=two_days][value=text_me][checked]")
    assert page.has("[name=person_phone][value='(312) 555-0163']")
    assert browser.submit(FORM).status == 200
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).number == 2


def test_what_was_left_open_or_is_empty_is_named_too(cast: Cast, now: datetime, ana: Browser) -> None:
    typed = TypedQuietPlan.read({"one_day": ["call_me"]})
    keep_quiet_plan(cast.counselor.viewer, cast.ana.id, typed, NONE_YET, now)
    kept = " ".join(ana.submit(FORM, **FILLED).all("#kept"))
    assert "Left open" in kept
    assert "Empty" in kept


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "٠", None])
def test_a_form_without_a_sound_version_is_stale(cast: Cast, now: datetime, ana: Browser, version: str | None) -> None:
    page = send(ana, posted(ana, version=version), "/plan/quiet")
    assert (page.status, "The same as below" in page.text) == (409, False)
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).number == NONE_YET


def test_a_number_or_role_slipped_in_changes_nobody(cast: Cast, now: datetime, ana: Browser) -> None:
    send(ana, posted(ana, participant_id=str(cast.luis.id), role="director", author_id="1"), "/plan/quiet")
    assert quiet_plan_of(cast.luis.viewer, cast.luis.id, now).number == NONE_YET
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).author == "Ana"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*FIELDS, "version"]), st.lists(st.text(max_size=250), max_size=3)))
def test_whatever_is_posted_is_answered(ana: Browser, fields: dict[str, list[str]]) -> None:
    page = send(ana, {"csrf_token": ana.token, **fields}, "/plan/quiet")
    assert page.status in {200, 409, 422}


@pytest.mark.parametrize("who", ["cover", "other_counselor", "director", "strange_counselor"])
def test_who_does_not_read_the_person_finds_no_plan(cast: Cast, open_browser: Callable[..., Browser], who: str) -> None:
    browser = open_browser()
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    path = f"/participants/{cast.ana.id}/quiet-plan"
    browser.get("/settings")
    token = browser.token
    assert browser.get(path).status == 404
    assert send(browser, FILLED | {"csrf_token": token, "version": "0"}, path).status == 404
    assert send(browser, FILLED | {"csrf_token": "old", "version": "0"}, path).status in {400, 404}


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "x"])
def test_a_plan_of_nobody_is_not_there(counselor: Browser, number: str) -> None:
    assert counselor.get(f"/participants/{number}/quiet-plan").status == 404


def test_who_opened_it_is_told_to_the_participant(
    cast: Cast, ana: Browser, counselor: Browser, open_browser: Callable[..., Browser]
) -> None:
    counselor.get(f"/participants/{cast.ana.id}/quiet-plan")
    assert "Carla Reyes (your counselor) looked at what you want when you fall silent." in (
        ana.get("/settings/record").text
    )
    unassign(cast)
    director = open_browser()
    director.sign_in(cast.director.email, PASSWORD)
    assert director.get(f"/participants/{cast.ana.id}/quiet-plan").status == 200
    assert audit_lines()[-1].action == "quiet_plan.opened"


def signed_out_post(browser: Browser, clock: TimeMachineFixture) -> Page:
    """The plan lies open until the sign-in has ended."""
    path, fields = browser.page.path, posted(browser)
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
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).plan.never == "my work"


def test_an_old_form_keeps_what_was_typed(ana: Browser) -> None:
    page = send(ana, posted(ana, csrf_token="old"), "/plan/quiet")
    assert page.status == 400
    assert page.has("[name=person_name][value=Rosa]")
    assert ana.submit(FORM).status == 200


def test_nothing_filled_in_is_no_plan(cast: Cast, now: datetime, ana: Browser) -> None:
    assert ana.submit(FORM).path == "/plan"
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).plan == QuietPlan()


def test_in_spanish(cast: Cast, open_browser: Callable[..., Browser]) -> None:
    browser = open_browser("es")
    browser.sign_in(cast.luis.email, PASSWORD)
    assert browser.get("/plan/quiet").heading == "Si dejo de escribir"
    page = browser.submit(FORM, **(FILLED | {"person_name": ""}))
    assert page.status == 422
    assert "Escribe un nombre, por favor." in page.text
    assert browser.submit(FORM, **FILLED).has("#quiet-plan")
