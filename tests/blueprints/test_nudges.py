"""Kind words to a participant, chosen on their record."""

from datetime import datetime

import pytest

from client_app.domain.nudges import CHOOSE_WORDS, NUDGE_WORDS, ONE_A_DAY
from client_app.services.nudges import see_nudge, send_nudge
from client_app.services.reminders_today import later_of
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.flags import unassign
from tests.support.pages import Browser
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def record(cast: Cast, browser: Browser) -> Browser:
    """The counselor's browser on Ana's record."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    browser.get(f"/participants/{cast.ana.id}")
    return browser


def test_a_text_of_the_list_is_sent_and_its_way_is_told(cast: Cast, now: datetime, record: Browser) -> None:
    assert record.page.all("#nudge-words option") == list(NUDGE_WORDS.values())
    page = record.submit("#nudge form", words="small")
    assert page.path == f"/participants/{cast.ana.id}"
    assert page.all("#nudge li p:first-child") == ["“One small step is enough for today.”"]
    assert page.all("#nudge li strong") == ["Not seen yet."]
    assert page.all("#nudge form .hint") == [ONE_A_DAY.english()]
    assert page.has("#nudge button[disabled]")
    nudge = later_of(cast.ana.viewer, now).nudge
    assert nudge is not None
    see_nudge(cast.ana.viewer, nudge.id, now)
    assert record.get(f"/participants/{cast.ana.id}").all("#nudge li strong")[0].startswith("Seen today at 9:00")


@pytest.mark.parametrize("words", ["", "Call me at once", "\0", "thinking\n"])
def test_anything_else_is_refused(cast: Cast, now: datetime, record: Browser, words: str) -> None:
    page = record.post(f"/participants/{cast.ana.id}/nudge", {"csrf_token": record.token, "words": words})
    assert (page.status, page.all("#nudge-words-error")) == (422, [CHOOSE_WORDS.english()])
    assert later_of(cast.ana.viewer, now).nudge is None


def test_a_second_one_of_the_day_is_a_conflict(cast: Cast, now: datetime, record: Browser) -> None:
    send_nudge(cast.counselor.viewer, cast.ana.id, "thinking", now)
    page = record.submit("#nudge form", words="small")
    assert (page.status, page.all("#nudge form .hint")) == (409, [ONE_A_DAY.english()])
    assert [line.action for line in audit_lines()].count("nudge.sent") == 1


@pytest.mark.parametrize("who", ["other_counselor", "cover", "director"])
def test_for_others_the_person_does_not_exist(cast: Cast, browser: Browser, who: str) -> None:
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    post = {"csrf_token": browser.token, "words": "small"}
    assert browser.post(f"/participants/{cast.ana.id}/nudge", post).status == 404
    assert browser.post("/participants/999999/nudge", post).status == 404


def test_a_director_sends_where_nobody_else_is_left(cast: Cast, browser: Browser) -> None:
    unassign(cast)
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get(f"/participants/{cast.ana.id}")
    assert browser.submit("#nudge form", words="here").status == 200
