"""``/participants/<id>/pause``: when somebody is away, and what the person reads of it."""

from datetime import datetime, timedelta

import pytest

from client_app.domain.pauses import REASON_LIMIT, TypedPause
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.pauses import Seen, pause_card, set_pause
from tests.cast import Cast
from tests.factories import PASSWORD, make_pause
from tests.support.calendars import MONDAY, make_series
from tests.support.pages import Browser, Page

SET = "form[action$='/pause']"
END = "form[action$='/pause/end']"
REASON = "In the hospital for her knee."
NEXT_SUNDAY = "2026-11-29"

pytestmark = pytest.mark.usefixtures("clock")


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
    return f"/participants/{cast.ana.id}/pause"


def test_days_away_are_set_changed_and_ended(carla: Browser, cast: Cast) -> None:
    carla.get(f"/participants/{cast.ana.id}")
    page = carla.click("Time away")
    assert page.heading == "Time away of Ana"
    assert value_of(page, "first_on") == "2026-11-23"
    page = carla.submit(SET, last_on=NEXT_SUNDAY, reason=REASON)
    away = " ".join(page.all("#away")[0].split())
    assert "Away now From November 23, 2026 to November 29, 2026 Expected again Monday, November 30" in away
    assert REASON in away
    page = carla.get(f"/participants/{cast.ana.id}")
    assert "Away from Monday, November 23 to Sunday, November 29" in page.all("#away")[0]
    assert REASON not in page.text
    carla.click("See why, or change it")
    page = carla.submit(SET, first_on="2026-11-20", last_on="2026-12-06")
    assert "From November 20, 2026 to December 6, 2026" in page.all("#away")[0]
    page = carla.submit(END)
    assert not page.has("#away")
    assert "From November 20, 2026 to November 22, 2026" in page.all("#earlier")[0]
    assert not carla.get(f"/participants/{cast.ana.id}").has("#away")


def test_days_to_come_can_be_taken_back(carla: Browser, cast: Cast) -> None:
    carla.get(path(cast))
    page = carla.submit(SET, first_on="2026-11-25", last_on=NEXT_SUNDAY, reason=REASON)
    assert "Away soon" in page.all("#away")[0]
    assert "Not away after all" in page.text
    page = carla.submit(END)
    assert not page.has("#away")
    assert not page.has("#earlier")


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"last_on": ""}, "last_on", "Please choose the last day away."),
        ({"last_on": "2026-11-31"}, "last_on", "Please choose the last day away."),
        ({"last_on": "٢٠٢٦-١١-٢٩"}, "last_on", "Please choose the last day away."),
        ({"last_on": "9999-12-31"}, "last_on", "Please choose 180 days at most."),
        ({"last_on": "2026-11-22"}, "last_on", "from today on"),
        ({"first_on": ""}, "first_on", "Please choose the first day away."),
        ({"first_on": "0001-01-01"}, "first_on", "The time in the program began on"),
        ({"first_on": "2026-11-30"}, "last_on", "The last day away comes after the first."),
        ({"reason": ""}, "reason", "Please write a short reason."),
        ({"reason": "x" * (REASON_LIMIT + 1)}, "reason", "too long"),
        ({"reason": "te\0a"}, "reason", "could not be read"),
    ],
)
def test_what_cannot_be_kept_stays_in_its_field(
    carla: Browser, cast: Cast, now: datetime, typed: dict[str, str], field: str, why: str
) -> None:
    about = {"csrf_token": carla.token, "pause": "0", "revision": "0"}
    fields = {"first_on": "2026-11-23", "last_on": NEXT_SUNDAY, "reason": REASON}
    page = carla.post(path(cast), about | fields | typed)
    assert (page.status, why in page.all(f"#{field}-error")[0]) == (422, True)
    if "reason" not in typed:
        assert page.all("#reason") == [REASON]
    assert pause_card(cast.counselor.viewer, cast.ana.id, now).now is None


def test_a_stale_form_is_a_conflict_and_can_be_sent_knowingly(carla: Browser, cast: Cast, now: datetime) -> None:
    carla.get(path(cast))
    days = TypedPause(MONDAY, MONDAY + timedelta(days=1), "Somebody else's words.")
    set_pause(cast.counselor.viewer, cast.ana.id, days, Seen(), now)
    page = carla.submit(SET, last_on=NEXT_SUNDAY, reason=REASON)
    assert (page.status, page.has("#refused")) == (409, True)
    assert "Somebody else's words." in page.all("#away")[0]
    assert value_of(page, "last_on") == NEXT_SUNDAY
    page = carla.submit(SET)
    assert REASON in page.all("#away")[0]


def test_a_stale_end_is_a_conflict(carla: Browser, cast: Cast, now: datetime) -> None:
    make_pause(cast.ana.id, MONDAY, MONDAY + timedelta(days=3))
    carla.get(path(cast))
    days = TypedPause(MONDAY, MONDAY + timedelta(days=9), "Longer.")
    set_pause(cast.counselor.viewer, cast.ana.id, days, pause_card(cast.counselor.viewer, cast.ana.id, now).seen, now)
    page = carla.submit(END)
    assert (page.status, "Longer." in page.all("#away")[0]) == (409, True)
    fields = {"csrf_token": carla.token, "pause": "x", "revision": "99999999999"}
    assert carla.post(f"{path(cast)}/end", fields).status == 409


def test_an_old_token_loses_nothing(carla: Browser, cast: Cast) -> None:
    fields = {"csrf_token": "old", "first_on": "2026-11-24", "last_on": NEXT_SUNDAY, "reason": REASON}
    page = carla.post(path(cast), fields)
    assert (page.status, value_of(page, "first_on"), page.all("#reason")) == (400, "2026-11-24", [REASON])
    assert carla.post(f"/participants/{cast.luis.id}/pause", fields).status == 404


def test_after_the_end_nothing_is_set_and_no_word_is_lost(carla: Browser, cast: Cast) -> None:
    carla.get(path(cast))
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = MONDAY
    db.session.commit()
    page = carla.submit(SET, last_on=NEXT_SUNDAY, reason=REASON)
    assert (page.status, REASON in page.all("#unsaved")[0]) == (409, True)
    page = carla.get(path(cast))
    assert "This person has left the program." in page.text
    assert not page.has(SET)


@pytest.mark.parametrize("part", ["other_counselor", "director", "strange_counselor", "ana"])
def test_only_a_reader_looks_at_it(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get(path(cast)).status == 404


@pytest.mark.parametrize(("first", "last", "is_away"), [(0, 0, True), (-3, 3, True), (1, 3, False), (-3, -1, False)])
def test_the_person_reads_kind_words_while_away_and_checks_in(
    cast: Cast, browser: Browser, now: datetime, first: int, last: int, *, is_away: bool
) -> None:
    make_series(cast.counselor.viewer, now)
    make_pause(cast.ana.id, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last), REASON)
    browser.sign_in(cast.ana.email, PASSWORD)
    for address in ("/today", "/schedule"):
        page = browser.get(address)
        assert page.has("#away") is is_away
        assert "knee" not in page.text
    page = browser.get("/today")
    assert ("Take the time you need." in page.text) is is_away
    assert page.has("a[href='/check-in']")
    assert browser.get("/check-in").has("form.check-in")
