"""``/program/details``: name, zone, track, hours and on-call line by a plain form that loses nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from time_machine import TimeMachineFixture

from client_app.domain.programs import Track
from client_app.domain.staffed_hours import Opening
from client_app.services.program_details import Opened, change_details, details_of
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import Browser

DETAILS = "/program/details"
FORM = "form[action='/program/details']"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, looking at the details."""
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get(DETAILS)
    return browser


def openings(cast: Cast) -> tuple[Opening, ...]:
    """The hours as they are stored."""
    return details_of(cast.director.viewer).details.openings


def test_the_form_opens_on_what_is_stored(dora: Browser) -> None:
    page = dora.page
    assert page.has("#name[value=Riverside]")
    assert page.has("#zone option[selected][value='America/Chicago']")
    assert page.has("[name=track][value=day][checked]")
    assert len(page.soup.select("[name=days-0][checked]")) == 5
    assert page.has("[name=opens-0][value='09:00']")
    assert page.has("[name=closes-0][value='17:00']")
    assert page.has("[name=opens-1][value='']"), "an empty row for more"
    assert not page.has("#new-zone")


def test_everything_is_saved_at_once(dora: Browser, cast: Cast) -> None:
    page = dora.submit(
        FORM,
        button="Save",
        name=" Riverside  North ",
        track="evening",
        on_call_name="Front desk",
        on_call_phone="(555) 010-0100",
        **{"days-1": ["0", "6"], "opens-1": "18:00", "closes-1": "00:00"},
    )
    assert page.path == "/program"
    assert page.heading == "Riverside North"
    assert "Evening program" in page.text
    assert "555-010-0100" in page.text
    found = details_of(cast.director.viewer).details
    assert found.track is Track.EVENING
    assert Opening(6, time(18), time(0)) in found.openings
    assert len(found.openings) == 7
    assert "6:00 PM – 12:00 AM" in page.text.replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_more_rows_come_with_each_save(dora: Browser, cast: Cast) -> None:
    for row, hour in enumerate(("18:00", "19:00", "20:00"), start=1):
        page = dora.submit(
            FORM,
            button="Save and add more hours",
            **{f"days-{row}": ["5"], f"opens-{row}": hour, f"closes-{row}": "23:00"},
        )
        assert page.path.startswith(DETAILS)
        assert page.has(f"[name=opens-{row + 1}]")
    assert len(openings(cast)) == 8


def test_hours_are_removed_by_a_tick(dora: Browser, cast: Cast) -> None:
    dora.submit(FORM, button="Save", **{"remove-0": ["1"]})
    assert openings(cast) == ()
    assert "No hours are staffed" in dora.page.text


@pytest.mark.parametrize(
    ("days", "opens", "closes", "why"),
    [
        (["0"], "17:00", "09:00", "These hours end before they begin."),
        (["0"], "09:00", "09:00", "These hours end before they begin."),
        (["0"], "09:00", "", "Type when these hours begin and end."),
        (["0"], "", "", "Type when these hours begin and end."),
        (["0"], "25:00", "26:00", "Type when these hours begin and end."),
        (["0"], "٠٩:٠٠", "17:00", "Type when these hours begin and end."),
        (["7"], "09:00", "17:00", "Choose at least one day for these hours."),
        (["0\0"], "09:00", "17:00", "Choose at least one day for these hours."),
        ([], "09:00", "17:00", "Choose at least one day for these hours."),
    ],
)
def test_hours_that_cannot_be_stay_in_their_row_with_the_reason(
    dora: Browser, cast: Cast, days: list[str], opens: str, closes: str, why: str
) -> None:
    typed = {"days-4": days, "opens-4": opens, "closes-4": closes}
    fields = {"csrf_token": dora.token, "revision": "1", "name": "Kept name", "zone": "America/Chicago"}
    page = dora.post(DETAILS, fields | {"track": "day", "on_call_name": "", "on_call_phone": ""} | typed)
    assert page.status == 422
    assert why in page.all("#hours-0 .error")[0]
    assert page.has("#name[value='Kept name']")
    assert page.has("[name=opens-0]")
    assert len(openings(cast)) == 5


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({"name": "  "}, "name", "A program needs a name."),
        ({"name": "x" * 81}, "name", "This is too long to keep: 81 characters."),
        ({"name": "a\ufffdb"}, "name", "Some characters here could not be read."),
        ({"zone": "Mars/Olympus"}, "zone", "Please choose a time zone from the list."),
        ({"zone": "../../etc/passwd\0"}, "zone", "Please choose a time zone from the list."),
        ({"track": "night"}, "track", "Please choose a track."),
        ({"on_call_phone": "ring us"}, "on_call_phone", "This is no phone number: ring-us"),
        ({"on_call_phone": "", "on_call_name": "Desk"}, "on_call_phone", "Please type the number as well"),
    ],
)
def test_what_cannot_be_kept_is_told_beside_its_field(
    dora: Browser, cast: Cast, fields: dict[str, str], field: str, why: str
) -> None:
    sound = {"csrf_token": dora.token, "revision": "1", "name": "Lakeside", "zone": "America/Chicago", "track": "day"}
    page = dora.post(DETAILS, sound | fields)
    assert page.status == 422
    assert why in page.text
    assert page.has(f"#{field}-error")
    assert details_of(cast.director.viewer).details.name == "Riverside"


