"""``/program/staff``: who is there, who covers, and what is done about an account."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Person, Program
from client_app.services.enrollments import reader_of
from client_app.services.staff import Leave, cover_absence, disable_member
from client_app.services.staff_reads import staff_member
from tests.cast import Cast
from tests.factories import PASSWORD, make_person
from tests.support.flags import claimed, flag
from tests.support.pages import Browser
from tests.support.posts import audit_lines, fresh

STAFF = "/program/staff"
COVER, BACK, HAND_OVER = "form[action$='/cover']", "form[action$='/back']", "form[action$='/hand-over']"
DISABLE, ENABLE = "form[action$='/disable']", "form[action$='/enable']"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, looking at Ana's counselor."""
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get(f"{STAFF}/{cast.counselor.id}")
    return browser


def reader(cast: Cast, now: datetime) -> str | None:
    """Who reads for Ana."""
    fresh()
    found = reader_of(cast.ana.id, now)
    return found.name if found else None


def test_everybody_is_there_and_nobody_of_next_door(dora: Browser, cast: Cast) -> None:
    page = dora.get(STAFF)
    assert page.all(".member h2") == ["Carla Reyes", "Cory Bell", "Dora Kent", "Olive Stone"]
    assert "Counselor · 1 participant · Never signed in" in page.all(f"#member-{cast.counselor.id}")[0]
    assert "Director · Last sign-in: November 23, 2026" in page.all(f"#member-{cast.director.id}")[0]
    assert page.all(".badge") == ["Active"] * 4
    assert page.has("a[href='/program/staff/invite']")


def test_states_are_told_in_words(dora: Browser, cast: Cast, now: datetime) -> None:
    invited = make_person(db.session.get_one(Program, cast.program_id), Role.COUNSELOR, "Ines Vega")
    invited.joined_at = None
    db.session.get_one(Person, cast.other_counselor.id).disabled_at = now
    caseload = db.session.get_one(Caseload, cast.caseload_id)
    caseload.away_from, caseload.cover_id = now - timedelta(days=1), None
    db.session.commit()
    page = dora.get(STAFF)
    assert page.all(".badge") == ["Away", "Active", "Active", "Invited, not here yet", "Disabled"]
    words = page.all(f"#member-{cast.counselor.id}")[0]
    assert "Away from Sunday, November 22 on. Nobody covers, so the participants wait for them." in words


def test_a_page_of_one_with_everything_that_can_be_done(dora: Browser, cast: Cast) -> None:
    page = dora.page
    assert page.heading == "Carla Reyes"
    assert cast.counselor.email in page.text
    assert page.has(f"form[action='{STAFF}/{cast.counselor.id}/reset-link']")
    assert page.all("select#to option") == ["Choose a counselor", "Cory Bell", "Olive Stone"]


def test_the_cover_reads_while_somebody_is_away(
    dora: Browser, cast: Cast, now: datetime, open_browser: Callable[..., Browser]
) -> None:
    page = dora.submit(COVER, first="2026-11-23", last="2026-11-27", cover=str(cast.cover.id))
    assert page.path == f"{STAFF}/{cast.counselor.id}"
    assert "Away from Monday, November 23 to Friday, November 27. Cory Bell covers." in page.all("#absence")[0]
    assert page.has("[name=first][value='2026-11-23']")
    cover = open_browser()
    cover.sign_in(cast.cover.email, PASSWORD)
    assert cover.get(f"/participants/{cast.ana.id}").status == 200
    dora.submit(BACK, button="Back already")
    assert reader(cast, now) == cast.counselor.name
    assert cover.get(f"/participants/{cast.ana.id}").status == 404


def test_days_to_come_can_be_taken_back(dora: Browser, cast: Cast) -> None:
    page = dora.submit(COVER, first="2026-12-24", last="", cover=str(cast.cover.id))
    assert "Away from Thursday, December 24 on." in page.text
    page = dora.submit(BACK, button="Not away after all")
    assert not page.has(BACK)


