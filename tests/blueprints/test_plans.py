"""``/plan``: what helps, what it is for, and the safety plan, by plain forms and by htmx."""

from datetime import datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from client_app.domain.plans import PART_LIMIT, PARTS, SafetyPlan
from client_app.services import plans
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import Browser

ADD = "form[action='/plan/strategies']"
ADD_REASON = "form[action='/plan/reasons']"
WRITE = "form[action='/plan/safety-plan']"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser, looking at her plan."""
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/plan")
    return browser


def listed(browser: Browser) -> list[str]:
    """The strategies that the page shows."""
    return browser.page.all("#strategies li > p")


def test_an_empty_plan_says_what_could_stand_there(ana: Browser) -> None:
    assert ana.page.heading == "My plan"
    assert "What has helped you" in ana.page.text
    assert "what is this for?" in ana.page.text
    assert ana.page.has('#safety-plan a[href="/plan/safety-plan"]')


def test_a_strategy_is_added_moved_and_removed(ana: Browser) -> None:
    for text in ("Walk", "Tea", "Call Rosa"):
        page = ana.submit(ADD, text=text)
        assert page.status == 200
        assert page.path == "/plan"
    ana.submit("#strategies li:nth-child(3) form", button="Up")
    assert listed(ana) == ["Walk", "Call Rosa", "Tea"]
    ana.submit("#strategies li:nth-child(1) form", button="Down")
    assert listed(ana) == ["Call Rosa", "Walk", "Tea"]
    ana.submit("#strategies li:nth-child(2) form", button="Remove")
    assert listed(ana) == ["Call Rosa", "Tea"]


def test_at_the_end_of_the_list_nothing_moves(ana: Browser) -> None:
    ana.submit(ADD, text="Walk")
    assert ana.page.has("#strategies button[aria-disabled=true]")
    ana.submit("#strategies li form", button="Up")
    assert listed(ana) == ["Walk"]


def test_htmx_gets_the_list_alone(ana: Browser) -> None:
    fragment = ana.swap(ADD, text="Walk")
    assert (fragment.status, fragment.all("#strategies li > p")) == (200, ["Walk"])
    assert not fragment.has("html")
    assert not fragment.has("[autofocus]")
    ana.get("/plan")
    fragment = ana.swap("#strategies li form", button="Remove")
    assert fragment.has("h2[tabindex='-1'][autofocus]")


def test_htmx_gets_the_reasons_alone(ana: Browser) -> None:
    fragment = ana.swap(ADD_REASON, text="My daughter")
    assert fragment.all("#reasons li > p") == ["My daughter"]
    assert not fragment.has("#strategies")


def test_reasons_are_added_and_removed(ana: Browser) -> None:
    ana.submit(ADD_REASON, text="My daughter")
    ana.submit(ADD_REASON, text="Quiet mornings")
    page = ana.submit("#reasons li:nth-child(1) form", button="Remove")
    assert page.all("#reasons li > p") == ["Quiet mornings"]


@pytest.mark.parametrize(("form", "field"), [(ADD, "#strategy-text"), (ADD_REASON, "#reason-text")])
@pytest.mark.parametrize(
    ("typed", "kept", "why"),
    [
        ("  ", "  ", "Please write a few words first."),
        ("x" * 201, "x" * 201, "This is too long to keep: 201 characters."),
        ("te\0a", "tea", "Some characters here could not be read."),
        ("te\ufffda", "tea", "Some characters here could not be read."),
    ],
)
@pytest.mark.parametrize("way", ["submit", "swap"])
def test_what_cannot_be_kept_stays_in_its_field_with_the_reason(
    ana: Browser, form: str, field: str, typed: str, kept: str, why: str, way: str
) -> None:
    action = form.split("'")[1]
    fields = {"csrf_token": ana.token, "text": typed}
    page = ana.post(action, fields, headers={"HX-Request": "true"} if way == "swap" else {})
    assert page.status == 422
    assert why in page.text
    assert str(page.soup.select_one(field)["value"]) == kept  # type: ignore[index]
    assert page.has(f"{field}[aria-invalid=true]")


def test_a_form_with_an_old_token_keeps_what_was_typed(ana: Browser) -> None:
    page = ana.post("/plan/strategies", {"csrf_token": "old", "text": "Walk to the river"})
    assert page.status == 400
    assert page.has("#strategy-text[value='Walk to the river']")
    assert "was not saved yet" in page.text
    ana.submit(ADD)
    assert listed(ana) == ["Walk to the river"]


def test_a_strategy_typed_before_the_sign_in_ran_out_is_added_after_it(
    ana: Browser, cast: Cast, clock: TimeMachineFixture, now: datetime
) -> None:
    clock.move_to(now + timedelta(hours=1))
    page = ana.submit(ADD, text="Walk to the river")
    assert page.status == 401
    page = ana.submit("form[action='/sign-in']", email=cast.ana.email, password=PASSWORD)
    assert (page.path, listed(ana)) == ("/plan", ["Walk to the river"])


@pytest.mark.parametrize(
    "path",
    [
        "/plan/strategies/{id}/move",
        "/plan/strategies/{id}/remove",
        "/plan/reasons/{reason}/remove",
        "/plan/strategies/0/remove",
        "/plan/strategies/99999/move",
        "/plan/strategies/2147483648/remove",
        "/plan/strategies/99999999999999999999/remove",
        "/plan/strategies/-1/remove",
        "/plan/reasons/abc/remove",
    ],
)
def test_somebody_elses_and_invented_numbers_are_not_there(ana: Browser, cast: Cast, now: datetime, path: str) -> None:
    plans.add_strategy(cast.luis.viewer, "Correr", now)
    plans.add_reason(cast.luis.viewer, "Mi hija", now)
    [number], [reason] = plans.own_strategies(cast.luis.id), plans.own_reasons(cast.luis.id)
    fields = {"csrf_token": ana.token, "direction": "up"}
    assert ana.post(path.format(id=number, reason=reason), fields).status == 404
    assert list(plans.own_strategies(cast.luis.id).values()) == ["Correr"]
    assert list(plans.own_reasons(cast.luis.id).values()) == ["Mi hija"]


@pytest.mark.parametrize("direction", ["", "sideways", "\0"])
def test_a_direction_that_is_none_is_not_there(ana: Browser, cast: Cast, now: datetime, direction: str) -> None:
    plans.add_strategy(cast.ana.viewer, "Walk", now)
    [number] = plans.own_strategies(cast.ana.id)
    fields = {"csrf_token": ana.token, "direction": direction}
    assert ana.post(f"/plan/strategies/{number}/move", fields).status == 404


def test_the_safety_plan_is_written_in_six_parts(ana: Browser, cast: Cast) -> None:
    ana.get("/plan/safety-plan")
    page = ana.submit(WRITE, **{part: f"About {part}\r\nline two" for part in PARTS})
    assert page.path == "/plan"
    assert page.all("#safety-plan-parts p") == [f"About {part} line two" for part in PARTS]
    assert f"Written today at 9:00 AM by {cast.ana.name}." in page.text
    page = ana.get("/plan/safety-plan")
    assert page.soup.select_one("#own_steps").get_text().strip() == "About own_steps\nline two"  # type: ignore[union-attr]


def test_a_part_that_was_left_empty_is_left_out(ana: Browser) -> None:
    ana.get("/plan/safety-plan")
    page = ana.submit(WRITE, people_to_ask="Rosa, 555-0101")
    assert page.all("#safety-plan-parts h3") == ["People I can ask for help"]


def test_a_part_that_is_too_long_is_kept_in_its_field(ana: Browser, cast: Cast, now: datetime) -> None:
    ana.get("/plan/safety-plan")
    page = ana.submit(WRITE, own_steps="x" * (PART_LIMIT + 1), people_to_ask="Rosa")
    assert page.status == 422
    assert page.all(".error") == ["This is too long to keep: 2001 characters. Please keep it to 2000."]
    assert page.all("#people_to_ask") == ["Rosa"]
    assert plans.plan_of(cast.ana.viewer, cast.ana.id, now).safety_plan is None


def test_an_old_token_and_a_sign_in_that_ran_out_lose_no_safety_plan(
    ana: Browser, cast: Cast, clock: TimeMachineFixture, now: datetime
) -> None:
    page = ana.post("/plan/safety-plan", {"csrf_token": "old", "own_steps": "A shower"})
    assert (page.status, page.all("#own_steps")) == (400, ["A shower"])
    clock.move_to(now + timedelta(hours=1))
    assert ana.submit(WRITE).status == 401
    page = ana.submit("form[action='/sign-in']", email=cast.ana.email, password=PASSWORD)
    assert (page.path, page.all("#safety-plan-parts p")) == ("/plan", ["A shower"])


def test_what_the_counselor_wrote_stands_on_the_plan(ana: Browser, cast: Cast, now: datetime) -> None:
    plans.write_safety_plan(cast.counselor.viewer, cast.ana.id, SafetyPlan(own_steps="A shower"), now)
    assert f"by {cast.counselor.name}." in ana.get("/plan").text


def test_what_the_counselor_wrote_meanwhile_is_shown_before_it_is_replaced(
    ana: Browser, cast: Cast, now: datetime
) -> None:
    ana.get("/plan/safety-plan")
    plans.write_safety_plan(cast.counselor.viewer, cast.ana.id, SafetyPlan(own_steps="A shower"), now)
    page = ana.submit(WRITE, own_steps="A walk")
    assert page.status == 409
    assert page.all("#written .as-typed") == ["A shower"]
    assert page.all("#own_steps") == ["A walk"]
    assert "Carla Reyes has changed this plan since you opened it." in page.text
    assert ana.submit(WRITE).all("#safety-plan-parts p") == ["A walk"]


@pytest.mark.parametrize("part", ["counselor", "family_member", "director"])
@pytest.mark.parametrize("path", ["/plan", "/plan/safety-plan"])
def test_the_page_is_for_participants(cast: Cast, browser: Browser, part: str, path: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get(path).status == 404
