"""``/groups`` and ``/appointments``: a week, something new, changing one or a series, conflicts and stale forms."""

from datetime import UTC, datetime, timedelta

import pytest
from time_machine import TimeMachineFixture

from client_app.services.absence_notices import Told, tell_absence
from client_app.services.holidays import add_holiday
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.calendars import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    a_session,
    days,
    make_phase,
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


def test_an_empty_week_says_so_and_others_are_a_step_away(staff: Browser) -> None:
    page = staff.get("/groups")
    assert page.heading == "Groups and appointments"
    assert "Nothing is planned this week" in page.text
    assert "Monday, November 30 to Sunday, December 6" in staff.click("Week after").text
    assert "Monday, November 23 to" in staff.click("This week").text
    assert "Monday, November 16 to" in staff.click("Week before").text


@pytest.mark.parametrize("week", ["", "x", "2026-02-31", "9999-12-31", "0001-01-01", "２026-11-23"])
def test_a_week_that_is_none_is_this_one(staff: Browser, week: str) -> None:
    assert "Monday, November 23" in staff.get(f"/groups?week={week}").text


@pytest.mark.parametrize(
    ("hour", "offered"), [(8, "2026-11-23"), (9, "2026-11-24")], ids=["still to come", "has passed"]
)
def test_a_new_form_begins_on_the_next_day_it_can(
    cast: Cast, browser: Browser, clock: TimeMachineFixture, hour: int, offered: str
) -> None:
    clock.move_to(datetime(2026, 11, 23, hour + 6, tzinfo=UTC))
    browser.sign_in(cast.counselor.email, PASSWORD)
    browser.get("/groups")
    page = browser.click("New group or appointment")
    assert [field["value"] for field in page.soup.select("#first_on, #starts")] == [offered, "09:00"]
    browser.get("/groups?week=2026-12-07")
    page = browser.click("New group or appointment")
    assert [field["value"] for field in page.soup.select("#first_on")] == ["2026-12-07"]


def test_a_series_is_put_on_the_calendar(staff: Browser, cast: Cast, now: datetime) -> None:
    make_phase(cast.program_id, now, "Five days")
    staff.get("/groups")
    staff.click("New group or appointment")
    page = staff.submit(
        NEW,
        topic="Early recovery",
        first_on=MONDAY.isoformat(),
        starts="18:00",
        weekdays=["0", "2"],
        facilitator=cast.counselor.id,
        place="Room 2",
        address="12 Main Street",
        link="https://meet.example/1",
        capacity="12",
    )
    assert (page.status, page.heading) == (200, "Early recovery")
    for words in (
        "Monday, November 23, 6:00 PM",
        "Every week: Monday, Wednesday",
        "Carla Reyes",
        "Room 2",
        "12 people",
    ):
        assert words in page.text, words
    assert page.all("#people li") == ["Ana", "Luis"]
    assert page.all("#people a") == ["Ana"]
    assert [day for day, _ in days(cast, WEDNESDAY)] == [MONDAY, WEDNESDAY]
    page = staff.get("/groups")
    assert page.all(".entry h3") == ["Early recovery", "Early recovery"]
    assert "2 people expected" in page.text


def test_something_that_takes_place_once(staff: Browser, cast: Cast) -> None:
    staff.get("/groups/new?day=2026-11-25")
    staff.submit(
        NEW,
        topic="Talk",
        kind="individual",
        repeats="0",
        starts="10:00",
        minutes="50",
        participant=cast.ana.id,
    )
    [one] = planned(cast)
    assert (one.day, one.series.participant_id, one.series.weekly.is_single) == (WEDNESDAY, cast.ana.id, True)
    page = staff.get(f"/appointments/{one.key}/change")
    assert not page.has(".scopes")
    staff.submit(CHANGE, first_on="2026-11-26")
    assert [one.day for one in planned(cast)] == [WEDNESDAY + timedelta(days=1)]


BAD = [
    ({"topic": ""}, "#topic-error", "Please say what it is called."),
    ({"topic": "te\0a"}, "#topic-error", "could not be read"),
    ({"topic": "x" * 201}, "#topic-error", "too long"),
    ({"kind": "party"}, "#kind-error", "Please choose from the list."),
    ({"kind": "individual"}, "#participant-error", "for one person"),
    ({"repeats": "5"}, "#repeats-error", "Please choose from the list."),
    ({"weekdays": []}, "#weekdays-error", "one day or more"),
    ({"weekdays": ["7"]}, "#weekdays-error", "one day or more"),
    ({"first_on": "2026-02-31"}, "#first_on-error", "no such day"),
    ({"first_on": "31.12.2026"}, "#first_on-error", "no such day"),
    ({"first_on": "9999-12-31"}, "#first_on-error", "no such day"),
    ({"last_on": "2026-02-31"}, "#last_on-error", "no such day"),
    ({"last_on": "2026-11-22"}, "#last_on-error", "cannot end before it starts"),
    ({"last_on": "2026-11-24", "weekdays": ["4"]}, "#reason", "never take place"),
    ({"starts": ""}, "#starts-error", "such as 18:00"),
    ({"starts": "24:00"}, "#starts-error", "such as 18:00"),
    ({"starts": "١٨:00"}, "#starts-error", "such as 18:00"),
    ({"starts": "02:30", "weekdays": ["6"]}, "#reason", "the clocks skip 2:30"),
    ({"starts": "06:00"}, "#reason", "That time has passed."),
    ({"minutes": "0"}, "#minutes-error", "1 to 720"),
    ({"minutes": "-5"}, "#minutes-error", "whole number"),
    ({"minutes": "9" * 30}, "#minutes-error", "whole number"),
    ({"link": "http://x.example"}, "#link-error", "begins with https://"),
    ({"facilitator": "x"}, "#facilitator-error", "from the list"),
    ({"facilitator": "999999999"}, "#reason", "from the list"),
    ({"participant": "x"}, "#participant-error", "from the list"),
    ({"phases": ["999999999"]}, "#reason", "from the list"),
    ({"capacity": "many"}, "#capacity-error", "whole number"),
    ({"capacity": "0"}, "#capacity-error", "Room for 1 to 200"),
]


