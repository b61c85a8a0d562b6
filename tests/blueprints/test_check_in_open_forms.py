"""Check-ins that stood open on a phone while the director changed what is asked: nothing that was told is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from client_app.extensions import db
from client_app.models import CheckIn, Flag
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.check_in_options import FORM, asked, offered, values, without
from tests.support.check_in_posts import answer, sign_in
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, looking at the check-in."""
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get("/program/check-in")
    return browser


@pytest.fixture
def ana(cast: Cast, open_browser: Callable[..., Browser]) -> Browser:
    """Ana's browser, with her check-in open."""
    browser = open_browser()
    sign_in(browser, cast.ana)
    return browser


def sent_answers(cast: Cast) -> dict[str, Any]:
    """What is stored of Ana's check-in."""
    db.session.rollback()
    return db.session.scalars(select(CheckIn.answers).where(CheckIn.participant_id == cast.ana.id)).one()


def test_a_form_that_stood_open_loses_nothing(dora: Browser, cast: Cast, ana: Browser) -> None:
    codes = [code for code in offered(cast) if code not in {"payday", "other"}]
    dora.submit(FORM, asked=without("home_safe", "note", "triggers"), offered=codes)
    page = ana.submit(
        "form#check-in-form", craving_now="3", home_safe="no", note="Rough night.", triggers=["payday", "stress"]
    )
    assert page.path == "/check-in/receipt"
    assert sent_answers(cast) == {
        "craving_now": 3,
        "home_safe": "no",
        "note": "Rough night.",
        "triggers": ["payday", "stress"],
    }
    flags = db.session.scalars(select(Flag.rule).where(Flag.participant_id == cast.ana.id)).all()
    assert flags == ["home_unsafe"]  # what somebody tells is judged, though it is no longer asked
    assert "Payday" in ana.get("/check-ins").text


def test_a_draft_keeps_and_shows_what_was_told_before_the_change(dora: Browser, cast: Cast, ana: Browser) -> None:
    answer(ana, craving_now="3", sleep="2", triggers=["payday"])
    codes = [code for code in offered(cast) if code not in {"payday", "pain", "other"}]
    dora.submit(FORM, asked=without("sleep", "note"), offered=codes)
    fragment = answer(ana, craving_now="3", sleep="1", triggers=["payday"])
    assert fragment.status == 200
    page = ana.get("/check-in")
    assert "sleep" in asked(page)
    assert "note" not in asked(page)
    assert "payday" in values(page, "triggers")
    assert "pain" not in values(page, "triggers")
    ana.submit("form#check-in-form")
    assert sent_answers(cast) == {"craving_now": 3, "sleep": 1, "triggers": ["payday"]}


def test_a_change_keeps_what_was_told_before_the_list_was_changed(dora: Browser, cast: Cast, ana: Browser) -> None:
    ana.submit("form#check-in-form", craving_now="3", sleep="2", triggers=["payday"])
    codes = [code for code in offered(cast) if code not in {"payday", "other"}]
    dora.submit(FORM, asked=without("sleep"), offered=codes)
    ana.get("/check-in?kind=change")
    ana.submit("form#check-in-form", craving_now="5")
    assert sent_answers(cast) == {"craving_now": 5, "sleep": 2, "triggers": ["payday"]}


def test_a_trigger_that_was_never_on_the_list_is_refused_and_the_rest_kept(dora: Browser, ana: Browser) -> None:
    dora.submit(FORM, asked=without("sleep"))
    fields = {
        "csrf_token": ana.token,
        "craving_now": "3",
        "sleep": "2",
        "triggers": ["invented", "stress"],
    }
    page = ana.post("/check-in", fields)
    assert page.status == 422
    assert page.has("[name=sleep][value='2'][checked]")
    assert page.has("[name=triggers][value=stress][checked]")
    assert db.session.scalars(select(CheckIn.id)).all() == []


def test_an_urgent_answer_acts_whatever_is_switched_off(dora: Browser, cast: Cast, ana: Browser) -> None:
    dora.submit(FORM, asked=[])
    page = ana.get("/check-in")
    assert {"safety", "safe_now", "used", "used_what", "call_me", "craving_now"} <= set(asked(page))
    fragment = answer(ana, safety="active")
    assert fragment.has("#urgent-help")
    assert db.session.scalars(select(Flag.rule).where(Flag.participant_id == cast.ana.id)).all() == ["safety_active"]
