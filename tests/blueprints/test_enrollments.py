"""A time in the program in a browser: corrected, ended with a note that its person reads, begun again."""

from collections.abc import Callable
from datetime import datetime

import pytest

from client_app.domain.enrollments import Beginning, ComesFrom
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.enrollment_life import correct_beginning, end_enrollment
from tests.cast import Cast
from tests.factories import PASSWORD, make_flag
from tests.support.pages import Browser
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")  # else the cast is weeks away from the real clock
NOTE = "Group on Thursdays at six.\nCall us at any time."


@pytest.fixture
def counselor(browser: Browser, cast: Cast) -> Browser:
    """Ana's counselor in front of the browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


def address(cast: Cast, then: str = "") -> str:
    """Ana's time in the program."""
    return f"/participants/{cast.ana.id}/enrollment{then}"


def enrollment(cast: Cast) -> Enrollment:
    """Ana's latest."""
    db.session.rollback()
    rows = db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).order_by(Enrollment.id.desc())
    return rows.limit(1).one()


def test_the_beginning_is_corrected(cast: Cast, counselor: Browser) -> None:
    counselor.get(f"/participants/{cast.ana.id}")
    counselor.click("Time in the program")
    page = counselor.submit(comes_from="detox", agreement="Three groups.", planned_end_on="2027-02-01")
    assert (page.status, page.all("#agreement")) == (200, ["Three groups."])
    row = enrollment(cast)
    assert (row.comes_from, row.agreement, str(row.planned_end_on)) == ("detox", "Three groups.", "2027-02-01")


def test_a_stale_form_is_shown_beside_what_stands_now(cast: Cast, counselor: Browser, now: datetime) -> None:
    counselor.get(address(cast))
    correct_beginning(cast.counselor.viewer, cast.ana.id, 1, Beginning(ComesFrom.HOME, "Two groups."), now)
    page = counselor.submit(comes_from="detox", agreement="Three groups.")
    assert page.status == 409
    assert "Two groups." in page.all("#as-it-stands")[0]
    assert page.all("#agreement") == ["Three groups."]
    assert enrollment(cast).agreement == "Two groups."
    assert counselor.submit().status == 200  # seen both, and sent again
    assert enrollment(cast).agreement == "Three groups."


@pytest.mark.parametrize("revision", ["", "x", "0", "-1", "9" * 40, "١"])
def test_a_forged_revision_is_a_stale_one(cast: Cast, counselor: Browser, revision: str) -> None:
    counselor.get(address(cast))
    fields = {"csrf_token": counselor.token, "comes_from": "home", "revision": revision}
    assert counselor.post(address(cast), fields).status == 409
    assert enrollment(cast).comes_from is None


def test_what_cannot_be_kept_is_said_beside_its_field(cast: Cast, counselor: Browser) -> None:
    counselor.get(address(cast))
    fields = {"csrf_token": counselor.token, "revision": 1, "agreement": "x" * 2001, "planned_end_on": "soon"}
    page = counselor.post(address(cast), fields)
    assert page.status == 422
    assert page.has("#comes_from-error")
    assert page.has("#agreement-error")
    assert page.has("#planned_end_on-error")


def test_it_ends_with_a_note_that_its_person_reads(
    cast: Cast, counselor: Browser, open_browser: Callable[..., Browser]
) -> None:
    make_flag(cast.ana.id)
    counselor.get(address(cast))
    counselor.click("End the time in the program")
    assert "no phone is trusted any more" in counselor.page.text
    page = counselor.submit(button="End it today", aftercare_note=NOTE)
    assert (page.path, "Left the program" in page.text) == (address(cast), True)
    listed = counselor.get("/participants")
    assert listed.all(".person h2") == []
    assert "Ana" in listed.all("#ended")[0]
    assert "Ana" in counselor.get("/triage").text
    phone = open_browser()
    page = phone.sign_in(cast.ana.email, PASSWORD)
    assert "The check-in is closed for you now" in page.text
    assert "Group on Thursdays at six." in page.all("#aftercare")[0]
    assert page.has("#help a[href='tel:988']")
    page = phone.get("/check-in")
    assert "Call us at any time." in page.all("#aftercare")[0]
    assert page.has("#help a[href='tel:988']")
    for path in ("/check-ins", "/plan", "/tools", "/help-now", "/settings"):
        assert phone.get(path).status == 200