@pytest.mark.parametrize(("wrong", "where", "why"), BAD)
def test_what_cannot_stand_is_said_beside_its_field(
    staff: Browser, cast: Cast, wrong: dict[str, object], where: str, why: str
) -> None:
    staff.get("/groups/new")
    fields: dict[str, object] = {
        "csrf_token": staff.token,
        "topic": "Early recovery",
        "kind": "group",
        "repeats": "1",
        "weekdays": ["0"],
        "first_on": "2026-11-23",
        "last_on": "",
        "starts": "18:00",
        "minutes": "90",
    }
    page = staff.post("/groups/new", fields | wrong)
    assert page.status == 422
    assert why in " ".join(page.all(where))
    assert page.has("#place")
    assert planned(cast) == []


def test_conflicts_are_shown_and_can_be_saved_anyway(staff: Browser, cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, "Music", session=a_session(place="Room 2"), last_on=MONDAY)
    staff.get("/groups/new")
    page = staff.submit(NEW, topic="Dance", starts="18:30", repeats="0", place="Room 2")
    assert page.status == 409
    assert page.all("#reason li") == ["Room 2 is taken by Music: Monday, November 23."]
    assert page.has("#topic[value=Dance]")
    page = staff.submit(NEW, button="Save anyway", place="Room 2")
    assert page.heading == "Dance"
    assert len(planned(cast, MONDAY)) == 2


def test_who_changes_the_form_has_not_agreed_to_other_conflicts(staff: Browser, cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, "Music", session=a_session(place="Room 2"), last_on=MONDAY)
    make_series(cast.counselor.viewer, now, "Yoga", session=a_session(place="Room 3"), last_on=MONDAY)
    staff.get("/groups/new")
    staff.submit(NEW, topic="Dance", starts="18:30", repeats="0", place="Room 2")
    page = staff.submit(NEW, button="Save anyway", place="Room 3")
    assert (page.status, page.all("#reason li")) == (409, ["Room 3 is taken by Yoga: Monday, November 23."])


def test_who_cannot_come_is_told_to_their_counselor_until_seen(staff: Browser, cast: Cast, now: datetime) -> None:
    key = make_series(cast.counselor.viewer, now)
    tell_absence(cast.ana.viewer, key, Told("ride", wants_change=True, note=""), now)
    page = staff.get("/groups")
    assert page.all("#unseen li") == ["Ana Asks for another time Early recovery, Monday, November 23"]
    assert staff.click("Ana").has("#absences")
    assert not staff.get("/groups").has("#unseen")


def test_holidays_are_added_and_removed(staff: Browser, cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, first_on=TUESDAY, weekdays=(1,))
    staff.get("/groups")
    staff.click("Holidays")
    page = staff.submit(HOLIDAY, day="2026-11-24", name="Snow day")
    assert "Snow day" in page.all("#holidays")[0]
    assert days(cast, TUESDAY) == []
    assert "The program is closed that day." in staff.get(f"/appointments/{planned(cast)[0].key}").text
    staff.get("/groups/holidays")
    page = staff.submit("#holidays form")
    assert "None yet." in page.text


@pytest.mark.parametrize(
    ("day", "name", "status", "why"),
    [
        ("2026-02-31", "x", 422, "no such day"),
        ("2026-11-22", "x", 422, "from today on"),
        ("2026-11-24", "", 422, "what it is called"),
        ("2026-11-24", "te\0a", 422, "could not be read"),
        ("2026-11-25", "x", 409, "a holiday already"),
    ],
)
def test_what_is_no_holiday_is_refused(
    staff: Browser, cast: Cast, now: datetime, day: str, name: str, status: int, why: str
) -> None:
    add_holiday(cast.director.viewer, WEDNESDAY, "Closed", now)
    staff.get("/groups/holidays")
    page = staff.post("/groups/holidays", {"csrf_token": staff.token, "day": day, "name": name})
    assert (page.status, why in page.text) == (status, True)


@pytest.mark.parametrize("day", ["x", "2026-02-31", "2026-11-24"])
def test_what_is_no_holiday_is_not_removed(staff: Browser, day: str) -> None:
    staff.get("/groups/holidays")
    assert staff.post(f"/groups/holidays/{day}/remove", {"csrf_token": staff.token}).status == 404


@pytest.mark.parametrize(
    ("path", "fields", "kept"),
    [
        ("/groups/new", {"topic": "Music"}, "#topic[value=Music]"),
        ("/groups/holidays", {"name": "Music"}, "#name[value=Music]"),
        ("/appointments/{key}/change", {"scope": "all", "topic": "Music"}, "#topic[value=Music]"),
    ],
)
def test_an_old_token_loses_nothing_that_was_typed(
    staff: Browser, cast: Cast, now: datetime, path: str, fields: dict[str, str], kept: str
) -> None:
    key = make_series(cast.counselor.viewer, now)
    page = staff.post(path.format(key=key), {"csrf_token": "old", **fields})
    assert (page.status, page.has(kept)) == (400, True)
    assert staff.post("/appointments/9-20261123/change", {"csrf_token": "old"}).status == 404