def test_a_new_zone_is_confirmed_in_words(dora: Browser, cast: Cast) -> None:
    page = dora.submit(FORM, button="Save", zone="America/Denver", name="Lakeside")
    assert page.status == 422
    words = page.all("#new-zone")[0].replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "In America/Chicago it is now 9:00 AM on Monday, November 23." in words
    assert "In America/Denver it is now 8:00 AM on Monday, November 23." in words
    assert page.has("#name[value=Lakeside]"), "nothing typed is lost"
    page = dora.submit(FORM, button="Save", confirmed_zone=["America/Denver"])
    assert page.path == "/program"
    assert "America/Denver" in page.text
    assert details_of(cast.director.viewer).details.zone == "America/Denver"


def test_confirming_one_zone_does_not_confirm_another(dora: Browser) -> None:
    dora.submit(FORM, button="Save", zone="America/Denver")
    page = dora.submit(FORM, button="Save", zone="America/Phoenix", confirmed_zone=["America/Denver"])
    assert page.status == 422
    assert "Yes, move this program to America/Phoenix" in page.text


def test_the_new_zone_is_on_the_next_page_of_everybody(
    dora: Browser, cast: Cast, open_browser: Callable[..., Browser]
) -> None:
    ana = open_browser()
    ana.sign_in(cast.ana.email, PASSWORD)
    ana.get("/check-in")
    ana.submit("form#check-in-form", craving_now="3")
    assert "Sent today at 9:00" in ana.page.text
    dora.submit(FORM, button="Save", zone="America/Denver")
    dora.submit(FORM, button="Save", confirmed_zone=["America/Denver"])
    assert "Sent today at 8:00" in ana.get("/check-in").text


def test_two_directors_see_both_versions_and_lose_nothing(dora: Browser, cast: Cast, now: datetime) -> None:
    theirs = replace(details_of(cast.director.viewer).details, name="Their name", openings=())
    change_details(cast.director.viewer, theirs, Opened(1), now)
    page = dora.submit(
        FORM, button="Save", name="My name", **{"days-1": ["6"], "opens-1": "10:00", "closes-1": "12:00"}
    )
    assert page.status == 409
    assert "Their name" in page.all("#standing")[0]
    assert "No hours are staffed." in page.all("#standing")[0]
    assert page.has("#name[value='My name']")
    assert page.has("[name=opens-1][value='10:00']")
    page = dora.submit(FORM, button="Save")
    assert (page.path, page.heading) == ("/program", "My name")
    assert len(openings(cast)) == 6


def test_the_other_version_may_have_hours(dora: Browser, cast: Cast, now: datetime) -> None:
    theirs = replace(details_of(cast.director.viewer).details, on_call_phone="555-0100")
    change_details(cast.director.viewer, theirs, Opened(1), now)
    page = dora.submit(FORM, button="Save", name="My name")
    assert "Mon, Tue, Wed, Thu, Fri" in page.all("#standing")[0]


def test_another_programs_name_is_taken(dora: Browser) -> None:
    page = dora.submit(FORM, button="Save", name="Hillside")
    assert page.status == 409
    assert "Another program has this name already." in page.text
    assert not page.has("#standing")


@pytest.mark.parametrize("revision", ["", "x", "99999999999999", "-1", "٢"])
def test_a_revision_that_is_none_is_an_old_one(dora: Browser, revision: str) -> None:
    fields = {"csrf_token": dora.token, "revision": revision, "name": "Lakeside", "zone": "America/Chicago"}
    page = dora.post(DETAILS, fields | {"track": "day"})
    assert page.status == 409
    assert page.has("#standing")


def test_repeated_and_unknown_fields_do_no_harm(dora: Browser, cast: Cast) -> None:
    fields = [
        ("csrf_token", dora.token),
        ("revision", "1"),
        ("name", "First"),
        ("name", "Second"),
        ("zone", "America/Chicago"),
        ("track", "day"),
        ("program_id", "2"),
        ("days-0", "1"),
        ("days-0", "1"),
        ("opens-0", "09:00:00"),
        ("closes-0", "10:00"),
        ("opens-100", "09:00"),
        ("opens-x", "09:00"),
    ]
    assert dora.post(DETAILS, fields).path == "/program"
    assert openings(cast) == (Opening(1, time(9), time(10)),)


def test_an_old_token_and_a_sign_in_that_ran_out_lose_nothing(
    dora: Browser, cast: Cast, clock: TimeMachineFixture, now: datetime
) -> None:
    typed = {"name": "Kept", "zone": "America/Chicago", "track": "day", "revision": "1"}
    page = dora.post(DETAILS, typed | {"csrf_token": "old"})
    assert page.status == 400
    assert page.has("#name[value=Kept]")
    dora.get(DETAILS)
    clock.move_to(now + timedelta(hours=1))
    assert dora.submit(FORM, button="Save", name="After a break").status == 401
    page = dora.submit("form[action='/sign-in']", email=cast.director.email, password=PASSWORD)
    assert (page.path, page.heading) == ("/program", "After a break")


def test_the_page_speaks_spanish(cast: Cast, open_browser: Callable[..., Browser]) -> None:
    browser = open_browser(language="es")
    browser.sign_in(cast.director.email, PASSWORD)
    assert browser.get(DETAILS).heading == "Nombre, zona y horario"
    assert "Lun" in browser.page.text
