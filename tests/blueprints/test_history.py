"""``/check-ins``: a participant's own days."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from client_app.domain.check_ins import Kind
from client_app.extensions import db
from client_app.models import CopingStrategy
from tests.cast import Cast
from tests.factories import PASSWORD, make_check_in, make_history, stored
from tests.support.applications import Statements
from tests.support.pages import Browser

ONE_DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser."""
    browser.sign_in(cast.ana.email, PASSWORD)
    return browser


def test_nothing_here_yet(ana: Browser, cast: Cast, now: datetime) -> None:
    make_check_in(cast.luis.id, now, note="Not Ana's")
    page = ana.get("/check-ins")
    assert "Nothing here yet" in page.text
    assert page.has('main a[href="/check-in"]')
    assert not page.has("svg[role=img]")
    assert "Not Ana's" not in page.text


def test_the_picture_has_a_table_and_its_gaps(ana: Browser, cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [3, None, 7, 8])
    page = ana.get("/check-ins")
    assert page.all("#trend-craving-now table tr")[-4:] == [
        "Nov 20 3",
        "Nov 21 No answer",
        "Nov 22 7",
        "Nov 23 8",
    ]
    assert len(page.soup.select("#trend-craving-now circle")) == 3
    assert len(page.soup.select("#trend-craving-now polyline")) == 2
    assert not page.has("#trend-mood")


def test_a_day_says_what_was_answered_and_what_became_of_it(ana: Browser, cast: Cast, now: datetime) -> None:
    walk = stored(CopingStrategy(participant_id=cast.ana.id, text="Walk <river>", position=1, removed_at=now))
    check_in = make_check_in(
        cast.ana.id, now - ONE_DAY, craving_now=0, used="skip", coping=[f"own:{walk.id}"], note="A <b>good</b> day"
    )
    check_in.read_at, check_in.read_by_id = now, cast.counselor.id
    check_in.changed_at = now - ONE_DAY + timedelta(minutes=3)
    db.session.commit()
    page = ana.get("/check-ins")
    assert page.all("#day-2026-11-22 h2") == ["Sunday, November 22"]
    assert dict(zip(page.all("#day-2026-11-22 dt"), page.all("#day-2026-11-22 dd"), strict=True)) == {
        "Craving now": "0 none",
        "Any use": "Skipped",
        "What helped": "Walk <river>",
        "Note": "A <b>good</b> day",
    }
    [told] = page.all("#day-2026-11-22 .hint")
    assert told == (f"Sent at 9:00 AM. Changed at 9:03 AM. Read today at 9:00 AM by {cast.counselor.name}.")


def test_a_check_in_begun_offline_says_when_it_was_answered(ana: Browser, cast: Cast, now: datetime) -> None:
    check_in = make_check_in(cast.ana.id, now - 3 * ONE_DAY, mood=4)
    check_in.arrived_at, check_in.sent_late = now, True
    db.session.commit()
    [told] = ana.get("/check-ins").all("#day-2026-11-20 .hint")
    assert told == "Sent today at 9:00 AM. Sent late: you answered at 9:00 AM. Not read yet."


def test_updates_stand_below_their_day(ana: Browser, cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now - timedelta(minutes=5), note="daily")
    make_check_in(cast.ana.id, now, Kind.UPDATE, note="later")
    page = ana.get("/check-ins")
    assert page.all("#day-2026-11-23 h3") == ["Update"]
    assert page.all("#day-2026-11-23 dd") == ["daily", "later"]


def test_earlier_days_are_a_link_away(ana: Browser, cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [5] * 20)
    first = ana.get("/check-ins")
    assert len(first.soup.select("section[id^=day-]")) == 14
    second = ana.click("Earlier")
    assert second.path == "/check-ins?before=2026-11-10"
    assert [tag["id"] for tag in second.soup.select("section[id^=day-]")] == [
        f"day-2026-11-{day:02}" for day in range(9, 3, -1)
    ]
    assert not second.has("#pictures")
    assert not second.has("#earlier")
    assert ana.click("The latest days").path == "/check-ins"


@pytest.mark.parametrize("before", ["0001-01-01", "2020-02-29"])
def test_before_the_first_day_there_is_nothing(ana: Browser, cast: Cast, now: datetime, before: str) -> None:
    make_check_in(cast.ana.id, now)
    page = ana.get(f"/check-ins?before={before}")
    assert (page.status, "There is nothing earlier" in page.text) == (200, True)


@pytest.mark.parametrize("before", ["yesterday", "2026-13-01", "2026-02-30", "%00", "99999-01-01", "NaN"])
def test_a_day_that_is_none_is_not_there(ana: Browser, before: str) -> None:
    assert ana.get(f"/check-ins?before={before}").status == 404


def test_an_empty_day_in_the_address_is_the_latest(ana: Browser) -> None:
    assert ana.get("/check-ins?before=").status == 200


def test_the_whole_page_asks_a_constant_number_of_questions(
    ana: Browser, cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    make_check_in(cast.ana.id, now - 40 * ONE_DAY, day=date(2026, 10, 14))
    with count_statements() as few:
        ana.get("/check-ins")
    make_history(cast.ana.id, now, [5] * 30)
    for _ in range(6):
        make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="no")
    with count_statements() as many:
        ana.get("/check-ins")
    assert len(many) == len(few) == 7


@pytest.mark.parametrize("part", ["counselor", "family_member", "director"])
def test_the_page_is_for_participants(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get("/check-ins").status == 404
