"""Bad input to the check-in: a clear sentence in both languages, nothing stored half, nothing lost that was typed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from time_machine import TimeMachineFixture

from client_app.extensions import db
from client_app.models import CheckIn, CheckInDraft, Flag
from tests.cast import Cast
from tests.support.applications import SECRET
from tests.support.bad_check_ins import ALL, OLD
from tests.support.check_in_posts import NOTE, Bad, honest, in_language, send, sign_in
from tests.support.pages import Browser, Page


def typed_note(page: Page) -> str:
    """What stands in the page's field for a note."""
    [field] = page.soup.select("textarea[name=note]")
    return field.get_text()


def stored(cast: Cast) -> dict[str, int]:
    """How much of Ana's is in the database."""
    db.session.rollback()
    return {
        table.__name__: len(db.session.scalars(select(table.id).where(table.participant_id == cast.ana.id)).all())
        for table in (CheckIn, CheckInDraft, Flag)
    }


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("bad", ALL, ids=str)
def test_it_is_said_what_is_wrong_and_nothing_is_stored_or_lost(
    cast: Cast, browser: Browser, app: Flask, bad: Bad
) -> None:
    sign_in(browser, cast.ana)
    for language in ("en", "es"):
        browser.get(f"/check-in?language={language}")
        page = send(browser, honest(browser, **bad.fields), raw=bad.raw, headers=bad.headers)
        assert page.status == bad.status
        assert page.all(f"html[lang={language}] #reason") == [in_language(app, language, bad.reason)]
        assert not bad.problem or in_language(app, language, bad.problem) in page.text
        assert not bad.keeps_note or NOTE in typed_note(page)
    assert stored(cast) == {"CheckIn": 0, "CheckInDraft": 0, "Flag": 0}


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("bad", [bad for bad in ALL if bad.keeps_note], ids=str)
def test_an_urgent_answer_in_it_acts_and_the_page_can_be_mended_and_sent(
    cast: Cast, browser: Browser, bad: Bad
) -> None:
    sign_in(browser, cast.ana)
    page = send(browser, honest(browser, safety="active", **bad.fields), raw=bad.raw, headers=bad.headers)
    believed = int(not bad.is_foreign)
    assert page.status == bad.status
    assert page.has("#urgent-help a[href='tel:988']") is bool(believed)
    assert stored(cast) == {"CheckIn": 0, "CheckInDraft": believed, "Flag": believed}
    mended = {"craving_now": "3", "mood": "3", "used": "skip", "home_safe": "yes", "note": NOTE}
    assert browser.submit(safety="active", **mended).path == "/check-in/receipt"
    assert stored(cast) == {"CheckIn": 1, "CheckInDraft": believed, "Flag": 1}
    assert db.session.scalars(select(CheckInDraft.id).where(CheckInDraft.closed_at.is_(None))).all() == []
    assert db.session.scalars(select(CheckIn.day)).one().isoformat() == "2026-11-23"


@pytest.mark.usefixtures("clock")
def test_of_two_notes_neither_is_lost(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    page = send(browser, honest(browser, note=[NOTE, "And these.", "", NOTE]))
    assert typed_note(page).split("\n")[-2:] == [NOTE, "And these."]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_token_that_is_too_old(
    cast: Cast, clock: TimeMachineFixture, browser: Browser, app: Flask, language: str
) -> None:
    sign_in(browser, cast.ana, f"/check-in?language={language}")
    with browser.client.session_transaction(base_url="https://companion.example") as session:
        secret = session["csrf_token"]
    clock.shift(timedelta(hours=-12, seconds=-1))
    token = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(secret)
    clock.shift(timedelta(hours=12, seconds=1))
    page = send(browser, honest(browser, csrf_token=str(token), safety="active"))
    assert (page.status, page.all("#reason")) == (400, [in_language(app, language, OLD)])
    assert stored(cast) == {"CheckIn": 0, "CheckInDraft": 1, "Flag": 1}


@pytest.mark.usefixtures("clock")
def test_a_token_of_somebody_else(cast: Cast, browser: Browser, open_browser: Callable[..., Browser]) -> None:
    other = open_browser()
    sign_in(other, cast.luis)
    sign_in(browser, cast.ana)
    page = send(browser, honest(browser, csrf_token=other.token))
    assert (page.status, page.all("#reason")) == (400, [OLD.english()])
    assert stored(cast)["CheckIn"] == 0
