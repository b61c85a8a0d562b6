"""``/program/rules``: every rule in words, and its figures, looked at before they are saved."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from client_app.blueprints.rules import routes
from client_app.domain.flag_rules import RULES
from client_app.domain.thresholds import Thresholds
from client_app.services.rules import change_thresholds, rule_versions
from tests.cast import Cast
from tests.factories import PASSWORD, make_history
from tests.support.pages import Browser, Page

pytestmark = pytest.mark.usefixtures("clock")

FORM = "form#rules-form"
SEE = "See what this would have raised"


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, looking at the rules."""
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get("/program/rules")
    return browser


def in_use(cast: Cast) -> tuple[int, Thresholds]:
    """The newest version's number and figures."""
    newest = rule_versions(cast.director.viewer)[0]
    return newest.number, newest.thresholds


def typed(page: Page, name: str) -> str:
    """What stands in a field."""
    found = page.soup.select_one(f"#{name}")
    assert found is not None
    return str(found["value"])


def test_every_rule_stands_there_with_the_programs_own_figures(dora: Browser, cast: Cast, now: datetime) -> None:
    thresholds = Thresholds(craving_high=9)
    change_thresholds(cast.director.viewer, thresholds, 1, now)
    page = dora.get("/program/rules")
    assert page.all("#rules li") == [rule.summary_with(thresholds).english() for rule in RULES]
    assert page.all("#rules h3") == ["Urgent", "Same day", "Next contact"]
    assert "nobody can switch them off" in page.text


def test_figures_are_saved_once_their_replay_was_seen(dora: Browser, cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [8] * 9 + [7] * 5)
    page = dora.submit(FORM, SEE, craving_high="7")
    assert page.status == 200
    assert "Over the last 30 days this would have raised 14 instead of 9." in page.text
    assert page.all("#replay tbody tr") == ["Strong craving 9 14"]
    assert in_use(cast) == (1, Thresholds())
    page = dora.submit(FORM, "Save as version 2")
    assert page.path == "/program/rules"
    assert in_use(cast) == (2, Thresholds(craving_high=7))
    assert page.all("#versions h3") == ["Version 2", "Version 1"]
    assert "Saved on November 23, 2026 at 9:00 AM by Dora Kent. Flag craving from: 7, before 8" in page.text


def test_the_replay_names_no_person(dora: Browser, cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [8] * 9)
    page = dora.submit(FORM, SEE, craving_high="7")
    assert not {cast.ana.name, cast.luis.name} & set(page.text.split())


def test_figures_that_were_changed_after_their_replay_are_replayed_first(dora: Browser, cast: Cast) -> None:
    dora.submit(FORM, SEE, craving_high="7")
    page = dora.submit(FORM, "Save as version 2", craving_high="10")
    assert page.has("#replay")
    assert in_use(cast)[0] == 1
    dora.submit(FORM, "Save as version 2")
    assert in_use(cast) == (2, Thresholds(craving_high=10))


def test_figures_in_use_already_are_no_version(dora: Browser, cast: Cast) -> None:
    page = dora.submit(FORM, SEE)
    assert "There is nothing to save." in page.text
    assert not page.has("#replay")
    assert in_use(cast)[0] == 1


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"craving_floor": "9"}, "craving_floor", "This cannot be above the figure from which"),
        ({"craving_high": "4"}, "craving_floor", "This cannot be above the figure from which"),
        ({"baseline_answers": "15"}, "baseline_answers", "This cannot be more than the days"),
        ({"craving_high": "11"}, "craving_high", "Please type a whole number from 1 to 10."),
        ({"craving_high": "seven"}, "craving_high", "Please type a whole number from 1 to 10."),
        ({"craving_high": ""}, "craving_high", "Please type a whole number from 1 to 10."),
        ({"quiet_hour": "24"}, "quiet_hour", "Please type a whole number from 0 to 23."),
    ],
)
@pytest.mark.parametrize("step", ["replay", "save"])
def test_a_form_that_cannot_be_keeps_what_was_typed_with_the_reason_beside_it(
    dora: Browser, cast: Cast, fields: dict[str, str], field: str, said: str, step: str
) -> None:
    values = {"csrf_token": dora.token, "seen": "1", "step": step, "mood_days": "5"} | fields
    page = dora.post("/program/rules", values)
    assert page.status == 422
    assert said in page.all(f"#{field}-error")[0]
    assert page.has(f"#{field}[aria-invalid=true]")
    for name, figure in {**fields, "mood_days": "5"}.items():
        assert typed(page, name) == figure
    assert in_use(cast)[0] == 1