@pytest.mark.parametrize(("note", "status"), [("", 422), ("   ", 422), ("x" * 2001, 422), ("a\0b", 422)])
def test_without_a_note_it_goes_on(cast: Cast, counselor: Browser, note: str, status: int) -> None:
    counselor.get(address(cast, "/end"))
    page = counselor.post(address(cast, "/end"), {"csrf_token": counselor.token, "aftercare_note": note})
    assert (page.status, page.has("#aftercare_note-error")) == (status, True)
    assert enrollment(cast).ended_on is None


def test_a_form_that_was_refused_keeps_the_note(cast: Cast, counselor: Browser) -> None:
    page = counselor.post(address(cast, "/end"), {"csrf_token": "old", "aftercare_note": NOTE})
    assert (page.status, "Group on Thursdays" in page.all("#aftercare_note")[0]) == (400, True)
    page = counselor.post(address(cast), {"csrf_token": "old", "agreement": "Rides."})
    assert (page.status, page.all("#agreement")) == (400, ["Rides."])


def test_what_ended_meanwhile_is_a_conflict(cast: Cast, counselor: Browser, now: datetime) -> None:
    counselor.get(address(cast, "/end"))
    end_enrollment(cast.counselor.viewer, cast.ana.id, NOTE, now)
    page = counselor.submit(button="End it today", aftercare_note="Another note.")
    assert (page.status, page.all("#unsaved p")) == (409, ["Another note."])
    assert "Group on Thursdays at six." in page.all("#ended")[0]
    assert enrollment(cast).aftercare_note == NOTE
    page = counselor.post(address(cast, "/end"), {"csrf_token": "old", "aftercare_note": "A third note."})
    assert (page.status, page.all("#unsaved p")) == (400, ["A third note."])
    assert counselor.get(address(cast, "/end")).heading == "Time in the program: Ana"


def test_coming_back_begins_a_new_time(cast: Cast, counselor: Browser, now: datetime) -> None:
    end_enrollment(cast.counselor.viewer, cast.ana.id, NOTE, now)
    counselor.get(address(cast))
    token = counselor.token
    assert counselor.post(address(cast, "/start"), {"csrf_token": token}).status == 422
    assert counselor.submit(button="Begin today", comes_from="residential").status == 200
    assert (enrollment(cast).ended_on, enrollment(cast).comes_from) == (None, "residential")
    again = counselor.post(address(cast, "/start"), {"csrf_token": token, "comes_from": "home", "agreement": "Rides."})
    assert (again.status, again.all("#agreement")) == (409, ["Rides."])
    assert "Residential treatment" in again.all("#as-it-stands")[0]


def test_each_look_is_told_to_its_person(cast: Cast, counselor: Browser, open_browser: Callable[..., Browser]) -> None:
    for then in ("", "/end"):
        counselor.get(address(cast, then))
    counselor.submit(button="End it today", aftercare_note=" ")
    assert [line.action for line in audit_lines()].count("enrollment.opened") == 3
    phone = open_browser()
    phone.sign_in(cast.ana.email, PASSWORD)
    assert "Carla Reyes (your counselor) looked at your time in the program." in phone.get("/settings/record").text


@pytest.mark.parametrize("who", ["cover", "other_counselor", "strange_counselor", "director", "ana", "luis"])
def test_strangers_find_nothing(cast: Cast, browser: Browser, who: str) -> None:
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    token = browser.token
    fields = {"csrf_token": token, "comes_from": "home", "revision": 1, "aftercare_note": NOTE}
    for then in ("", "/start", "/end"):
        for sent in (fields, {"csrf_token": token}, {"csrf_token": "old"}):
            assert browser.post(address(cast, then), sent).status == 404
    for then in ("", "/end"):
        assert browser.get(address(cast, then)).status == 404
    assert enrollment(cast).ended_on is None
