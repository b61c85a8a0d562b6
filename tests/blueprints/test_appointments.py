"""``/appointments/<key>``: who is expected; changing one or its series, also beside somebody else."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from client_app.domain.series_edits import Scope
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import cancel, change_series
from client_app.services.groups import Seen
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.calendars import (
    AGREED,
    MONDAY,
    a_plan,
    a_session,
    days,
    make_series,
    planned,
)
from tests.support.pages import Browser

NEW, CHANGE = "form[action='/groups/new']", "form[action$='/change']"
HOLIDAY = "form[action='/groups/holidays']"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def staff(cast: Cast, browser: Browser) -> Browser:
    """Carla's browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


def test_one_is_moved_alone(staff: Browser, cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    staff.get(f"/appointments/{key}")
    page = staff.click("Change")
    assert page.all(".scopes a") == ["This one only", "This and later ones", "All that are still to come"]
    page = staff.submit(CHANGE, day="2026-11-24", starts="17:00")
    assert page.path == f"/appointments/{key}"
    assert "Moved from Monday, November 23" in page.all("#moved")[0]
    page = staff.get("/groups")
    assert page.all(".entry .mark") == ["Moved from Monday, November 23"]
    assert page.all(".entry.off .meta")[0] == "Now Tuesday, November 24, 5:00 PM."


@pytest.mark.parametrize(
    ("field", "typed", "why"), [("day", "2026-02-31", "no such day"), ("minutes", "x", "whole number")]
)
def test_one_is_not_moved_where_it_cannot_be(
    staff: Browser, cast: Cast, now: datetime, field: str, typed: str, why: str
) -> None:
    key = make_series(cast.counselor.viewer, now)
    staff.get(f"/appointments/{key}/change")
    page = staff.submit(CHANGE, **{field: typed})
    assert (page.status, why in " ".join(page.all(f"#{field}-error"))) == (422, True)


@pytest.mark.parametrize(("scope", "changed"), [("later", 1), ("all", 0)])
def test_later_ones_or_all_are_changed(staff: Browser, cast: Cast, now: datetime, scope: str, changed: int) -> None:
    make_series(cast.counselor.viewer, now)
    second = planned(cast)[1].key
    page = staff.get(f"/appointments/{second}/change?scope={scope}")
    assert page.has("#first_on") is (scope == "all")
    page = staff.submit(CHANGE, starts="17:00", topic="Staying well")
    assert page.heading == "Staying well"
    assert [starts for _, starts in days(cast)][:2] == [time(18)] * changed + [time(17)] * (2 - changed)


def test_a_stale_form_is_shown_beside_what_was_saved_meanwhile(
    staff: Browser, cast: Cast, now: datetime, open_browser: Callable[..., Browser]
) -> None:
    key = make_series(cast.counselor.viewer, now)
    other = open_browser()
    other.sign_in(cast.director.email, PASSWORD)
    for browser in (staff, other):
        browser.get(f"/appointments/{key}/change?scope=all")
    other.submit(CHANGE, starts="16:00", place="Room 9")
    page = staff.submit(CHANGE, starts="17:00", place="Room 5")
    assert page.status == 409
    assert "Somebody changed this after you opened it." in page.text
    assert "Room 9" in page.all("#stands")[0]
    assert page.has("#place[value='Room 5']")
    staff.submit(CHANGE, place="Room 5")
    assert [one.session.place for one in planned(cast, MONDAY)] == ["Room 5"]


def test_a_form_about_a_day_that_is_no_more_leads_to_the_next(staff: Browser, cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    staff.get(f"/appointments/{key}/change")
    change_series(cast.director.viewer, key, a_plan(weekdays=(2,)), Scope.ALL, AGREED, now)
    page = staff.submit(CHANGE, starts="17:00")
    assert (page.status, "Wednesday, November 25" in page.all("#stands")[0]) == (409, True)
    assert staff.get(f"/appointments/{key}").status == 404


def test_an_old_address_leads_to_the_series_that_goes_on(staff: Browser, cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now)
    second = planned(cast)[1].key
    change_series(cast.director.viewer, second, a_plan("Music"), Scope.LATER, AGREED, now)
    for rest in ("", "/change"):
        page = staff.get(f"/appointments/{second}{rest}")
        assert "Music" in page.heading
        assert second not in page.path


def test_one_is_cancelled_and_put_back(staff: Browser, cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    staff.get(f"/appointments/{key}")
    page = staff.submit("#cancel form", button="Cancel this one")
    assert "Participants see it so." in page.all("#cancelled")[0]
    assert not page.has("#people")
    assert staff.get("/groups").all(".entry .mark") == ["Cancelled"]
    staff.get(f"/appointments/{key}")
    page = staff.submit("form[action$='/restore']")
    assert not page.has("#cancelled")


def test_one_is_put_back_beside_another_once_that_is_agreed(staff: Browser, cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now, session=a_session(place="Room 2"), last_on=MONDAY)
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    make_series(cast.counselor.viewer, now, "Music", session=a_session(place="Room 2"), last_on=MONDAY)
    staff.get(f"/appointments/{key}")
    page = staff.submit("form[action$='/restore']")
    assert (page.status, page.all("#refusal li")) == (409, ["Room 2 is taken by Music: Monday, November 23."])
    page = staff.submit("form[action$='/restore']", button="Put it back anyway")
    assert not page.has("#cancelled")


def test_a_series_is_ended(staff: Browser, cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now)
    staff.get(f"/appointments/{planned(cast)[1].key}")
    staff.submit("#cancel form", button="End the series with this one")
    assert days(cast) == [(MONDAY, time(18))]


@pytest.mark.parametrize("act", ["cancel", "restore"])
def test_a_stale_button_shows_how_it_stands(staff: Browser, cast: Cast, now: datetime, act: str) -> None:
    key = make_series(cast.counselor.viewer, now)
    if act == "restore":
        cancel(cast.director.viewer, key, Scope.THIS, AGREED, now)
    page = staff.get(f"/appointments/{key}")
    change_series(cast.director.viewer, key, a_plan("Music"), Scope.ALL, Seen(1, 1 if act == "restore" else 0), now)
    page = staff.submit(f"form[action$='/{act}']")
    assert (page.status, page.heading) == (409, "Music")
    assert page.has("#refusal")


def test_a_past_one_is_only_looked_at(staff: Browser, cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now - timedelta(days=7), first_on=MONDAY - timedelta(days=7))
    page = staff.get(f"/appointments/{key}")
    assert "What has happened stays as it was." in page.text
    assert not page.has("#cancel, #change, form[action$='/restore']")
    assert not staff.get(f"/appointments/{key}/change").has(CHANGE)


def test_why_somebody_cannot_come_is_read_by_their_counselor(
    staff: Browser, cast: Cast, now: datetime, open_browser: Callable[..., Browser]
) -> None:
    key = make_series(cast.counselor.viewer, now)
    tell_absence(cast.ana.viewer, key, Told("ashamed", wants_change=False, note="Not this week."), now)
    other = open_browser()
    other.sign_in(cast.other_counselor.email, PASSWORD)
    page = other.get(f"/appointments/{key}")
    assert "Cannot come" in page.all("#people")[0]
    assert "ashamed" not in page.text
    page = staff.get(f"/appointments/{key}")
    assert "Feels ashamed" in page.all("#people")[0]
    assert "Not this week." in page.text


@pytest.mark.parametrize("key", ["x", "1", "999999999-20261123", "1-99991231", "1-2026%00", "٣-20261123"])
@pytest.mark.parametrize("rest", ["", "/change"])
def test_what_is_not_on_the_calendar_is_not_there(staff: Browser, key: str, rest: str) -> None:
    assert staff.get(f"/appointments/{key}{rest}").status == 404


@pytest.mark.parametrize("act", ["cancel", "restore", "change"])
def test_nobody_changes_another_programs_calendar(cast: Cast, browser: Browser, now: datetime, act: str) -> None:
    key = make_series(cast.counselor.viewer, now)
    browser.sign_in(cast.strange_counselor.email, PASSWORD)
    assert browser.post(f"/appointments/{key}/{act}", {"csrf_token": browser.token, "seen": "1-0"}).status == 404
    assert len(days(cast, MONDAY)) == 1
