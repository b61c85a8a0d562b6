"""Checking in on a trusted phone without a sign-in: everything acts as always, and nothing from earlier is shown."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.domain.check_ins import Kind
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.plans import add_strategy, own_strategies
from tests.cast import Cast
from tests.factories import make_draft, make_history
from tests.support.check_in_posts import NOTE, answer, honest, send, sign_in
from tests.support.pages import Browser
from tests.support.posts import TODAY, audit_lines, check_in, check_ins_of, drafts_of, events_of, rules_of
from tests.support.trusted_phones import SECRETS, end_sign_ins, holds_nothing, on_trusted_phone, trust

pytestmark = pytest.mark.usefixtures("clock")


def with_a_past(cast: Cast, now: datetime) -> None:
    """Ana has two weeks of check-ins, strategies of her own, and a draft of today."""
    make_history(cast.ana.id, now - timedelta(days=1), [6] * 14)
    add_strategy(cast.ana.viewer, "Walk to the river", now)
    make_draft(cast.ana.id, now, answers={"craving_now": 8, "note": NOTE})


def test_the_form_begins_empty(cast: Cast, now: datetime, browser: Browser) -> None:
    with_a_past(cast, now)
    page = holds_nothing(on_trusted_phone(browser, cast.ana))
    assert (page.status, page.path, page.heading) == (200, "/check-in", "Check-in")
    assert "Your team reads this." in page.text
    client_id = page.soup.select_one("[name=client_id]")
    assert client_id is not None
    assert client_id["value"] != drafts_of(cast.ana.id)[0].client_id
    assert page.has("input[name=coping]")


def test_an_answer_is_acknowledged_without_the_past(cast: Cast, now: datetime, browser: Browser) -> None:
    with_a_past(cast, now)
    on_trusted_phone(browser, cast.ana)
    page = holds_nothing(answer(browser, craving_now="3", answered="craving_now"))
    assert page.status == 200
    assert len(page.all(".bubble")) == 3
    [earlier, begun] = drafts_of(cast.ana.id)
    assert (earlier.answers["craving_now"], begun.answers) == (8, {"craving_now": 3})


def test_a_draft_goes_on_within_its_page_and_not_on_a_fresh_one(cast: Cast, browser: Browser) -> None:
    on_trusted_phone(browser, cast.ana)
    answer(browser, craving_now="3")
    answer(browser, craving_now="3", mood="2")
    assert [draft.answers for draft in drafts_of(cast.ana.id)] == [{"craving_now": 3, "mood": 2}]
    holds_nothing(browser.get("/check-in"))
    answer(browser, sleep="4")
    assert [draft.answers for draft in drafts_of(cast.ana.id)][1:] == [{"sleep": 4}]
    holds_nothing(browser.get("/check-in"))


def test_a_post_without_an_id_does_not_go_on_with_an_earlier_draft(cast: Cast, now: datetime, browser: Browser) -> None:
    with_a_past(cast, now)
    on_trusted_phone(browser, cast.ana)
    fields = honest(browser, client_id=None, note=None)
    page = send(browser, fields, "/check-in/draft", headers={"HX-Request": "true"})
    assert page.status == 200
    assert [draft.answers for draft in drafts_of(cast.ana.id)][1:] == [{"craving_now": 3}]


@pytest.mark.parametrize("javascript", [True, False], ids=["draft", "plain post"])
def test_an_urgent_answer_acts_exactly_as_signed_in(cast: Cast, browser: Browser, *, javascript: bool) -> None:
    on_trusted_phone(browser, cast.ana)
    if javascript:
        page = answer(browser, safety="active", answered="safety")
    else:
        page = browser.submit("form#check-in-form", safety="active")
        assert page.path == "/check-in/receipt"
    assert page.has("#urgent-help a[href='tel:988']")
    assert "We have put this at the top of your team's list." in page.text
    assert rules_of(cast.ana.id) == ["safety_active"]
    assert "Carla Reyes" not in page.text


def test_the_receipt_says_when_and_whom_to_call(cast: Cast, now: datetime, browser: Browser) -> None:
    with_a_past(cast, now)
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, used="yes", safety="passive", call_me="yes"))
    assert page.path == "/check-in/receipt"
    for secret in SECRETS:
        assert secret not in page.body
    assert "Sent today at 9:00" in page.text
    assert page.has(".help-card a[href='tel:988']")
    for extra in ("#after-use", "#trust", "a[href='/today']", "a[href^='/tools#']", "a[href*='yesterday']"):
        assert not page.has(extra), extra
    assert check_in(check_ins_number(cast)).answers["used"] == "yes"


def check_ins_number(cast: Cast) -> int:
    """Of what Ana sent last."""
    assert check_ins_of(cast.ana.id)[-1] == (Kind.DAILY, TODAY)
    return len(check_ins_of(cast.ana.id))


def test_what_its_answers_call_for_is_said_once(cast: Cast, browser: Browser) -> None:
    """Whoever opens the page later sees the lines to call, as after any check-in."""
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, safety="active", safe_now="no"))
    assert page.has("#urgent-help")
    plain = browser.get("/check-in/receipt")
    assert not plain.has("#urgent-help")
    assert plain.has(".help-card a[href='tel:988']")
    assert holds_nothing(browser.get("/check-in")).path == "/check-in"
    assert browser.page.heading == "Thank you for checking in"


def test_the_open_question_is_asked_once_more_and_answered(cast: Cast, browser: Browser) -> None:
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, safety="passive"))
    assert page.has("form#ask-safe-now")
    page = browser.submit("form#ask-safe-now", safe_now="no")
    assert page.has("#urgent-help")
    assert len(rules_of(cast.ana.id)) == 2
    assert not browser.get("/check-in/receipt").has("form#ask-safe-now")


def test_what_was_sent_while_signed_in_is_told_by_its_time_alone(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    send(browser, honest(browser, safety="active", used="yes"))
    page = on_trusted_phone(browser, cast.ana, "/check-in/receipt")
    holds_nothing(page)
    assert "Sent today at 9:00" in page.text
    assert not page.has("#urgent-help, #after-use, a[href*='kind=change']")
    assert holds_nothing(browser.get("/check-in?kind=change")).heading == "Thank you for checking in"
    assert holds_nothing(browser.get("/check-in?kind=update")).heading == "Something changed?"


def test_yesterday_is_not_told_of(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    on_trusted_phone(browser, cast.ana)
    send(browser, honest(browser, safety="active"))
    clock.shift(timedelta(days=1))
    for path in ("/check-in/receipt", "/check-in?day=yesterday", "/check-in?kind=change"):
        page = holds_nothing(browser.get(path))
        assert (page.path.partition("?")[0], page.heading) == ("/check-in", "Check-in")
        assert not page.has("#urgent-help")
        assert "November 23" not in page.text


def test_a_form_of_yesterday_is_still_taken(cast: Cast, browser: Browser) -> None:
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, day="2026-11-22"))
    assert page.path == "/check-in/receipt"
    assert "Sent today at 9:00" in page.text


def test_the_day_closes_the_earlier_draft_and_loses_nothing_of_it(cast: Cast, now: datetime, browser: Browser) -> None:
    make_draft(cast.ana.id, now, answers={"call_me": "yes"})
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, note=None))
    assert page.path == "/check-in/receipt"
    assert rules_of(cast.ana.id) == ["call_me"]
    assert check_in(1).answers == {"craving_now": 3}


def test_own_strategies_of_a_page_from_before_are_kept_and_not_said(
    cast: Cast, now: datetime, browser: Browser
) -> None:
    """The form was opened signed in; the sign-in ended; the phone is trusted: the answer is not lost."""
    add_strategy(cast.ana.viewer, "Walk to the river", now)
    [number] = own_strategies(cast.ana.id)
    trust(browser, cast.ana)
    browser.get("/check-in")
    end_sign_ins(cast.ana)
    browser.signed_in = False
    page = answer(browser, coping=[f"own:{number}"], answered="coping")
    assert (page.status, "Something of my own" in page.text) == (200, True)
    assert "Walk to the river" not in page.text
    page = browser.submit("form#check-in-form", coping=[f"own:{number}"])
    assert check_in(1).answers["coping"] == [f"own:{number}"]
    assert "Walk to the river" not in page.text
    foreign = honest(browser, kind="update", coping=["own:99999"], client_id=str(uuid4()))
    assert send(browser, foreign).path == "/check-in/receipt"  # an update does not ask it


def test_an_own_strategy_that_is_not_hers_is_refused(cast: Cast, browser: Browser) -> None:
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, coping=["own:99999"]))
    assert (page.status, "Please choose from the answers shown." in page.text) == (422, True)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_page_of_somebody_else_raises_nothing(cast: Cast, browser: Browser, headers: dict[str, str]) -> None:
    on_trusted_phone(browser, cast.ana)
    page = send(browser, honest(browser, safety="active"), headers=headers)
    assert page.status == 400
    assert rules_of(cast.ana.id) == []
    assert check_ins_of(cast.ana.id) == []


def test_the_end_of_the_program_ends_it(cast: Cast, now: datetime, browser: Browser) -> None:
    on_trusted_phone(browser, cast.ana)
    fields = honest(browser, safety="active")
    db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one().ended_on = now.date()
    db.session.commit()
    page = send(browser, fields)
    assert (page.status, page.heading) == (401, "Sign in")
    assert page.has(".help-card a[href='tel:988']")
    assert "top of your team's list" not in page.text


def test_the_record_says_how_it_was_sent(cast: Cast, browser: Browser) -> None:
    on_trusted_phone(browser, cast.ana)
    before = len(audit_lines())
    answer(browser, safety="active")
    send(browser, honest(browser))
    lines = audit_lines()[before:]
    assert len(lines) >= 3
    assert {line.details.get("via") for line in lines} == {"trusted_phone"}
    assert events_of(cast.ana.id, "safety_active") == ["raised"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Your own pages are behind your sign-in."), ("es", "Tus páginas propias")]
)
def test_in_the_persons_language(cast: Cast, browser: Browser, language: str, words: str) -> None:
    on_trusted_phone(browser, cast.ana)
    browser.get(f"/check-in?language={language}")
    assert words in send(browser, honest(browser)).text
