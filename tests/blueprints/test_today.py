"""``/today``: where the check-in stands, who reads it, and what the person wants to be reminded of."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from client_app.domain.check_ins import Kind
from client_app.domain.flags import Severity
from client_app.extensions import db
from client_app.models import Enrollment, RecoveryReason, StaffedInterval
from tests.cast import Cast
from tests.factories import PASSWORD, make_check_in, make_flag, make_history, stored
from tests.services.test_today import ALL_BUT_TWO, TODAY, YESTERDAY, begin
from tests.support.applications import Statements
from tests.support.pages import Browser

ONE_DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser; signing in leads to /today."""
    assert browser.sign_in(cast.ana.email, PASSWORD).path == "/today"
    return browser


def test_a_day_that_has_not_begun(ana: Browser, cast: Cast) -> None:
    page = ana.get("/today")
    assert page.heading == "Good morning, Ana"
    assert page.has('#check-in a[href="/check-in"]')
    assert page.has('#yesterday a[href="/check-in?day=yesterday"]')
    assert f"{cast.counselor.name} reads it. They are there until 5:00 PM." in page.text
    assert "If you can't wait, open Help now." in page.text
    assert not page.has("#days-counted")
    assert not page.has(".help-card")


def test_when_nobody_is_there_it_says_when_they_look_next(ana: Browser, clock: TimeMachineFixture) -> None:
    clock.move_to(datetime(2026, 11, 23, 23, 10, tzinfo=UTC))
    ana.sign_in("ana@riverside.example", PASSWORD)
    page = ana.get("/today")
    assert page.heading == "Good afternoon, Ana"
    assert "They next look tomorrow at 9:00 AM." in page.text


def test_without_staffed_hours_no_look_is_promised(ana: Browser) -> None:
    db.session.query(StaffedInterval).delete()
    db.session.commit()
    text = ana.get("/today").text
    assert "next look" not in text
    assert "They are there" not in text


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ({}, "Finish today's check-in, 2 left"),
        ({"note": "skip"}, "Finish today's check-in, 1 left"),
        ({"note": "skip", "call_me": "no"}, "Send today's check-in"),
    ],
)
def test_a_begun_check_in_can_be_finished(
    ana: Browser, cast: Cast, now: datetime, left: dict[str, str], words: str
) -> None:
    begin(cast.ana.id, TODAY, now, answers=ALL_BUT_TWO | left)
    assert ana.get("/today").all('#check-in a[href="/check-in"]') == [words]


def test_yesterday_can_be_finished_too(ana: Browser, cast: Cast, now: datetime) -> None:
    begin(cast.ana.id, YESTERDAY, now - ONE_DAY)
    assert "You began it. 2 questions are left." in ana.get("/today").text


def test_a_sent_check_in_is_read_or_not(ana: Browser, cast: Cast, now: datetime) -> None:
    check_in = make_check_in(cast.ana.id, now - timedelta(hours=1), craving_now=4)
    make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="no")
    page = ana.get("/today")
    assert page.all("#check-in-title") == ["You checked in today"]
    assert "Sent today at 8:00 AM. Not read yet." in page.text
    assert "Update sent today at 9:00 AM. Not read yet." in page.text
    assert page.has('#check-in a[href="/check-in/receipt"]')
    assert page.has('#check-in a[href="/check-in?kind=update"]')
    check_in.read_at, check_in.read_by_id = now - timedelta(minutes=12), cast.counselor.id
    db.session.commit()
    assert f"Read today at 8:48 AM by {cast.counselor.name}." in ana.get("/today").text


def test_days_are_counted_without_a_streak(ana: Browser, cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [1, 2, None, 4, None, 6, 7, 8, 9, 10, 1, 2, None, 4])
    page = ana.get("/today")
    assert "You checked in on 11 of the last 14 days." in page.text
    assert "Good to see you." not in page.text


def test_after_a_gap_somebody_is_glad(ana: Browser, cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now - 3 * ONE_DAY)
    assert ana.get("/today").all(".page-header .lead") == ["Good to see you."]


def test_own_reasons_stand_there(ana: Browser, cast: Cast) -> None:
    assert ana.get("/today").has('#reasons a[href="/plan#reasons"]')
    stored(RecoveryReason(participant_id=cast.ana.id, text="My <b>daughter</b>", position=1))
    assert ana.get("/today").all("#reasons li") == ["My <b>daughter</b>"]


def test_help_stays_on_top_while_something_urgent_is_open(ana: Browser, cast: Cast) -> None:
    make_flag(cast.ana.id, "safety_active", Severity.URGENT)
    page = ana.get("/today")
    first = page.soup.select_one("main > *")
    assert first is not None
    assert first.get("id") == "help"
    assert page.has('#help a[href="tel:988"]')


def test_after_the_program_the_rest_stays_open(ana: Browser, cast: Cast) -> None:
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = TODAY
    db.session.commit()
    page = ana.get("/today")
    assert page.all("#check-in-title") == ["The check-in is closed for you now"]
    assert not page.has('main a[href^="/check-in"]')


def test_the_page_in_spanish(cast: Cast, browser: Browser, now: datetime) -> None:
    make_check_in(cast.luis.id, now)
    browser.sign_in(cast.luis.email, PASSWORD)
    page = browser.get("/today")
    assert page.has('html[lang="es"]')
    assert "9:00" in page.text
    assert "AM" not in page.text


def test_the_whole_page_asks_a_constant_number_of_questions(
    ana: Browser, cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    with count_statements() as empty:
        ana.get("/today")
    make_history(cast.ana.id, now, [5] * 30)
    for _ in range(4):
        make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="no")
        stored(RecoveryReason(participant_id=cast.ana.id, text="My daughter", position=1))
    with count_statements() as full:
        ana.get("/today")
    assert len(full) == len(empty) == 14
    assert full.selects == full


@pytest.mark.parametrize("part", ["counselor", "family_member", "director"])
def test_the_page_is_for_participants(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get("/today").status == 404
