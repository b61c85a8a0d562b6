"""``/participants/<id>/phase``: where somebody stands, how it came, and moving them down or up."""

from datetime import datetime

import pytest

from client_app.services.phases import move_participant, phase_card
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.calendars import make_phase
from tests.support.pages import Browser

MOVE = "form[action$='/phase']"

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


def test_without_phases_there_is_no_card(carla: Browser, cast: Cast) -> None:
    assert not carla.get(f"/participants/{cast.ana.id}").has("#phase")
    page = carla.get(f"/participants/{cast.ana.id}/phase")
    assert "The program has no phases yet." in page.text
    assert not page.has(MOVE)


def test_a_participant_is_moved_down(carla: Browser, cast: Cast, phases: tuple[int, int]) -> None:
    carla.get(f"/participants/{cast.ana.id}")
    page = carla.click("Step down or up")
    assert page.heading == "Phase of Ana"
    assert "Steps down: 3 days a week" in page.text
    page = carla.submit(MOVE, phase=phases[1], reason="Three steady weeks.")
    assert page.path == f"/participants/{cast.ana.id}"
    assert "Three days since November 23, 2026" in page.all("#phase")[0]
    page = carla.get(f"/participants/{cast.ana.id}/phase")
    assert "Three steady weeks." in page.all("#history")[0]
    assert "Steps up: 5 days a week" in page.text


@pytest.mark.parametrize(
    ("phase", "reason", "status", "why"),
    [
        ("", "Steady.", 422, "Please choose where to move this person."),
        ("x", "Steady.", 422, "Please choose where to move this person."),
        ("{second}", "", 422, "Please write a short reason."),
        ("{second}", "x" * 2001, 422, "too long"),
        ("{second}", "te\0a", 422, "could not be read"),
        ("{first}", "Steady.", 409, "in that phase already"),
    ],
)
def test_what_is_no_move_keeps_what_was_typed(
    carla: Browser, cast: Cast, phases: tuple[int, int], phase: str, reason: str, status: int, why: str
) -> None:
    carla.get(f"/participants/{cast.ana.id}/phase")
    chosen = phase.format(first=phases[0], second=phases[1])
    fields = {"csrf_token": carla.token, "seen": "0", "phase": chosen, "reason": reason}
    page = carla.post(f"/participants/{cast.ana.id}/phase", fields)
    assert (page.status, why in page.all("#problem")[0]) == (status, True)
    assert page.all("#reason") == [reason.replace("\0", "")]


def test_a_phase_that_is_none_is_not_there(carla: Browser, cast: Cast, phases: tuple[int, int]) -> None:
    fields = {"csrf_token": carla.token, "seen": "0", "phase": str(sum(phases) + 7), "reason": "Steady."}
    assert carla.post(f"/participants/{cast.ana.id}/phase", fields).status == 404


def test_a_stale_form_is_a_conflict(carla: Browser, cast: Cast, now: datetime, phases: tuple[int, int]) -> None:
    carla.get(f"/participants/{cast.ana.id}/phase")
    move_participant(cast.counselor.viewer, cast.ana.id, phases[1], "First.", 0, now)
    page = carla.submit(MOVE, phase=phases[1], reason="Second.")
    assert page.status == 409
    assert len(phase_card(cast.counselor.viewer, cast.ana.id, now).moves) == 1


def test_an_old_token_loses_nothing(carla: Browser, cast: Cast, phases: tuple[int, int]) -> None:
    path, typed = f"/participants/{cast.ana.id}/phase", {"csrf_token": "old", "phase": phases[1], "reason": "Steady."}
    page = carla.post(path, typed)
    assert (page.status, page.all("#reason")) == (400, ["Steady."])
    assert carla.post(f"/participants/{cast.luis.id}/phase", typed).status == 404


@pytest.mark.parametrize("part", ["other_counselor", "director", "strange_counselor", "ana"])
def test_only_a_reader_looks_at_it(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get(f"/participants/{cast.ana.id}/phase").status == 404
