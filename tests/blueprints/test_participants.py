"""The caseload and a record in a browser."""

from datetime import datetime, timedelta

import pytest

from client_app.domain.plans import SafetyPlan
from client_app.extensions import db
from client_app.models import CheckIn, CopingStrategy, Enrollment, SafetyPlanVersion
from client_app.services.plans import write_safety_plan
from tests.cast import Cast
from tests.factories import PASSWORD, make_check_in, make_flag, make_history, stored
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")  # else the cast is weeks away from the real clock
READERS_NOT = ["other_counselor", "cover", "strange_counselor", "director", "ana", "luis", "family_member"]


@pytest.fixture
def counselor(browser: Browser, cast: Cast) -> Browser:
    """Ana's counselor in front of the browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


def unread() -> int:
    """How many check-ins nobody has read."""
    db.session.rollback()
    return db.session.query(CheckIn).filter(CheckIn.read_at.is_(None)).count()


def test_the_list_marks_as_read(cast: Cast, counselor: Browser, now: datetime) -> None:
    make_history(cast.ana.id, now, [5, 6])
    page = counselor.get("/participants")
    assert page.all(".person h2") == ["Ana"]
    assert "2 not read" in page.text
    assert unread() == 2  # the list is not reading
    page = counselor.submit("form[action$='/read']")
    assert (page.path, unread()) == ("/participants", 0)
    assert "not read" not in " ".join(page.all(".person"))


def test_a_check_in_that_came_since_stays_unread(cast: Cast, counselor: Browser, now: datetime) -> None:
    make_check_in(cast.ana.id, now - timedelta(days=1), craving_now=4)
    counselor.get("/participants")
    make_check_in(cast.ana.id, now, craving_now=9)
    page = counselor.submit("form[action$='/read']")
    assert unread() == 1
    assert "1 not read" in page.text


@pytest.mark.parametrize("newest", ["", "x", "1e400", "9" * 30])
def test_a_forged_mark_is_not_found(cast: Cast, counselor: Browser, now: datetime, newest: str) -> None:
    make_check_in(cast.ana.id, now, craving_now=4)
    counselor.get("/participants")
    page = counselor.post(f"/participants/{cast.ana.id}/read", {"csrf_token": counselor.token, "newest": newest})
    assert (page.status, unread()) == (404, 1)


def test_an_empty_caseload_is_said_kindly(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.cover.email, PASSWORD)
    assert "Nobody is in your caseload right now" in browser.get("/participants").text


def test_opening_a_record_reads_it_once(cast: Cast, counselor: Browser, now: datetime) -> None:
    make_check_in(cast.ana.id, now, craving_now=4, note="A calm day.")
    make_flag(cast.ana.id)
    page = counselor.get(f"/participants/{cast.ana.id}")
    assert page.heading == "Ana"
    assert "A calm day." in page.text
    assert "New" in page.all(".badge")
    assert "Craving is 9 of 10." in page.text
    assert unread() == 0
    assert "New" not in counselor.get(f"/participants/{cast.ana.id}").all(".badge")


def test_older_pages_and_back(cast: Cast, counselor: Browser, now: datetime) -> None:
    make_history(cast.ana.id, now, [5] * 31)
    counselor.get(f"/participants/{cast.ana.id}")
    assert unread() == 1
    page = counselor.click("Earlier")
    assert len(page.all("article")) == 1
    assert unread() == 0
    assert len(counselor.click("The latest").all("article")) == 30


def test_good_days_too(cast: Cast, counselor: Browser, now: datetime) -> None:
    walk = stored(CopingStrategy(participant_id=cast.ana.id, text="Walk to the river", position=1))
    make_check_in(cast.ana.id, now, craving_now=1, mood=5, coping=[f"own:{walk.id}"])
    counselor.get(f"/participants/{cast.ana.id}")
    page = counselor.click("Good days too")
    assert "Craving was low: 1 of 10." in page.text
    assert "Walk to the river" in page.text


def test_the_good_days_do_not_count_as_reading(cast: Cast, counselor: Browser, now: datetime) -> None:
    make_check_in(cast.ana.id, now, mood=1)
    page = counselor.get(f"/participants/{cast.ana.id}?view=good")
    assert "Nothing stands out yet" in page.text
    assert unread() == 1


def test_medication_is_put_on_record(cast: Cast, counselor: Browser) -> None:
    counselor.get(f"/participants/{cast.ana.id}")
    page = counselor.submit("form[action$='/medication']", takes="yes")
    assert page.has("input[name=takes][value=yes][checked]")
    db.session.rollback()
    assert db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().takes_medication
    fields = {"csrf_token": counselor.token, "takes": "perhaps"}
    page = counselor.post(f"/participants/{cast.ana.id}/medication", fields)
    assert (page.status, page.all("#takes-error")) == (422, ["Please choose yes or no."])


def test_the_safety_plan_is_written_together(cast: Cast, counselor: Browser) -> None:
    counselor.get(f"/participants/{cast.ana.id}")
    page = counselor.submit("form[action$='/plan']", warning_signs="I stop answering.", own_steps="A walk.")
    assert "Written today at 9:00" in page.text
    assert "by Carla Reyes" in page.text
    db.session.rollback()
    assert db.session.query(SafetyPlanVersion).one().own_steps == "A walk."


def test_what_the_person_wrote_meanwhile_is_shown_before_it_is_replaced(
    cast: Cast, counselor: Browser, now: datetime
) -> None:
    counselor.get(f"/participants/{cast.ana.id}")
    write_safety_plan(cast.ana.viewer, cast.ana.id, SafetyPlan(own_steps="A shower"), now)
    page = counselor.submit("form[action$='/plan']", own_steps="A walk.")
    assert page.status == 409
    assert page.all("#plan .sheet dd") == ["A shower"]
    assert page.all("#plan-own-steps") == ["A walk."]
    assert "Ana has changed this plan since you opened it." in page.text
    assert counselor.submit("form[action$='/plan']").all("#plan .sheet dd") == ["A walk."]


def test_a_plan_that_cannot_be_kept_stays_in_its_fields(cast: Cast, counselor: Browser) -> None:
    counselor.get(f"/participants/{cast.ana.id}")
    page = counselor.submit("form[action$='/plan']", warning_signs="x" * 2001, own_steps="A walk.")
    assert page.status == 422
    assert page.has("details[open] form")
    assert page.all("#plan-own-steps") == ["A walk."]
    page = counselor.post(f"/participants/{cast.ana.id}/plan", {"csrf_token": "no", "own_steps": "A long walk."})
    assert (page.status, page.all("#plan-own-steps")) == (400, ["A long walk."])
    page = counselor.post(f"/participants/{cast.luis.id}/plan", {"csrf_token": "no", "own_steps": "A long walk."})
    assert page.status == 404


@pytest.mark.parametrize("who", READERS_NOT)
def test_strangers_find_nothing(cast: Cast, browser: Browser, now: datetime, who: str) -> None:
    make_check_in(cast.ana.id, now, craving_now=4)
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    token = browser.token
    for path in (f"/participants/{cast.ana.id}", f"/participants/{cast.ana.id}?view=good"):
        assert browser.get(path).status == 404
    fields = {"csrf_token": token, "newest": 1, "takes": "yes", "own_steps": "x"}
    for act in ("read", "medication", "plan"):
        assert browser.post(f"/participants/{cast.ana.id}/{act}", fields).status == 404
    assert unread() == 1


@pytest.mark.parametrize("who", ["ana", "family_member", "director"])
def test_the_list_is_not_there_for_others(cast: Cast, browser: Browser, who: str) -> None:
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    assert browser.get("/participants").status == 404
