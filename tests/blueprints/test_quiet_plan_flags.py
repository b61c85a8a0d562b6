"""What stands first on a flag for silence, or for a missed appointment: what the person wants to happen now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from client_app.domain.local_days import ONE_DAY
from client_app.domain.quiet_plans import TypedQuietPlan, Wish
from client_app.services.quiet_days import RULE
from client_app.services.quiet_plans import NONE_YET, keep_quiet_plan
from tests.cast import Cast
from tests.factories import PASSWORD, make_check_in, make_flag
from tests.scene import QUIET_PLAN
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")

KEPT = TypedQuietPlan.of(QUIET_PLAN)


@pytest.fixture
def counselor(cast: Cast, open_browser: Callable[..., Browser]) -> Browser:
    """The browser of Ana's counselor."""
    found = open_browser()
    found.sign_in(cast.counselor.email, PASSWORD)
    return found


def test_it_stands_first_on_the_flag_for_silence(cast: Cast, now: datetime, counselor: Browser) -> None:
    keep_quiet_plan(cast.ana.viewer, cast.ana.id, KEPT, NONE_YET, now)
    make_check_in(cast.ana.id, now - 3 * ONE_DAY)
    page = counselor.get(f"/triage/flags/{make_flag(cast.ana.id, RULE).id}")
    [first, *_] = page.soup.select("#flag section")
    assert first["id"] == "wanted"
    words = " ".join(first.get_text(" ").split())
    assert words.startswith("What Ana wants us to do after 2 silent days Call me Mornings only.")
    assert "Never call: my work" in words
    [marked] = first.select("[aria-current=step]")
    assert "After 2 silent days" in marked.get_text()
    assert "Applies now" in marked.get_text()


def test_it_stands_first_on_the_flag_for_a_missed_appointment(cast: Cast, now: datetime, counselor: Browser) -> None:
    keep_quiet_plan(cast.ana.viewer, cast.ana.id, KEPT, NONE_YET, now)
    page = counselor.get(f"/triage/flags/{make_flag(cast.ana.id, 'missed_appointment').id}")
    words = " ".join(page.all("#wanted"))
    assert "What Ana wants us to do after a missed appointment" in words
    assert "The contact card does not allow texts." in words


def test_a_step_that_was_left_open_and_a_silence_that_is_over(cast: Cast, now: datetime, counselor: Browser) -> None:
    steps = {occasion: step for occasion, step in QUIET_PLAN.steps.items() if step.wish is not Wish.CALL_ME}
    typed = TypedQuietPlan.of(replace(QUIET_PLAN, steps=steps, never=""))
    keep_quiet_plan(cast.ana.viewer, cast.ana.id, typed, NONE_YET, now)
    make_check_in(cast.ana.id, now - 3 * ONE_DAY)
    path = f"/triage/flags/{make_flag(cast.ana.id, RULE).id}"
    assert "Ana left this step open." in " ".join(counselor.get(path).all("#wanted"))
    make_check_in(cast.ana.id, now)
    assert "No silent day counts right now." in " ".join(counselor.get(path).all("#wanted"))


@pytest.mark.parametrize("rule", [RULE, "missed_appointment"])
def test_without_a_plan_the_flag_says_to_talk_about_it(cast: Cast, counselor: Browser, rule: str) -> None:
    page = counselor.get(f"/triage/flags/{make_flag(cast.ana.id, rule).id}")
    assert "Talk about it next time." in " ".join(page.all("#wanted"))
    assert counselor.click("Write it together").path == f"/participants/{cast.ana.id}/quiet-plan"


def test_other_flags_say_nothing_of_it(cast: Cast, counselor: Browser) -> None:
    assert not counselor.get(f"/triage/flags/{make_flag(cast.ana.id).id}").has("#wanted")
