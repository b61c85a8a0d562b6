"""``/schedule``: what comes next, where and how to get there; I can't make it, and what got in the way."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import Context
from datetime import datetime, time, timedelta
from functools import partial

import pytest
from time_machine import TimeMachineFixture

from client_app.domain.series_edits import Scope
from client_app.services.appointments import Move, cancel, change_one, change_series
from client_app.services.phases import move_participant, phase_card
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.applications import Statements
from tests.support.calendars import (
    AGREED,
    MONDAY,
    TUESDAY,
    a_plan,
    a_session,
    fill,
    make_phase,
    make_series,
    planned,
)
from tests.support.pages import HOST, Browser
from tests.support.posts import flags_of

TELL, BACK = "form[action$='/absence']", "form[action$='/take-back']"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def ana(cast: Cast, browser: Browser) -> Browser:
    """Ana's browser."""
    browser.sign_in(cast.ana.email, PASSWORD)
    return browser


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    """This evening's group."""
    session = a_session(place="Room 2", address="12 Main Street & Oak", link="https://meet.example/1")
    return make_series(cast.counselor.viewer, now, session=session)


def test_an_empty_schedule_is_said_kindly(ana: Browser) -> None:
    page = ana.get("/schedule")
    assert "Nothing is planned yet" in page.text
    assert not ana.get("/today").has("#next-up")


@pytest.mark.usefixtures("key")
def test_today_this_week_and_later(ana: Browser, cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, "Music", weekdays=(2,))
    page = ana.get("/schedule")
    assert page.all("h2") == ["Today", "This week", "Later"]
    assert page.all("[aria-labelledby=today] h3, [aria-labelledby=this-week] h3") == ["Early recovery", "Music"]
    assert page.has("a[href='https://meet.example/1'][rel~=noreferrer][target=_blank]")
    where = "https://www.openstreetmap.org/search?query=12%20Main%20Street%20%26%20Oak"
    assert page.has(f"a[href='{where}'][rel~=noreferrer]")
    assert page.has("[data-phone-time='-360'][hidden] time[datetime='2026-11-24T00:00:00+00:00']")
    assert "Central Time" in page.text


def test_the_next_one_stands_on_today(ana: Browser, key: str) -> None:
    page = ana.get("/today")
    assert page.all("#next-up strong") == ["Today at 6:00 PM, until 7:30 PM"]
    assert page.has("#next-up a[href='https://meet.example/1']")
    assert ana.click("I can't make it").path == f"/schedule/{key}"


def test_what_is_off_is_said_plainly(ana: Browser, cast: Cast, now: datetime, key: str) -> None:
    other = make_series(cast.counselor.viewer, now, "Music", session=a_session(time(12)))
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    change_one(cast.counselor.viewer, other, Move(TUESDAY, a_session(time(12))), AGREED, now)
    page = ana.get("/today")
    assert page.all(".notice strong") == ["Cancelled today: Early recovery", "Moved: Music"]
    page = ana.get("/schedule")
    assert page.all(".entry .mark") == ["Cancelled", "Moved from Monday, November 23"]
    assert "It is now Tuesday, November 24 at 12:00 PM." in page.text
    assert "It does not take place." in ana.get(f"/schedule/{key}").text
    assert "It was moved here from Monday" in ana.get(f"/schedule/{other}").text


def test_another_room_is_said_too(ana: Browser, cast: Cast, now: datetime, key: str) -> None:
    change_one(cast.counselor.viewer, key, Move(MONDAY, a_session(place="Room 9")), AGREED, now)
    assert ana.get("/schedule").all(".entry .mark")[0] == "Changed"
    assert "Please look at the time and the place." in ana.get(f"/schedule/{key}").text


def test_an_absence_is_told_seen_and_taken_back(
    ana: Browser, cast: Cast, key: str, open_browser: Callable[..., Browser]
) -> None:
    ana.get(f"/schedule/{key}")
    page = ana.submit(TELL, obstacle="ride", note="The bus is out.")
    assert page.heading == "Early recovery"
    assert "Not seen yet. Carla Reyes reads it." in page.all("#told")[0]
    assert not page.has("#after-use")
    assert "You told us that you can't make it" in ana.get("/schedule").text
    carla = open_browser()
    carla.sign_in(cast.counselor.email, PASSWORD)
    page = carla.get(f"/participants/{cast.ana.id}")
    assert "No ride" in page.all("#absences")[0]
    assert "The bus is out." in page.all("#absences")[0]
    page = ana.get(f"/schedule/{key}")
    assert "Seen today at 9:00 AM by Carla Reyes." in page.all("#told")[0]
    page = ana.submit(BACK)
    assert not page.has("#told")
    assert not carla.get(f"/participants/{cast.ana.id}").has("#absences")


def test_another_time_can_be_asked_for(ana: Browser, key: str) -> None:
    ana.get(f"/schedule/{key}")
    ana.submit(TELL, obstacle="work", wish="change")
    page = ana.submit(TELL, obstacle="child_care", wish="change")
    assert "You asked for another time. In the way: Nobody to watch the children." in page.all("#told")[0]


def test_use_is_thanked_and_safety_comes_first(ana: Browser, cast: Cast, key: str) -> None:
    ana.get(f"/schedule/{key}")
    page = ana.submit(TELL, obstacle="used")
    assert page.has("#after-use")
    assert "Thank you for telling us" in page.text
    assert "naloxone" in page.text
    assert [flag.rule for flag in flags_of(cast.ana.id)] == ["any_use"]


