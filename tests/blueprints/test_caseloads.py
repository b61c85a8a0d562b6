"""``/program/participants``: who looks after whom. A director sees names and counselors, and no answers."""

from datetime import datetime, timedelta

import pytest

from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Person, Program
from client_app.services.handovers import Assignment, assign
from tests.cast import Cast
from tests.factories import PASSWORD, enroll, make_check_in, make_person
from tests.support.flags import unassign
from tests.support.pages import Browser

PARTICIPANTS = "/program/participants"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, looking at the participants."""
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get(PARTICIPANTS)
    return browser


def form_of(participant_id: int) -> str:
    """The form that assigns a participant."""
    return f"form[action='{PARTICIPANTS}/{participant_id}/counselor']"


def test_everybody_stands_there_with_their_counselor(dora: Browser) -> None:
    assert dora.page.all("#assigned h3") == ["Ana", "Luis"]
    assert dora.page.all("#assigned .meta") == ["Carla Reyes", "Olive Stone"]
    assert not dora.page.has("#unassigned")
    assert not dora.page.has("#ended")
    assert dora.page.has("a[href='/program/participants/invite']")


def test_no_answer_and_no_way_to_one_is_there(dora: Browser, cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now, note="Nobody else reads this.", craving_now=9)
    page = dora.get(PARTICIPANTS)
    assert "Nobody else" not in page.text
    assert not page.has(f"a[href*='/participants/{cast.ana.id}']")


def test_who_has_nobody_comes_first_and_is_assigned(dora: Browser, cast: Cast) -> None:
    unassign(cast)
    page = dora.get(PARTICIPANTS)
    assert page.all("#unassigned h3") == ["Ana"]
    page = dora.submit(form_of(cast.ana.id), button="Assign", counselor=str(cast.cover.id))
    assert page.path == PARTICIPANTS
    assert not page.has("#unassigned")
    assert page.all("#assigned .meta") == ["Cory Bell", "Olive Stone"]


def test_a_participant_moves_to_another_counselor(dora: Browser, cast: Cast) -> None:
    page = dora.submit(form_of(cast.ana.id), button="Move", counselor=str(cast.other_counselor.id))
    assert page.all("#assigned .meta") == ["Olive Stone", "Olive Stone"]


def test_a_counselor_who_is_gone_is_said(dora: Browser, cast: Cast, now: datetime) -> None:
    for person in (cast.counselor, cast.other_counselor):
        db.session.get_one(Person, person.id).disabled_at = now
    db.session.commit()
    page = dora.get(PARTICIPANTS)
    assert "Olive Stone cannot sign in now, and nobody covers." in page.all("#unassigned")[0]
    assert "this account is disabled, the cover reads" in page.all("#assigned")[0]


def test_who_has_left_stands_apart(dora: Browser, cast: Cast, now: datetime) -> None:
    nora = make_person(db.session.get_one(Program, cast.program_id), Role.PARTICIPANT, "Nora")
    enroll(nora, None, ended_on=now.date() - timedelta(days=2))
    page = dora.get(PARTICIPANTS)
    assert page.all("#ended summary") == ["1 person has left"]
    assert page.all("#ended li") == ["Nora until November 21, 2026"]


def test_an_empty_program_says_what_comes_next(dora: Browser) -> None:
    db.session.execute(db.text("UPDATE enrollments SET ended_on = '2026-11-01'"))
    db.session.commit()
    assert "Nobody takes part yet" in dora.get(PARTICIPANTS).text


def test_an_old_form_moves_nobody(dora: Browser, cast: Cast, now: datetime) -> None:
    theirs = Assignment(cast.ana.id, cast.other_counselor.id, cast.caseload_id)
    assign(cast.director.viewer, theirs, now)
    page = dora.submit(form_of(cast.ana.id), button="Move", counselor=str(cast.cover.id))
    assert page.status == 409
    assert "just changed who looks after them" in page.all(f"#participant-{cast.ana.id} [role=alert]")[0]
    assert page.has(f"#participant-{cast.ana.id} details[open]")
    assert page.all("#assigned .meta")[0] == "Olive Stone"


@pytest.mark.parametrize(
    ("counselor", "status"),
    [("", 422), ("0", 422), ("x", 422), ("٣", 422), ("2147483648", 422), ("director", 422), ("strange", 404)],
)
def test_only_to_an_active_counselor_of_the_program(dora: Browser, cast: Cast, counselor: str, status: int) -> None:
    numbers = {"director": str(cast.director.id), "strange": str(cast.strange_counselor.id)}
    fields = {
        "csrf_token": dora.token,
        "counselor": numbers.get(counselor, counselor),
        "caseload": str(cast.caseload_id),
    }
    page = dora.post(f"{PARTICIPANTS}/{cast.ana.id}/counselor", fields)
    assert page.status == status
    if status == 422:
        assert page.has(f"#participant-{cast.ana.id} [role=alert]")


@pytest.mark.parametrize("who", ["stranger", "counselor", "0", "2147483647", "2147483648", "-1", "x"])
@pytest.mark.parametrize("counselor", ["", "cover"])
def test_who_does_not_take_part_here_is_not_there(dora: Browser, cast: Cast, who: str, counselor: str) -> None:
    number = cast.everyone[who].id if who in cast.everyone else who
    chosen = str(cast.cover.id) if counselor else ""
    fields = {"csrf_token": dora.token, "counselor": chosen, "caseload": ""}
    assert dora.post(f"{PARTICIPANTS}/{number}/counselor", fields).status == 404
