"""``/program``: the program as its director sees it."""

from datetime import datetime, time, timedelta

import pytest

from client_app.domain.set_up import Line
from client_app.extensions import db
from client_app.models import Caseload, Person, Program, StaffedInterval
from client_app.services.health import beat
from client_app.services.set_up import leave_as_it_is
from client_app.web.navigation import PROGRAM
from tests.cast import Cast
from tests.factories import PASSWORD, stored
from tests.support.calendars import make_phase, make_series
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser; signing in leads to /program."""
    assert browser.sign_in(cast.director.email, PASSWORD).path == "/program"
    return browser


def test_hours_and_people_at_a_glance(dora: Browser, cast: Cast) -> None:
    stored(StaffedInterval(program_id=cast.program_id, weekday=0, opens=time(18), closes=time(20)))
    page = dora.get("/program")
    assert page.heading == "Riverside"
    assert "Daytime program. Time zone: America/Chicago" in page.text
    assert page.all("#hours dt") == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert page.all("#hours dd")[:2] == ["9:00 AM – 5:00 PM", "6:00 PM – 8:00 PM"]
    assert page.all("#people dd") == ["2", "0", "3", "Not set yet"]


def test_whom_nobody_reads_is_one_step_away(dora: Browser, cast: Cast, now: datetime) -> None:
    assert not dora.get("/program").has("a[href='/triage']")
    for counselor in (cast.counselor, cast.cover):
        db.session.get_one(Person, counselor.id).disabled_at = now
    db.session.commit()
    assert dora.get("/program").has("#people a[href='/triage']")
    assert dora.click("Needs a person").status == 200


def test_no_name_and_no_answer_of_a_participant_is_there(dora: Browser, cast: Cast) -> None:
    words = dora.get("/program").text.split()
    assert cast.ana.name not in words
    assert cast.luis.name not in words


def test_a_program_without_hours_says_what_that_means(dora: Browser) -> None:
    db.session.query(StaffedInterval).delete()
    db.session.commit()
    assert "within 24 hours" in dora.get("/program").text


def test_the_on_call_line_is_shown(dora: Browser, cast: Cast) -> None:
    db.session.get_one(Program, cast.program_id).on_call_phone = "+15555550199"
    db.session.commit()
    assert "+15555550199" in dora.get("/program").text


def test_a_silent_worker_is_seen(dora: Browser, now: datetime) -> None:
    page = dora.get("/program")
    assert page.has("#worker-silent")
    assert "It has not run yet." in page.text
    beat(now - timedelta(minutes=5))
    page = dora.get("/program")
    assert page.has("#worker-silent")
    assert "Last sign of life today at 8:55 AM." in page.text
    beat(now)
    assert not dora.get("/program").has("#worker-silent")


def test_what_needs_a_director_today_leads_there(dora: Browser, cast: Cast, now: datetime) -> None:
    db.session.get_one(Person, cast.other_counselor.id).disabled_at = now
    caseload = db.session.get_one(Caseload, cast.caseload_id)
    caseload.away_from, caseload.cover_id = now - timedelta(hours=1), None
    db.session.commit()
    assert dora.get("/program").all("#attention a") == [
        "1 participant is without a counselor",
        "1 counselor is away and nobody covers",
    ]
    for words, path in (
        ("1 participant is without a counselor", "/program/participants"),
        ("1 counselor is away and nobody covers", "/program/staff"),
    ):
        dora.get("/program")
        assert dora.click(words).path.partition("#")[0] == path


def test_when_nothing_needs_a_director_the_page_says_so(dora: Browser, cast: Cast, now: datetime) -> None:
    beat(now)
    page = dora.get("/program")
    assert not page.has("#in-order"), "there is something left to set up"
    assert not page.has("#attention")
    make_phase(cast.program_id, now, "Five days", 5)
    make_series(cast.counselor.viewer, now)
    for line in (Line.DETAILS, Line.CRISIS_LINES, Line.QUESTIONS):
        leave_as_it_is(cast.director.viewer, line, now)
    page = dora.get("/program")
    assert page.all("#in-order") == ["Nothing needs you right now."]
    assert not page.has("#attention")


def test_every_place_of_the_program_is_there(dora: Browser) -> None:
    for place in PROGRAM:
        assert dora.get("/program").has(f"main .places a[href='{place.path}']")


@pytest.mark.parametrize("part", ["ana", "counselor", "family_member"])
def test_the_page_is_for_directors(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get("/program").status == 404
