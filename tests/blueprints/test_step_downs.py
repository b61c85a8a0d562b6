"""``/participants/<id>/step-down``: weeks beside what is asked, what was agreed, and when a talk is offered."""

from datetime import datetime, time

import pytest

from client_app.domain.local_days import ONE_DAY
from client_app.domain.plans import ENTRY_LIMIT
from client_app.domain.step_downs import MOST_CRITERIA
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.step_criteria import Wish, agree, change_criterion, own_criteria
from tests.cast import Cast
from tests.factories import PASSWORD, make_pause
from tests.support.calendars import MONDAY, ONE_WEEK, a_session, attend, make_phase, make_series
from tests.support.pages import Browser, Page

ADD = "form[action$='/criteria']"
MARK = "form[action*='/criteria/']"
TEXT = "Two quiet weekends"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def phases(cast: Cast, now: datetime) -> tuple[int, int]:
    """Five days a week, and three."""
    first = make_phase(cast.program_id, now, "Five days", 5)
    return first, make_phase(cast.program_id, now, "Three days", 3)


@pytest.fixture
def carla(cast: Cast, browser: Browser) -> Browser:
    """Carla's browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


def value_of(page: Page, name: str) -> str:
    """What stands in a field."""
    found = page.soup.select_one(f"main input[name={name}]")
    return "" if found is None else str(found["value"])


def path(cast: Cast) -> str:
    """Ana's page."""
    return f"/participants/{cast.ana.id}/step-down"


def four_weeks(cast: Cast, now: datetime) -> None:
    """A group each weekday for two hours, at which Ana was present, but on two days of last week nobody marked."""
    make_series(
        cast.counselor.viewer,
        now - 5 * ONE_WEEK,
        weekdays=(0, 1, 2, 3, 4),
        first_on=MONDAY - 4 * ONE_WEEK,
        last_on=MONDAY - ONE_DAY,
        session=a_session(time(9), 120),
    )
    attend(cast.counselor.viewer, cast.ana.id, MONDAY - 4 * ONE_WEEK, MONDAY - 5 * ONE_DAY)


def test_without_phases_there_are_weeks_all_the_same(carla: Browser, cast: Cast) -> None:
    page = carla.get(path(cast))
    assert page.heading == "Hours and next step of Ana"
    assert "The program has no phases yet." in page.text
    assert "0 h Asked: 9 to 19 h · 0 days" in page.all("#weeks")[0]
    assert not page.has("#opener")


@pytest.mark.usefixtures("phases")
def test_record_phase_and_this_page_lead_to_each_other(carla: Browser, cast: Cast) -> None:
    carla.get(f"/participants/{cast.ana.id}")
    assert carla.click("Hours and what was agreed").path == path(cast)
    assert carla.click("Step down or up").path == f"/participants/{cast.ana.id}/phase"
    assert carla.click("Hours and what was agreed").path == path(cast)
    assert carla.click("Ana").path == f"/participants/{cast.ana.id}"


@pytest.mark.usefixtures("phases")
def test_weeks_stand_in_words_beside_what_is_asked(carla: Browser, cast: Cast, now: datetime) -> None:
    four_weeks(cast, now)
    make_pause(cast.ana.id, MONDAY - 2 * ONE_WEEK, MONDAY - 2 * ONE_WEEK)
    said = " ".join(carla.get(path(cast)).all("#weeks")[0].split())
    assert "Week of Nov 23 not over yet 0 h Asked: 9 to 19 h · 0 of 5 days · checked in on 0 of 1 day Week" in said
    assert (
        "Week of Nov 16 6 h Asked: 9 to 19 h · 3 of 5 days · checked in on 0 of 7 days 2 appointments not marked yet"
        in said
    )
    assert "Week of Nov 9 10 h Asked: 9 to 19 h · 5 of 5 days · checked in on 0 of 6 days · away on 1 day Week" in said
    assert "Nov 16 6 h 9 to 19 h 3 of 5 0 of 7 2 Nov 9" in said


@pytest.mark.usefixtures("phases")
def test_what_is_missing_is_said_and_nobody_is_moved(carla: Browser, cast: Cast, now: datetime) -> None:
    four_weeks(cast, now)
    opener = carla.get(path(cast)).all("#opener")[0]
    for said in (
        "Before a talk about stepping down",
        "Less than 9 h in 1 of the last 3 whole weeks.",
        "Some hours of these weeks may be missing: 2 appointments not marked yet.",
        "Nothing is agreed yet on which a next step would rest.",
        "This opens a talk and decides nothing",
    ):
        assert said in opener


@pytest.mark.usefixtures("phases")
def test_the_talk_is_offered_once_nothing_is_missing(carla: Browser, cast: Cast, now: datetime) -> None:
    four_weeks(cast, now)
    attend(cast.counselor.viewer, cast.ana.id, MONDAY - 4 * ONE_DAY, MONDAY)
    carla.get(path(cast))
    page = carla.submit(ADD, text=TEXT)
    assert page.path == path(cast)
    assert TEXT in page.all("#agreed")[0]
    page = carla.submit(MARK, button="Mark as met")
    assert "Met since November 23, 2026" in page.all("#agreed")[0]
    opener = page.all("#opener")[0]
    assert "Ready to talk about stepping down?" in opener
    assert "9 h or more in each of the last 3 whole weeks." in opener
    assert "All that was agreed is met: 1 of 1." in opener
    page = carla.submit(MARK, button="Not met after all")
    assert "Not met yet" in page.all("#agreed")[0]
    page = carla.submit(MARK, button="Remove")
    assert "Nothing is agreed yet." in page.all("#agreed")[0]