@pytest.mark.parametrize(
    ("first", "last", "cover", "why"),
    [
        ("", "", "cover", "Please choose the first day away."),
        ("2026-11-27", "2026-11-23", "cover", "The absence cannot end before it begins."),
        ("2026-01-01", "2026-01-02", "cover", "These days are over."),
        ("tomorrow", "", "cover", "Please choose the days from the calendar."),
        ("2026-11-23", "2026-13-01", "cover", "Please choose the days from the calendar."),
        ("2026-11-23\0", "", "cover", "Please choose the days from the calendar."),
        ("9999-12-31", "9999-12-31", "cover", "Please choose days within two years."),
        ("2026-11-23", "9999-12-31", "cover", "Please choose days within two years."),
        ("0001-01-01", "", "cover", "Please choose days within two years."),
        ("2026-11-23", "", "", "Please choose a counselor."),
        ("2026-11-23", "", "counselor", "Please choose somebody else."),
        ("2026-11-23", "", "director", "Dora Kent cannot take anybody on now"),
    ],
)
def test_what_cannot_be_is_told_and_kept_in_the_form(
    dora: Browser, cast: Cast, first: str, last: str, cover: str, why: str
) -> None:
    number = cast.everyone[cover].id if cover else 0
    seen = str(dora.page.soup.select_one(f"{COVER} [name=seen]")["value"])  # type: ignore[index]
    fields = {"csrf_token": dora.token, "first": first, "last": last, "cover": str(number), "seen": seen}
    page = dora.post(f"{STAFF}/{cast.counselor.id}/cover", fields)
    assert page.status == 422
    assert why in page.all("#absence [role=alert]")[0]
    assert page.soup.select_one("[name=first]")["value"] == first.replace("\0", "")  # type: ignore[index]
    assert audit_lines()[1:] == []


def test_an_old_form_overwrites_no_absence(dora: Browser, cast: Cast, now: datetime) -> None:
    seen = staff_member(cast.director.viewer, cast.counselor.id, now).seen
    theirs = Leave(now.date(), now.date(), cast.cover.id, seen)
    cover_absence(cast.director.viewer, cast.counselor.id, theirs, now)
    page = dora.submit(COVER, first="2026-11-24", last="2026-11-24", cover=str(cast.other_counselor.id))
    assert page.status == 409
    assert "has just changed this absence" in page.text
    assert page.has("[name=first][value='2026-11-24']"), "nothing typed is lost"
    assert "Cory Bell covers." in page.all("#absence")[0], "both versions are there"
    page = dora.submit(COVER)
    assert "Olive Stone covers." in page.text