BAD: list[Any] = [
    "8\0",
    "\ud800".encode(errors="surrogatepass"),
    "٨",
    "9" * 5000,
    ["8", "9"],
    "8.5",
    "-1",
    "2147483648",
]


@pytest.mark.parametrize("value", BAD, ids=range(len(BAD)))
def test_whatever_is_typed_is_answered(dora: Browser, cast: Cast, value: Any) -> None:
    page = dora.post("/program/rules", {"csrf_token": dora.token, "seen": "1", "step": "save", "craving_high": value})
    assert page.status == 422
    assert page.all("#craving_high-error")
    assert in_use(cast)[0] == 1


def test_names_that_are_no_threshold_change_nothing(dora: Browser, cast: Cast) -> None:
    slipped = {"safety_active": "0", "severity": "1", "RULES": "", "author_id": "1", "program_id": "2", "urgent": "off"}
    fields = {"csrf_token": dora.token, "seen": "1", "craving_high": "9"} | slipped
    page = dora.post("/program/rules", fields)
    dora.submit(FORM, "Save as version 2")
    assert page.has("#replay")
    assert in_use(cast) == (2, Thresholds(craving_high=9))
    newest = rule_versions(cast.director.viewer)[0]
    assert newest.author == cast.director.name
    assert len(rule_versions(cast.strange_counselor.viewer)) == 1


def test_of_two_who_change_the_same_rule_the_second_sees_both(
    dora: Browser, cast: Cast, open_browser: Callable[..., Browser]
) -> None:
    dora.submit(FORM, SEE, craving_high="7", confidence_low="2")
    other = open_browser()
    other.sign_in(cast.director.email, PASSWORD)
    other.get("/program/rules")
    other.submit(FORM, SEE, craving_high="9", mood_days="4")
    other.submit(FORM, "Save as version 2")
    page = dora.submit(FORM, "Save as version 2")
    assert page.status == 409
    assert "Somebody saved another version" in page.text
    assert page.all("#compared li") == ["Flag craving from: 9, before 8", "Flag low mood from: 4, before 3"]
    assert page.all("#compared tbody tr") == ["Flag craving from 9 7", "Flag confidence down from 3 2"]
    assert (typed(page, "craving_high"), typed(page, "confidence_low")) == ("7", "2")
    assert typed(page, "mood_days") == "4"  # theirs, which was not touched here
    dora.submit(FORM, SEE)
    dora.submit(FORM, "Save as version 3")
    assert in_use(cast) == (3, Thresholds(craving_high=7, confidence_low=2, mood_days=4))


def test_a_replay_of_an_older_version_is_refused_as_well(dora: Browser, cast: Cast, now: datetime) -> None:
    change_thresholds(cast.director.viewer, Thresholds(craving_high=7), 1, now)
    page = dora.submit(FORM, SEE, craving_high="7")
    assert page.status == 409
    assert "It has the same figures as yours." in page.text


@pytest.mark.parametrize("seen", [None, "", "0", "-1", "x", "1\0", "99999999999999999999"])
def test_a_form_that_names_no_version_is_refused(dora: Browser, cast: Cast, seen: str | None) -> None:
    fields = {"csrf_token": dora.token, "step": "save", "craving_high": "7"} | ({} if seen is None else {"seen": seen})
    page = dora.post("/program/rules", fields)
    assert (page.status, typed(page, "craving_high")) == (409, "7")
    assert "Version 1 is in use." in page.text
    assert in_use(cast)[0] == 1


def test_an_old_token_and_a_sign_in_that_ran_out_lose_no_figure(
    dora: Browser, cast: Cast, clock: TimeMachineFixture, now: datetime
) -> None:
    page = dora.post("/program/rules", {"csrf_token": "old", "seen": "1", "craving_high": "7"})
    assert (page.status, typed(page, "craving_high")) == (400, "7")
    clock.move_to(now + timedelta(hours=13))
    assert dora.submit(FORM, SEE).status == 401
    page = dora.submit("form[action='/sign-in']", email=cast.director.email, password=PASSWORD)
    assert page.has("#replay")
    dora.submit(FORM, "Save as version 2")
    assert in_use(cast) == (2, Thresholds(craving_high=7))


def test_two_saves_between_which_somebody_was_faster(
    dora: Browser, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other save comes in after this one was compared and before it is stored."""

    def overtaken(*arguments: Any) -> None:
        change_thresholds(cast.director.viewer, Thresholds(craving_high=9), 1, now)
        change_thresholds(*arguments)

    monkeypatch.setattr(routes, "change_thresholds", overtaken)
    dora.submit(FORM, SEE, craving_high="7")
    page = dora.submit(FORM, "Save as version 2")
    assert page.status == 409
    assert page.all("#compared tbody tr") == ["Flag craving from 9 7"]