def test_the_flag_says_why(ana: Browser, cast: Cast, key: str, open_browser: Callable[..., Browser]) -> None:
    ana.get(f"/schedule/{key}")
    ana.submit(TELL, obstacle="used")
    carla = open_browser()
    carla.sign_in(cast.counselor.email, PASSWORD)
    page = carla.get(f"/triage/flags/{flags_of(cast.ana.id)[0].id}")
    assert "Cannot come to an appointment, and says that they used." in page.text
    assert "Any use Yes" in page.all("#grounds")[0]
    assert "Days: Monday, November 23" in page.all("#grounds")[0]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "Please choose what got in the way."),
        ({"obstacle": "bus"}, "Please choose what got in the way."),
        ({"obstacle": "ride", "note": "x" * 2001}, "too long"),
        ({"obstacle": "used", "note": "te\0a"}, "could not be read"),
    ],
)
def test_what_cannot_be_kept_stays_in_its_field(ana: Browser, key: str, typed: dict[str, str], why: str) -> None:
    ana.get(f"/schedule/{key}")
    page = ana.post(f"/schedule/{key}/absence", {"csrf_token": ana.token, "wish": "change", **typed})
    assert (page.status, why in " ".join(page.all("#absence .error"))) == (422, True)
    assert page.has("input[value=change][checked]")
    assert page.has("#after-use") is (typed.get("obstacle") == "used")


def test_a_cancelled_one_cannot_be_missed(ana: Browser, cast: Cast, now: datetime, key: str) -> None:
    ana.get(f"/schedule/{key}")
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    page = ana.submit(TELL, obstacle="ride")
    assert (page.status, page.has("#cancelled")) == (409, True)


def test_one_that_is_over_says_so(ana: Browser, clock: TimeMachineFixture, now: datetime, key: str, cast: Cast) -> None:
    clock.move_to(now + timedelta(hours=11))
    ana.sign_in(cast.ana.email, PASSWORD)
    page = ana.get(f"/schedule/{key}")
    assert "This one is over." in page.text
    assert not page.has(TELL)


def test_an_old_token_and_a_sign_in_that_ran_out_lose_nothing(
    ana: Browser, cast: Cast, clock: TimeMachineFixture, now: datetime, key: str
) -> None:
    page = ana.post(f"/schedule/{key}/absence", {"csrf_token": "old", "obstacle": "ride", "note": "The bus."})
    assert (page.status, page.all("#note")) == (400, ["The bus."])
    assert page.has("input[value=ride][checked]")
    assert ana.post("/schedule/9-20261123/absence", {"csrf_token": "old"}).status == 404
    ana.get(f"/schedule/{key}")
    clock.move_to(now + timedelta(hours=1))
    assert ana.submit(TELL, obstacle="unwell").status == 401
    page = ana.submit("form[action='/sign-in']", email=cast.ana.email, password=PASSWORD)
    assert "I do not feel well" in page.all("#told")[0]


@pytest.mark.parametrize("path", ["/schedule/x", "/schedule/1-20261124", "/schedule/9-20261123"])
@pytest.mark.usefixtures("key")
def test_what_is_not_on_the_schedule_is_not_there(ana: Browser, path: str) -> None:
    assert ana.get(path).status == 404
    assert ana.post(f"{path}/absence", {"csrf_token": "old"}).status == 404


def test_a_move_is_told_in_kind_words(ana: Browser, cast: Cast, now: datetime) -> None:
    five, three = (make_phase(cast.program_id, now, name, days) for name, days in (("Five days", 5), ("One day", 1)))
    assert ana.get("/schedule").all("#phase p") == ["In this part of the program you come 5 days a week."]
    move_participant(cast.counselor.viewer, cast.ana.id, three, "Steady.", 0, now)
    page = ana.get("/schedule")
    assert "you come less often, because you have grown stronger" in page.all("#phase")[0]
    assert "you come once a week" in page.all("#phase")[0]
    assert "Steady." not in page.text
    number = phase_card(cast.counselor.viewer, cast.ana.id, now).number
    move_participant(cast.counselor.viewer, cast.ana.id, five, "A hard week.", number, now)
    assert ana.get("/schedule").has("#phase")


@pytest.mark.usefixtures("key")
def test_the_old_name_of_an_appointment_leads_on(ana: Browser, cast: Cast, now: datetime) -> None:
    second = planned(cast)[1].key
    change_series(cast.counselor.viewer, second, a_plan("Music"), Scope.LATER, AGREED, now)
    page = ana.get(f"/schedule/{second}")
    assert page.heading == "Music"
    assert second not in page.path


@pytest.mark.parametrize("part", ["counselor", "family_member", "director"])
def test_the_schedule_is_for_participants(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get("/schedule").status == 404


@pytest.mark.parametrize("path", ["/schedule", "/today"])
def test_ten_and_ten_thousand_appointments_cost_as_many_statements(
    ana: Browser,
    cast: Cast,
    path: str,
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    def look() -> list[str]:
        with count_statements() as statements:
            answer = Context().run(partial(ana.client.get, path, base_url=HOST, buffered=True))
        assert answer.status_code == 200
        return statements

    fill(cast.program_id, 1, weekdays="024")
    few = look()
    fill(cast.program_id, 360)  # times 28 days
    many = look()
    assert len(few) == len(many) <= 16