def test_a_caseload_is_handed_over(dora: Browser, cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    page = dora.submit(HAND_OVER, to=str(cast.other_counselor.id))
    assert page.path == f"{STAFF}/{cast.counselor.id}"
    assert "Nobody is in this caseload." in page.all("#hand-over")[0]
    assert reader(cast, now) == cast.other_counselor.name
    assert flag(craving).claimed_by_id is None


@pytest.mark.parametrize(
    ("to", "status"),
    [("0", 422), ("", 422), ("x", 422), ("strange", 404), ("2147483648", 404), ("999999999", 404), ("self", 422)],
)
def test_only_to_a_counselor_of_the_program(dora: Browser, cast: Cast, to: str, status: int) -> None:
    number = {"strange": str(cast.strange_counselor.id), "self": str(cast.counselor.id)}.get(to, to)
    fields = {"csrf_token": dora.token, "to": number}
    page = dora.post(f"{STAFF}/{cast.counselor.id}/hand-over", fields)
    assert page.status == (422 if to == "2147483648" else status)


def test_handed_over_twice_is_a_conflict(dora: Browser, cast: Cast) -> None:
    fields = {"csrf_token": dora.token, "to": str(cast.other_counselor.id)}
    dora.post(f"{STAFF}/{cast.counselor.id}/hand-over", fields)
    page = dora.post(f"{STAFF}/{cast.counselor.id}/hand-over", fields)
    assert page.status == 409


def test_without_other_counselors_the_page_says_so(dora: Browser, cast: Cast, now: datetime) -> None:
    for other in (cast.cover, cast.other_counselor):
        db.session.get_one(Person, other.id).disabled_at = now
    db.session.commit()
    page = dora.get(f"{STAFF}/{cast.counselor.id}")
    assert "no other active counselor who could cover" in page.all("#absence")[0]
    assert "no other active counselor to hand it over to" in page.all("#hand-over")[0]


def test_the_button_says_why_nobody_is_disabled(dora: Browser, cast: Cast) -> None:
    db.session.get_one(Caseload, cast.caseload_id).cover_id = None
    db.session.commit()
    page = dora.get(f"{STAFF}/{cast.counselor.id}")
    assert page.has("#disable[disabled]")
    assert "Carla Reyes looks after one participant." in page.all("#account")[0]
    page = dora.post(f"{STAFF}/{cast.counselor.id}/disable", {"csrf_token": dora.token})
    assert page.status == 403
    assert page.has("#account [role=alert]")


def test_who_is_disabled_is_out_on_the_next_request_and_may_come_back(
    dora: Browser, cast: Cast, open_browser: Callable[..., Browser]
) -> None:
    carla = open_browser()
    carla.sign_in(cast.counselor.email, PASSWORD)
    page = dora.submit(DISABLE, button="Disable this account")
    assert page.all(".badge") == ["Disabled"]
    assert "looks after nobody" in page.all("#absence")[0]
    carla.signed_in = False
    assert carla.get("/triage").path.startswith("/sign-in")
    page = dora.submit(ENABLE, button="Enable again")
    assert page.all(".badge") == ["Active"]
    carla.sign_in(cast.counselor.email, PASSWORD)


def test_a_page_that_stood_open_disables_nobody_twice(dora: Browser, cast: Cast, now: datetime) -> None:
    disable_member(cast.director.viewer, cast.counselor.id, now)
    page = dora.submit(DISABLE, button="Disable this account")
    assert page.status == 409
    assert "is disabled already" in page.text
    page = dora.post(f"{STAFF}/{cast.cover.id}/enable", {"csrf_token": dora.token})
    assert page.status == 409


def test_the_last_director_stays(dora: Browser, cast: Cast) -> None:
    page = dora.get(f"{STAFF}/{cast.director.id}")
    assert page.has("#disable[disabled]")
    assert "This is the last active director." in page.text
    assert not page.has("#absence")
    assert dora.post(f"{STAFF}/{cast.director.id}/disable", {"csrf_token": dora.token}).status == 403


def test_a_director_who_leaves_is_signed_out(dora: Browser, cast: Cast) -> None:
    make_person(db.session.get_one(Program, cast.program_id), Role.DIRECTOR, "Dan Cole")
    dora.get(f"{STAFF}/{cast.director.id}")
    dora.signed_in = False
    page = dora.submit(DISABLE, button="Disable this account")
    assert page.path.startswith("/sign-in")


@pytest.mark.parametrize("part", ["strange_counselor", "ana", "family_member"])
@pytest.mark.parametrize("end", ["", "/cover", "/back", "/hand-over", "/disable", "/enable"])
def test_who_is_not_of_the_own_staff_is_not_there(dora: Browser, cast: Cast, part: str, end: str) -> None:
    address = f"{STAFF}/{cast.everyone[part].id}{end}"
    fields = {"csrf_token": dora.token, "to": str(cast.cover.id), "cover": str(cast.cover.id), "first": "2026-11-23"}
    assert (dora.post(address, fields) if end else dora.get(address)).status == 404


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "99999999999999999999", "-1", "x"])
def test_invented_numbers_are_not_there(dora: Browser, number: str) -> None:
    assert dora.get(f"{STAFF}/{number}").status == 404
    assert dora.post(f"{STAFF}/{number}/disable", {"csrf_token": dora.token}).status == 404
