"""Each answer saved as it is given: the bubbles that come back, help at once, and what is said when it is not kept."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.blueprints.check_ins.forms import LOOK_AGAIN
from client_app.domain.sentences import Sentence
from client_app.extensions import db
from client_app.models import CheckIn, CheckInDraft, Flag
from client_app.services.drafts import SENT
from client_app.web.errors import FOREIGN, OLD_FORM, SENTENCES
from client_app.web.sign_in_page import SIGNED_OUT_MEANWHILE
from tests.cast import Cast
from tests.factories import make_history
from tests.support.bad_check_ins import ALL
from tests.support.check_in_posts import Bad, answer, honest, in_language, send, sign_in
from tests.support.pages import Browser, Page
from tests.support.posts import drafts_of, events_of, rules_of

DRAFT = "/check-in/draft"
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.usefixtures("clock")


def bubbles(page: Page) -> list[str]:
    """What stands in the bubbles of a fragment."""
    return page.all(".bubble")


def test_the_answer_comes_back_with_its_acknowledgement(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = answer(browser, craving_now="0", answered="craving_now")
    assert page.status == 200
    question, mine, said = bubbles(page)
    assert "craving" in question
    assert mine.startswith("You said: 0")
    assert said == "None at all. Good to know."
    assert page.headers["Cache-Control"] == "no-store"


def test_the_acknowledgement_draws_on_the_persons_past(cast: Cast, browser: Browser, now: datetime) -> None:
    make_history(cast.ana.id, now - timedelta(days=1), [6, 6, 6, 6, 6])
    sign_in(browser, cast.ana)
    assert "lower than your usual 6" in bubbles(answer(browser, craving_now="2"))[-1]


def test_help_stands_on_the_page_again_while_the_draft_calls_for_it(cast: Cast, browser: Browser) -> None:
    """The answer that brought it may never have reached the phone, or somebody goes on elsewhere."""
    sign_in(browser, cast.ana)
    answer(browser, safety="passive")
    assert not browser.get("/check-in").has("#urgent-help")
    answer(browser, safety="active")
    page = browser.get("/check-in")
    assert page.has("#urgent-help a[href='tel:988']")
    assert "We have put this at the top of your team's list." in page.text
    answer(browser, safety="no")
    assert not browser.get("/check-in").has("#urgent-help")


def test_it_speaks_the_language_of_the_page(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.luis)
    english = {"None at all. Good to know."}
    assert not english & set(bubbles(answer(browser, craving_now="0")))


def test_of_several_answers_the_one_just_given_is_acknowledged(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = answer(browser, craving_now="0", mood="1", answered="mood")
    assert bubbles(page)[-1] == "Thank you for telling us. Hard days are part of this too."
    assert len(bubbles(answer(browser, craving_now="0", answered="no such question"))) == 3


def test_a_post_without_any_answer_is_no_error(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = send(browser, {"csrf_token": browser.token}, DRAFT, headers=HTMX)
    assert (page.status, bubbles(page)) == (200, [])


def test_an_urgent_answer_brings_help_in_the_same_answer(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = answer(browser, safety="active")
    assert page.has("#urgent-help a[href='tel:988']")
    assert "We have put this at the top of your team's list." in page.text
    assert rules_of(cast.ana.id) == ["safety_active"]
    assert db.session.scalars(select(CheckIn)).all() == []
    assert not answer(browser, safety="no").has("#urgent-help")
    assert events_of(cast.ana.id, "safety_active") == ["raised", "answer_withdrawn"]


def test_a_draft_for_a_sent_check_in_is_refused_and_an_urgent_answer_in_it_acts(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    fields = honest(browser)
    send(browser, fields)
    page = send(browser, fields, DRAFT, headers=HTMX)
    assert (page.status, bubbles(page)) == (409, [SENT.english()])
    assert not page.has("#urgent-help")
    page = send(browser, fields | {"safety": "active"}, DRAFT, headers=HTMX)
    assert (page.status, page.has("#urgent-help")) == (409, True)
    assert rules_of(cast.ana.id) == ["safety_active"]


def test_another_persons_id_is_refused_in_the_same_words(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.luis)
    theirs = honest(browser)
    send(browser, theirs, DRAFT, headers=HTMX)
    browser.get("/today")
    browser.sign_out()
    sign_in(browser, cast.ana)
    page = send(browser, honest(browser, client_id=theirs["client_id"]), DRAFT, headers=HTMX)
    assert (page.status, bubbles(page)) == (409, [SENT.english()])
    assert drafts_of(cast.ana.id) == []


@pytest.mark.parametrize("bad", [bad for bad in ALL if bad.keeps_note], ids=str)
def test_bad_input_is_told_in_a_bubble_and_stores_nothing(cast: Cast, browser: Browser, app: Flask, bad: Bad) -> None:
    sign_in(browser, cast.ana, "/check-in?language=es")
    page = send(browser, honest(browser, **bad.fields), DRAFT, raw=bad.raw, headers={**HTMX, **bad.headers})
    assert page.status == bad.status
    said = in_language(app, "es", bad.reason)
    [bubble] = bubbles(page)
    assert bubble in said  # the page goes on with its own day, so nothing is said of today
    db.session.rollback()
    assert [db.session.scalars(select(table)).all() for table in (CheckIn, CheckInDraft, Flag)] == [[], [], []]
    fields = honest(browser, safety="active", **bad.fields)
    page = send(browser, fields, DRAFT, raw=bad.raw, headers={**HTMX, **bad.headers})
    assert page.has("#urgent-help") is not bad.is_foreign
    assert rules_of(cast.ana.id) == ([] if bad.is_foreign else ["safety_active"])


def test_without_the_script_a_refused_draft_is_the_whole_page(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = send(browser, honest(browser, mood="9"), DRAFT)
    assert (page.status, page.all("#reason")) == (422, [LOOK_AGAIN.english()])


@pytest.mark.parametrize(
    ("safety", "has_help"), [("active", True), ("passive", True), (" active ", True), ("no", False), (None, False)]
)
def test_who_is_signed_out_meanwhile_is_told_within_the_page(
    cast: Cast, clock: TimeMachineFixture, browser: Browser, safety: str | None, has_help: bool
) -> None:
    sign_in(browser, cast.ana)
    clock.shift(timedelta(minutes=30))
    page = send(browser, honest(browser, safety=safety), DRAFT, headers=HTMX)
    assert page.status == 401
    assert Sentence(SIGNED_OUT_MEANWHILE).english() in page.text
    assert page.has("#urgent-help a[href='tel:988']") is has_help
    assert ("HX-Retarget" in page.headers) is not has_help
    assert (rules_of(cast.ana.id), drafts_of(cast.ana.id)) == ([], [])


@pytest.mark.parametrize(
    ("fields", "raw", "headers", "reason"),
    [
        ({"csrf_token": None}, b"", {}, OLD_FORM),
        ({}, b"&x=" + b"y" * 300_000, {}, SENTENCES[413]),
        ({}, b"", {"Sec-Fetch-Site": "cross-site"}, FOREIGN),
    ],
)
def test_what_is_refused_before_its_route_is_a_bubble_too(
    cast: Cast, browser: Browser, fields: dict[str, None], raw: bytes, headers: dict[str, str], reason: str
) -> None:
    sign_in(browser, cast.ana)
    page = send(browser, honest(browser, **fields), DRAFT, raw=raw, headers={**HTMX, **headers})
    assert bubbles(page) == [Sentence(reason).english()]
