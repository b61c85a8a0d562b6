"""``/appointments/<key>/attendance``: everybody with one tap, one by one, beside somebody else, and what is no form."""

from collections.abc import Callable
from datetime import datetime, time

import pytest

from client_app.domain.appointments import Kind
from client_app.domain.attendance import Mark
from client_app.domain.series_edits import Scope
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import cancel
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.attendance import EXCUSED, LATE, LEFT_EARLY, MISSED, PRESENT, mark, marked, versions
from tests.support.calendars import AGREED, a_session, make_phase, make_series
from tests.support.pages import Browser
from tests.support.posts import rules_of

EVERYBODY, ONE_BY_ONE = "form.everybody", "main form[action$='/attendance']:not(.everybody)"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def staff(cast: Cast, browser: Browser) -> Browser:
    """Carla's browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    """A group that begins in five minutes, and so can be marked."""
    return make_series(cast.counselor.viewer, now, session=a_session(time(9, 5)))


def test_everybody_is_marked_with_one_tap_and_taken_back_with_another(staff: Browser, cast: Cast, key: str) -> None:
    page = staff.get(f"/appointments/{key}")
    assert "Marks 2 people as present." in page.text
    page = staff.submit(EVERYBODY, "Everyone was here")
    assert (page.status, page.path) == (200, f"/appointments/{key}")
    assert page.all("#attendance .mark") == ["Present", "Present"]
    assert "Saved for 2 people." in page.all("#saved")[0]
    assert not page.has("#everybody")
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([(PRESENT, None, "")], [(PRESENT, None, "")])
    page = staff.submit("form[action$='/undo']", "Undo")
    assert page.all("#attendance .mark") == []
    assert (marked(cast.ana.id), page.has("#everybody")) == ([], True)


def test_a_talk_is_marked_with_one_tap_as_well(staff: Browser, cast: Cast, now: datetime) -> None:
    about = {"kind": Kind.INDIVIDUAL, "participant_id": cast.luis.id}
    key = make_series(cast.counselor.viewer, now, "Talk", session=a_session(time(9, 5), 50), **about)
    page = staff.get(f"/appointments/{key}")
    assert not page.has("#brief")
    page = staff.submit(EVERYBODY, "Luis was here")
    assert marked(cast.luis.id) == [(PRESENT, None, "")]
    assert not staff.get(f"/appointments/{key}/attendance").has("#other")


def test_who_told_before_is_suggested_as_excused_and_said_so(
    staff: Browser, cast: Cast, now: datetime, key: str
) -> None:
    tell_absence(cast.luis.viewer, key, Told("ashamed", wants_change=False, note="No more."), now)
    page = staff.get(f"/appointments/{key}")
    assert "Excused, because they told us before: Luis." in page.text
    assert "ashamed" not in page.text
    assert marked(cast.luis.id) == []
    page = staff.get(f"/appointments/{key}/attendance")
    assert page.has(f"[name=mark-{cast.luis.id}][value=excused][checked]")
    staff.get(f"/appointments/{key}")
    staff.submit(EVERYBODY, "Everyone else was here")
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([(PRESENT, None, "")], [(EXCUSED, None, "")])


def test_one_by_one_with_minutes_and_notes(staff: Browser, cast: Cast, key: str) -> None:
    staff.get(f"/appointments/{key}")
    staff.click("Mark one by one")
    fields = {f"mark-{cast.ana.id}": "late", f"minutes-{cast.ana.id}": "70", f"note-{cast.ana.id}": "The bus."}
    page = staff.submit(ONE_BY_ONE, **fields, **{f"mark-{cast.luis.id}": "missed", f"minutes-{cast.luis.id}": "5"})
    assert page.all("#attendance .mark") == ["Came late", "Missed"]
    for words in ("There for 70 minutes.", "The bus.", "Marked by Carla Reyes today at 9:00"):
        assert words in page.text, words
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([(LATE, 70, "The bus.")], [(MISSED, None, "")])
    assert rules_of(cast.luis.id) == ["missed_appointment"]
    staff.click("Correct something")
    page = staff.submit(ONE_BY_ONE, **{f"mark-{cast.luis.id}": "left_early"})
    assert page.all("#attendance .mark") == ["Came late", "Left early"]
    assert marked(cast.luis.id) == [(LEFT_EARLY, None, "")]


def test_somebody_else_came(staff: Browser, cast: Cast, now: datetime) -> None:
    make_phase(cast.program_id, now, "Five days")
    three = make_phase(cast.program_id, now, "Three days")
    key = make_series(cast.counselor.viewer, now, session=a_session(time(9, 5)), phase_ids=frozenset({three}))
    page = staff.get(f"/appointments/{key}/attendance")
    assert page.all("#other option") == ["Nobody else", "Ana", "Luis"]
    staff.submit(ONE_BY_ONE, other=str(cast.ana.id))
    assert marked(cast.ana.id) == [(PRESENT, None, "")]
    page = staff.get(f"/appointments/{key}/attendance")
    assert (page.all("#other option"), "Was not expected." in page.text) == (["Nobody else", "Luis"], True)


def test_a_stale_form_shows_both_versions_and_then_counts(staff: Browser, cast: Cast, now: datetime, key: str) -> None:
    staff.get(f"/appointments/{key}/attendance")
    mark(cast.other_counselor.viewer, key, {cast.ana.id: LATE}, now)
    page = staff.submit(ONE_BY_ONE, **{f"mark-{cast.ana.id}": "missed", f"note-{cast.ana.id}": "Not seen."})
    assert page.status == 409
    assert "Somebody marked this after you opened it." in page.all("#reason")[0]
    assert page.all(".error") == ["Marked meanwhile by Olive Stone: Came late. You chose: Missed."]
    assert "Not seen." in page.text
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([(LATE, None, "")], [])
    staff.submit(ONE_BY_ONE)
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([(MISSED, None, "Not seen.")], [(PRESENT, None, "")])


def test_everybody_beside_somebody_else(staff: Browser, cast: Cast, now: datetime, key: str) -> None:
    staff.get(f"/appointments/{key}")
    mark(cast.other_counselor.viewer, key, {cast.ana.id: MISSED}, now)
    page = staff.submit(EVERYBODY)
    assert (page.status, "You chose: Present." in page.text) == (409, True)
    assert marked(cast.luis.id) == []


def test_a_form_of_what_was_taken_back(staff: Browser, cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT}, now)
    staff.get(f"/appointments/{key}")
    seen = {f"seen-{cast.ana.id}": versions(cast.counselor.viewer, key, now)[cast.ana.id]}
    undo = {"csrf_token": staff.token, **seen}
    staff.post(f"/appointments/{key}/attendance/undo", undo)
    page = staff.post(
        f"/appointments/{key}/attendance", {"csrf_token": staff.token, f"mark-{cast.ana.id}": "missed", **seen}
    )
    assert (page.status, "Taken back meanwhile" in page.text) == (409, True)
    page = staff.post(f"/appointments/{key}/attendance/undo", undo)
    assert (page.status, "cannot be taken back" in page.text) == (409, True)


BAD = [
    ("minutes", "0", 422, "tell 1 to 90"),
    ("minutes", "-5", 422, "whole number"),
    ("minutes", "91", 422, "tell 1 to 90"),
    ("minutes", "ten", 422, "whole number"),
    ("minutes", "١٠", 422, "whole number"),
    ("minutes", "9" * 30, 422, "whole number"),
    ("note", "x" * 2001, 422, "too long"),
    ("note", "a\0b", 422, "could not be read"),
    ("mark", "asleep", 422, "Please choose one of these."),
    ("mark", "", 422, "Please choose one of these."),
]


@pytest.mark.parametrize(("field", "typed", "status", "why"), BAD)
def test_what_cannot_stand_is_said_beside_its_field(
    staff: Browser, cast: Cast, key: str, field: str, typed: str, status: int, why: str
) -> None:
    staff.get(f"/appointments/{key}/attendance")
    fields = {f"mark-{cast.ana.id}": "late", f"{field}-{cast.ana.id}": typed, f"mark-{cast.luis.id}": "present"}
    page = staff.post(f"/appointments/{key}/attendance", {"csrf_token": staff.token, **fields})
    assert (page.status, why in " ".join(page.all(".error"))) == (status, True)
    assert "Nothing was saved yet." in page.all("#reason")[0]
    assert (marked(cast.ana.id), marked(cast.luis.id)) == ([], [])


@pytest.mark.parametrize("number", ["stranger", "counselor", "999999999"])
def test_who_is_not_of_the_program_is_no_part_of_it(staff: Browser, cast: Cast, key: str, number: str) -> None:
    number = number if number.isdigit() else str(cast.everyone[number].id)
    staff.get(f"/appointments/{key}/attendance")
    fields = {f"mark-{cast.ana.id}": "present", f"mark-{number}": "present"}
    page = staff.post(f"/appointments/{key}/attendance", {"csrf_token": staff.token, **fields})
    assert (page.status, "does not take part" in page.text) == (422, True)
    page = staff.post(f"/appointments/{key}/attendance", {"csrf_token": staff.token, "other": number})
    assert page.status == 422
    page = staff.post(f"/appointments/{key}/attendance", {"csrf_token": staff.token, "other": "x"})
    assert (page.status, page.has("#reason")) == (422, True)
    assert marked(cast.ana.id) == []


def test_ten_thousand_fields_are_refused_or_passed_over(staff: Browser, cast: Cast, key: str) -> None:
    staff.get(f"/appointments/{key}/attendance")
    fields = {"csrf_token": staff.token, **{f"mark-{number}": "late" for number in range(10_000)}}
    assert staff.post(f"/appointments/{key}/attendance", fields).status == 422
    staff.get(f"/appointments/{key}/attendance")
    nonsense = {"csrf_token": staff.token, **{f"x{number}": "1" for number in range(10_000)}}
    assert staff.post(f"/appointments/{key}/attendance", nonsense).status == 200
    assert marked(cast.ana.id) == []


def test_a_form_of_nothing_changes_nothing(staff: Browser, cast: Cast, key: str) -> None:
    staff.get(f"/appointments/{key}/attendance")
    odd = {"csrf_token": staff.token, "mark-x": "late", "mark-": "late", f"note-{cast.ana.id}": "y", "seen-１": "1"}
    assert staff.post(f"/appointments/{key}/attendance", odd).path.startswith(f"/appointments/{key}")
    assert staff.post(f"/appointments/{key}/attendance/undo", {"csrf_token": staff.token}).status == 409
    assert marked(cast.ana.id) == []


def test_a_form_that_was_too_large_or_too_old_keeps_what_was_typed(staff: Browser, cast: Cast, key: str) -> None:
    address = f"/appointments/{key}/attendance"
    staff.get(address)
    typed = {f"mark-{cast.ana.id}": "late", f"note-{cast.ana.id}": "The bus."}
    page = staff.post(address, {"csrf_token": "old", **typed})
    assert (page.status, "The bus." in page.text) == (400, True)
    assert staff.post("/appointments/999-20261123/attendance", {"csrf_token": "old", **typed}).status == 404


def test_what_is_not_there_cannot_be_marked(staff: Browser, cast: Cast, key: str) -> None:
    staff.get(f"/appointments/{key}")
    for path in ("999-20261123", "x", "1-20261124", "1-20261301"):
        assert staff.get(f"/appointments/{path}/attendance").status == 404
        assert staff.get(f"/appointments/{path}/brief").status == 404
    staff.get(f"/appointments/{key}")
    fields = {"csrf_token": staff.token, f"mark-{cast.ana.id}": "present"}
    assert staff.post("/appointments/999-20261123/attendance", fields).status == 404
    staff.get(f"/appointments/{key}")
    assert staff.post("/appointments/999-20261123/attendance/undo", {"csrf_token": staff.token}).status == 404


def test_before_it_begins_and_once_it_is_cancelled_it_says_why(staff: Browser, cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    page = staff.get(f"/appointments/{key}")
    assert "can be marked from 10 minutes before it begins" in page.text
    assert not page.has("#attendance")
    token = staff.token
    page = staff.get(f"/appointments/{key}/attendance")
    assert (page.status, "It has not begun yet." in page.all("#refusal")[0]) == (403, True)
    page = staff.post(f"/appointments/{key}/attendance", {"csrf_token": token, f"mark-{cast.ana.id}": "present"})
    assert page.status == 403
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    for rest, why in (("attendance", "was cancelled"), ("brief", "nothing to get ready for")):
        page = staff.get(f"/appointments/{key}/{rest}")
        assert (page.status, why in page.text) == (403, True)
    assert marked(cast.ana.id) == []


def test_a_note_of_others_is_not_shown_and_not_lost(
    staff: Browser, cast: Cast, now: datetime, key: str, open_browser: Callable[..., Browser]
) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: Mark(PRESENT, note="Was quiet.")}, now)
    other = open_browser()
    other.sign_in(cast.other_counselor.email, PASSWORD)
    page = other.get(f"/appointments/{key}")
    assert ("Was quiet." in page.text, "There is a note for the care team." in page.text) == (False, True)
    page = other.get(f"/appointments/{key}/attendance")
    assert ("Was quiet." in page.text, "one that you do not see" in page.text) == (False, True)
    other.submit(ONE_BY_ONE, **{f"note-{cast.ana.id}": "Smiled at the end."})
    assert "Was quiet. Smiled at the end." in staff.get(f"/appointments/{key}").text
