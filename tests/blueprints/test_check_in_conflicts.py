"""Posts that meet an earlier one: sent twice, other answers under one id, a second one for the day, another's id."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.extensions import db
from client_app.models import CheckIn, CheckInDraft
from client_app.services.check_ins import ALREADY_SENT, DAY_TAKEN
from tests.cast import Cast
from tests.support.check_in_posts import NOTE, Value, answer, honest, in_language, send, sign_in
from tests.support.pages import Browser
from tests.support.posts import check_ins_of, events_of, rules_of, versions

RECEIPT = "/check-in/receipt"

pytestmark = pytest.mark.usefixtures("clock")


def test_the_same_post_again_leads_to_the_same_receipt(cast: Cast, clock: TimeMachineFixture, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    fields = honest(browser)
    for _ in range(3):
        assert send(browser, fields).path == RECEIPT
        clock.shift(timedelta(minutes=7))
    assert (len(check_ins_of(cast.ana.id)), len(versions(1))) == (1, 1)
    assert "Sent today at 9:00" in browser.page.text


CHANGED: list[dict[str, Value]] = [
    {"craving_now": "4"},
    {"note": "Other words."},
    {"mood": "1"},
    {"day": "2026-11-22"},
    {"kind": "update"},
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("other", CHANGED, ids=str)
def test_other_answers_under_one_id_are_a_conflict(
    cast: Cast, browser: Browser, app: Flask, other: dict[str, Value], language: str
) -> None:
    sign_in(browser, cast.ana, f"/check-in?language={language}")
    fields = honest(browser)
    send(browser, fields)
    browser.get("/check-in?kind=update")
    page = send(browser, fields | {"csrf_token": browser.token} | other)
    assert (page.status, page.all("#reason")) == (409, [in_language(app, language, ALREADY_SENT)])
    note = page.soup.select("textarea[name=note]")[0].get_text()
    assert str(other.get("note") or NOTE) in note
    assert len(check_ins_of(cast.ana.id)) == 1


@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "draft"])
def test_another_persons_id_is_a_conflict_in_the_same_words(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser], is_sent: bool
) -> None:
    other = open_browser()
    sign_in(other, cast.luis)
    theirs = honest(other)
    send(
        other, theirs, "/check-in" if is_sent else "/check-in/draft", headers={} if is_sent else {"HX-Request": "true"}
    )
    sign_in(browser, cast.ana)
    page = send(browser, honest(browser, client_id=theirs["client_id"], safety="active"))
    assert (page.status, page.all("#reason")) == (409, [ALREADY_SENT.english()])
    assert NOTE in page.text
    assert "Luis" not in page.text
    assert page.has("#urgent-help")
    assert rules_of(cast.luis.id) == []
    assert check_ins_of(cast.ana.id) == []
    assert browser.submit(button="Send as an update").path == RECEIPT


def test_a_second_one_for_the_day_offers_a_change_or_an_update(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    token = browser.token
    browser.submit(mood="3")
    page = send(browser, honest(browser, csrf_token=token))
    assert (page.status, page.all("#reason")) == (409, [DAY_TAKEN.english()])
    assert page.all("#send button") == ["Change the check-in", "Send as an update"]
    assert browser.submit(button="Change the check-in").path == RECEIPT
    assert [answers for _, answers in versions(1)] == [{"mood": 3}, {"craving_now": 3, "note": NOTE}]


def test_after_fifteen_minutes_only_an_update_is_offered(
    cast: Cast, clock: TimeMachineFixture, browser: Browser
) -> None:
    sign_in(browser, cast.ana)
    token = browser.token
    browser.submit(mood="3")
    clock.shift(timedelta(minutes=15))
    page = send(browser, honest(browser, csrf_token=token))
    assert page.all("#send button") == ["Send as an update"]
    assert browser.submit(button="Send as an update").heading == "Thank you for the update"
    db.session.rollback()
    assert db.session.scalars(select(CheckIn.answers).order_by(CheckIn.id)).all()[1] == {"note": NOTE}


@pytest.mark.parametrize("button", ["Change the check-in", "Send as an update"])
def test_an_urgent_answer_in_it_is_found_again_when_it_is_sent(cast: Cast, browser: Browser, button: str) -> None:
    sign_in(browser, cast.ana)
    token = browser.token
    browser.submit(mood="3")
    assert send(browser, honest(browser, csrf_token=token, safety="active")).has("#urgent-help")
    assert browser.submit(button=button).has("#urgent-help")
    assert events_of(cast.ana.id, "safety_active") == ["raised", "sent"]
    assert db.session.scalars(select(CheckInDraft.closed_at).where(CheckInDraft.closed_at.is_(None))).all() == []


def test_a_conflict_about_a_closed_day_offers_an_update_of_today(cast: Cast, browser: Browser) -> None:
    """Begun offline on Friday, sent twice with different answers: what is new can still be told."""
    sign_in(browser, cast.ana)
    friday: dict[str, Value] = {"day": "2026-11-20", "answered_at": "2026-11-20T15:00:00Z"}
    first = honest(browser, **friday)
    send(browser, first)
    browser.get("/check-in?kind=update")
    page = send(browser, first | {"csrf_token": browser.token, "used": "yes"})
    assert page.status == 409
    assert browser.submit(button="Send as an update").path == RECEIPT
    assert [(kind, day.isoformat()) for kind, day in check_ins_of(cast.ana.id)] == [
        ("daily", "2026-11-20"),
        ("update", "2026-11-23"),
    ]


def test_two_devices_that_began_apart_end_in_one_check_in(
    cast: Cast, browser: Browser, open_browser: Callable[..., Browser]
) -> None:
    phone = open_browser()
    sign_in(browser, cast.ana)
    sign_in(phone, cast.ana)
    answer(phone, call_me="yes")
    answer(browser, mood="3")
    assert browser.submit(mood="3").path == RECEIPT
    assert rules_of(cast.ana.id) == ["call_me"]  # what the other one asked for is not lost
    assert phone.submit(call_me="yes").status == 409
