"""What is refused on a trusted phone: the page keeps what was typed and tells nothing of what was first."""

from collections.abc import Callable
from datetime import datetime

import pytest

from client_app.domain.check_ins import Kind
from client_app.services.check_ins import send_check_in
from client_app.services.drafts import save_draft
from tests.cast import Cast
from tests.factories import make_draft
from tests.support.check_in_posts import NOTE, answer, honest, send, sign_in
from tests.support.pages import Browser
from tests.support.posts import a_post, check_in, check_ins_of, drafts_of, rules_of
from tests.support.trusted_phones import SECRETS, on_trusted_phone

pytestmark = pytest.mark.usefixtures("clock")


@pytest.mark.parametrize(
    "sent",
    [
        lambda cast, now: send_check_in(cast.ana.viewer, a_post(safety="active", note=NOTE, craving_now=9), now),
        lambda cast, now: send_check_in(cast.ana.viewer, a_post(safety="no", note=NOTE, craving_now=9), now),
    ],
    ids=["urgent", "quiet"],
)
def test_a_second_check_in_tells_nothing_of_the_first(
    cast: Cast, now: datetime, browser: Browser, sent: Callable[[Cast, datetime], int]
) -> None:
    sent(cast, now)
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, note="What I say now", craving_now="2"))
    assert page.status == 409
    assert "What I say now" in page.text
    assert page.has("input[name=craving_now][value='2'][checked]")
    for secret in (*SECRETS, "9:00"):
        assert secret not in page.text
    assert not page.has("#urgent-help")
    assert not page.has("button[value=change]")
    assert browser.submit("form#check-in-form", button="Send as an update").path == "/check-in/receipt"
    assert [kind for kind, _day in check_ins_of(cast.ana.id)] == [Kind.DAILY, Kind.UPDATE]


def test_a_refused_urgent_answer_acts_and_mixes_with_nothing(cast: Cast, now: datetime, browser: Browser) -> None:
    """Its draft is one of its own: an earlier one is neither added to nor gone on with."""
    make_draft(cast.ana.id, now, answers={"used_what": ["opioid"], "note": NOTE})
    on_trusted_phone(browser, cast.ana)
    fields = honest(browser, craving_now="99", safety="active", note=None)
    page = send(browser, fields)
    assert page.status == 422
    assert page.has("#urgent-help")
    assert "We have put this at the top of your team's list." in page.text
    [earlier, kept] = drafts_of(cast.ana.id)
    assert (earlier.answers, kept.answers) == ({"used_what": ["opioid"], "note": NOTE}, {"safety": "active"})
    assert page.has(f"input[name=client_id][value='{kept.client_id}']")
    assert rules_of(cast.ana.id) == ["safety_active"]


def test_an_earlier_urgent_draft_shows_no_help_for_a_quiet_answer(cast: Cast, now: datetime, browser: Browser) -> None:
    save_draft(cast.ana.viewer, a_post(safety="active"), frozenset({"safety"}), now)
    on_trusted_phone(browser, cast.ana)
    assert not answer(browser, craving_now="2").has("#urgent-help")
    assert not send(browser, honest(browser, craving_now="99")).has("#urgent-help")


def test_what_was_sent_before_is_not_changed_without_a_sign_in(cast: Cast, browser: Browser) -> None:
    """A form for a change was open when the sign-in ended: what was typed goes out as an update."""
    sign_in(browser, cast.ana)
    send(browser, honest(browser, craving_now="9"))
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, kind="change", craving_now="1", used="no"))
    assert (page.status, NOTE in page.text) == (409, True)
    assert not page.has("button[value=change]")
    assert check_in(1).answers["craving_now"] == 9
    assert browser.submit("form#check-in-form", button="Send as an update").path == "/check-in/receipt"
