"""The set-up on ``/program``: a list that leads to each page, comes back, and folds away."""

from datetime import datetime

import pytest

from client_app.domain.set_up import Line
from client_app.extensions import db
from client_app.models import Program, StaffedInterval
from client_app.services.set_up import leave_as_it_is, set_up_of
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.calendars import make_phase, make_series
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, on /program."""
    browser.sign_in(cast.director.email, PASSWORD)
    return browser


def finish(cast: Cast, now: datetime) -> None:
    """Leave nothing open."""
    make_phase(cast.program_id, now, "Five days", 5)
    make_series(cast.counselor.viewer, now)
    for line in (Line.DETAILS, Line.CRISIS_LINES, Line.QUESTIONS):
        leave_as_it_is(cast.director.viewer, line, now)


def test_each_line_says_how_far_it_is_and_leads_there(dora: Browser) -> None:
    page = dora.get("/program")
    assert page.all("#set-up .state") == [
        "Worth a look",
        "Worth a look",
        "To do",
        "Done",
        "To do",
        "Worth a look",
        "Done",
    ]
    assert "2 of 7 done." in page.all("#set-up")[0]
    for words in page.all("#set-up a"):
        dora.get("/program")
        assert dora.click(words).status == 200


def test_a_line_with_a_sound_default_may_stay_as_it_is(dora: Browser, cast: Cast, now: datetime) -> None:
    dora.get("/program")
    page = dora.submit("form[action='/program/set-up/questions/looked-at']")
    assert page.path == "/program"
    assert "3 of 7 done." in page.all("#set-up")[0]
    assert not page.has("form[action='/program/set-up/questions/looked-at']")
    assert set_up_of(cast.director.viewer, now).done == 3


@pytest.mark.parametrize(("line", "status"), [("phases", 403), ("nothing", 404), ("DETAILS", 404)])
def test_what_needs_something_is_not_closed(dora: Browser, line: str, status: int) -> None:
    dora.get("/program")
    assert dora.post(f"/program/set-up/{line}/looked-at", {"csrf_token": dora.token}).status == status


def test_when_all_is_done_it_folds_away(dora: Browser, cast: Cast, now: datetime) -> None:
    finish(cast, now)
    page = dora.get("/program")
    assert page.has("details#set-up:not([open])")
    assert page.all("#set-up summary") == ["Set-up: all of it is done"]
    db.session.query(StaffedInterval).delete()
    db.session.commit()
    page = dora.get("/program")
    assert page.has("section#set-up")
    assert "participants are not told when somebody reads" in page.all("#about-details")[0]


def test_the_first_line_says_what_stands(dora: Browser, cast: Cast) -> None:
    assert "No on-call line" in dora.get("/program").all("#about-details")[0]
    program = db.session.get_one(Program, cast.program_id)
    program.on_call_phone = "555-0100"
    db.session.commit()
    assert "a line to call" in dora.get("/program").all("#about-details")[0]


def test_a_group_that_is_set_up_from_the_list_leads_back_to_it(dora: Browser) -> None:
    dora.get("/program")
    page = dora.click("Groups and their times")
    assert page.soup.select_one("#starts")["value"] == "09:00"  # type: ignore[index]
    page = dora.submit("main form", topic="")
    assert (page.status, page.has("[name=then][value=program]")) == (422, True)
    page = dora.submit("main form", topic="Morning group", place="Room 2")
    assert page.path == "/program"
    assert "1 group on the calendar" in page.all("#about-groups")[0]
    page = dora.click("Groups and their times")
    assert page.soup.select_one("#place")["value"] == "Room 2"  # type: ignore[index]
    page = dora.post("/groups/new", {"csrf_token": "old", "then": "program", "topic": "Mine"})
    assert (page.status, page.has("[name=then][value=program]")) == (400, True)


def test_a_counselor_is_never_led_to_a_directors_page(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.counselor.email, PASSWORD)
    assert not browser.get("/groups/new?then=program").has("[name=then]")
    fields = {"csrf_token": browser.token, "then": "program", "topic": "Mine", "kind": "group", "repeats": "1"}
    fields |= {"weekdays": "0", "first_on": "2026-11-30", "starts": "09:00", "minutes": "60"}
    assert browser.post("/groups/new", fields).path.startswith("/appointments/")