@pytest.mark.usefixtures("phases")
def test_what_cannot_be_agreed_stays_in_its_field(carla: Browser, cast: Cast, now: datetime) -> None:
    for text, why in (("", "write a few words"), ("x" * (ENTRY_LIMIT + 1), "too long"), ("te\0a", "could not be read")):
        page = carla.post(f"{path(cast)}/criteria", {"csrf_token": carla.token, "text": text})
        assert (page.status, why in page.all("#text-error")[0]) == (422, True)
        assert value_of(page, "text") == text.replace("\0", "")
    agree(cast.counselor.viewer, cast.ana.id, TEXT, now)
    page = carla.post(f"{path(cast)}/criteria", {"csrf_token": carla.token, "text": TEXT})
    assert (page.status, page.all("#text-error")) == (409, ["This is agreed already."])


def test_a_full_list_has_no_form_and_loses_no_words(carla: Browser, cast: Cast, now: datetime) -> None:
    for number in range(MOST_CRITERIA):
        agree(cast.counselor.viewer, cast.ana.id, f"Point {number}", now)
    page = carla.get(path(cast))
    assert not page.has(ADD)
    assert "8 points are enough for a talk." in page.all("#agreed")[0]
    page = carla.post(f"{path(cast)}/criteria", {"csrf_token": carla.token, "text": TEXT})
    assert (page.status, page.has("#refused")) == (422, True)
    assert TEXT in page.all("#unsaved")[0]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"wish": "met", "stood": "met"}, 409),
        ({"wish": "met", "stood": ""}, 409),
        ({"wish": "open", "stood": "open"}, 409),
        ({"wish": "", "stood": "open"}, 422),
        ({"wish": "win", "stood": "open"}, 422),
    ],
)
def test_what_is_no_change_says_so(
    carla: Browser, cast: Cast, now: datetime, fields: dict[str, str], status: int
) -> None:
    agree(cast.counselor.viewer, cast.ana.id, TEXT, now)
    [one] = own_criteria(cast.ana.viewer)
    page = carla.post(f"{path(cast)}/criteria/{one.id}", {"csrf_token": carla.token, **fields})
    assert (page.status, page.has("#refused")) == (status, True)
    db.session.rollback()
    assert own_criteria(cast.ana.viewer) == (one,)


@pytest.mark.parametrize("number", ["999", "2147483648", "٣", "-1"])
def test_what_was_never_agreed_is_not_there(carla: Browser, cast: Cast, number: str) -> None:
    fields = {"csrf_token": carla.token, "wish": "met", "stood": "open"}
    assert carla.post(f"{path(cast)}/criteria/{number}", fields).status == 404


def test_an_old_token_loses_nothing(carla: Browser, cast: Cast) -> None:
    page = carla.post(f"{path(cast)}/criteria", {"csrf_token": "old", "text": TEXT})
    assert (page.status, value_of(page, "text")) == (400, TEXT)
    assert carla.post(f"/participants/{cast.luis.id}/step-down/criteria", {"csrf_token": "old"}).status == 404
    assert carla.post(f"{path(cast)}/criteria/1", {"csrf_token": "old", "wish": "met"}).status == 400


def test_after_the_end_nothing_is_agreed(carla: Browser, cast: Cast, now: datetime) -> None:
    agree(cast.counselor.viewer, cast.ana.id, TEXT, now)
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = MONDAY
    db.session.commit()
    page = carla.get(path(cast))
    assert TEXT in page.all("#agreed")[0]
    assert not page.has("#agreed form")
    page = carla.post(f"{path(cast)}/criteria", {"csrf_token": carla.token, "text": "More"})
    assert (page.status, "More" in page.all("#unsaved")[0]) == (409, True)


@pytest.mark.parametrize("part", ["other_counselor", "director", "strange_counselor", "ana"])
def test_only_a_reader_looks_at_it(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get(path(cast)).status == 404


@pytest.mark.usefixtures("phases")
def test_the_participant_reads_what_was_agreed_and_no_figure(cast: Cast, browser: Browser, now: datetime) -> None:
    four_weeks(cast, now)
    agree(cast.counselor.viewer, cast.ana.id, TEXT, now)
    agree(cast.counselor.viewer, cast.ana.id, "A sponsor to call", now)
    change_criterion(
        cast.counselor.viewer, cast.ana.id, own_criteria(cast.ana.viewer)[0].id, Wish.MET, now, was_met=False
    )
    browser.sign_in(cast.ana.email, PASSWORD)
    page = browser.get("/schedule")
    agreed = " ".join(page.all("#agreed")[0].split())
    assert "What you and your team agreed to look at before the next step:" in agreed
    assert f"{TEXT} Done A sponsor to call There is no rush." in agreed
    assert "asked" not in page.text
