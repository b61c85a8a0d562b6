"""``/program/phases``: a director begins with an example, changes it, puts it in order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from client_app.services import program_phases as phases
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.calendars import make_phase
from tests.support.pages import Browser

PHASES = "/program/phases"
NEW = "form[action='/program/phases/new']"
SAVE = "main form:not(#remove)"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser."""
    browser.sign_in(cast.director.email, PASSWORD)
    return browser


@pytest.fixture
def two(cast: Cast, now: datetime) -> tuple[int, int]:
    """Five days a week, and three."""
    return make_phase(cast.program_id, now, "Five days", 5), make_phase(cast.program_id, now, "Three days", 3)


def names(browser: Browser) -> list[str]:
    """The phases as they follow on the page."""
    return [name.split(" ", 1)[1] for name in browser.get(PHASES).all(".phases h2")]


@pytest.mark.parametrize(("language", "first"), [("en", "Five days a week"), ("es", "Cinco días por semana")])
def test_one_tap_begins_with_an_example_in_the_own_language(
    cast: Cast, open_browser: Callable[..., Browser], language: str, first: str
) -> None:
    dora = open_browser(language)
    dora.sign_in(cast.director.email, PASSWORD)
    assert len(dora.get(PHASES).all("#example ol > li")) == 3
    page = dora.submit("#example form")
    assert page.path == PHASES
    assert page.all(".phases h2")[0] == f"1 {first}"
    assert not page.has("#example")
    assert "9 to 19" in page.text or "9 a 19" in page.text


def test_an_example_that_came_too_late_is_a_conflict(dora: Browser, cast: Cast, now: datetime) -> None:
    dora.get(PHASES)
    make_phase(cast.program_id, now, "Five days", 5)
    page = dora.submit("#example form")
    assert (page.status, "There are phases already" in page.all("#reason")[0]) == (409, True)
    assert page.all(".phases h2") == ["1 Five days"]


@pytest.mark.usefixtures("two")
def test_one_more_is_added_with_little_to_type(dora: Browser) -> None:
    dora.get(PHASES)
    page = dora.click("Add a phase")
    assert [tag["value"] for tag in page.soup.select("[name=days_a_week][checked]")] == ["1"]
    page = dora.submit(NEW, name="Aftercare", criteria="Somebody to call.\nWork.")
    assert page.all(".phases h2") == ["1 Five days", "2 Three days", "3 Aftercare"]
    assert "Once a week · 1 to 8 hours" in page.text
    assert "2 people are in it now" in page.text


@pytest.mark.parametrize(
    ("fields", "where", "why"),
    [
        ({"name": ""}, "name", "A phase needs a name."),
        ({"name": "x" * 81}, "name", "too long"),
        ({"name": "te\0n"}, "name", "could not be read"),
        ({"days_a_week": "8"}, "days_a_week", "A week has 1 to 7 days."),
        ({"days_a_week": ""}, "days_a_week", "A week has 1 to 7 days."),
        ({"days_a_week": "３"}, "days_a_week", "A week has 1 to 7 days."),
        ({"least_hours": "nine"}, "least_hours", "1 to 60 hours"),
        ({"least_hours": "99999999999"}, "least_hours", "1 to 60 hours"),
        ({"least_hours": "20"}, "most_hours", "cannot be fewer than the least"),
        ({"criteria": "x" * 2001}, "criteria", "too long"),
    ],
)
@pytest.mark.parametrize("address", ["/program/phases/new", "/program/phases/{first}"])
def test_what_cannot_be_kept_is_said_beside_its_field(
    dora: Browser, two: tuple[int, int], fields: dict[str, str], where: str, why: str, address: str
) -> None:
    path = address.format(first=two[0])
    dora.get(path)
    honest = {"csrf_token": dora.token, "revision": "1", "name": "Other", "days_a_week": "3", "criteria": ""}
    typed = {**honest, "least_hours": "9", "most_hours": "19", **fields}
    page = dora.post(path, typed)
    assert page.status == 422
    assert why in page.all(f"#{ {'days_a_week': 'days'}.get(where, where) }-error")[0]
    assert names(dora) == ["Five days", "Three days"]


def test_bytes_that_are_no_text_are_no_fault(dora: Browser) -> None:
    dora.get(f"{PHASES}/new")
    body = f"csrf_token={dora.token}&name=te%ED%A0%80n&days_a_week=3&least_hours=9&most_hours=19".encode()
    page = dora.post(f"{PHASES}/new", body, content_type="application/x-www-form-urlencoded")
    assert page.status in {200, 422}


def test_a_name_that_is_taken_keeps_what_was_typed(dora: Browser, two: tuple[int, int]) -> None:
    dora.get(f"{PHASES}/new")
    page = dora.submit(NEW, name="Three days", criteria="Mine.")
    assert (page.status, page.all("#problem")) == (409, ["There is a phase Three days already."])
    assert page.all("#criteria") == ["Mine."]
    dora.get(f"{PHASES}/{two[0]}")
    page = dora.submit(SAVE, name="Three days")
    assert (page.status, page.has("#standing")) == (409, False)


def test_a_phase_is_changed(dora: Browser, two: tuple[int, int]) -> None:
    dora.get(PHASES)
    page = dora.click("Change")
    assert page.heading == "Five days"
    page = dora.submit(SAVE, name="Every day", days_a_week="6", most_hours="20")
    assert page.all(".phases h2")[0] == "1 Every day"
    assert "6 days a week · 9 to 20 hours" in page.text
    assert page.path == PHASES, two


def test_two_directors_see_both_versions(dora: Browser, cast: Cast, now: datetime, two: tuple[int, int]) -> None:
    director = cast.director.viewer
    dora.get(f"{PHASES}/{two[0]}")
    kept = phases.kept_phase(director, two[0], now)
    phases.change_phase(director, two[0], replace(kept.plan, name="Daily", most_hours=15), 1, now)
    page = dora.submit(SAVE, name="Every day")
    assert page.status == 409
    assert "Daily" in page.all("#standing")[0]
    assert "9 to 15 hours" in page.all("#standing")[0]
    assert page.soup.select_one("#name")["value"] == "Every day"  # type: ignore[index]
    page = dora.submit(SAVE)
    assert (page.status, page.all(".phases h2")[0]) == (200, "1 Every day")


def test_an_old_token_loses_nothing(dora: Browser, two: tuple[int, int]) -> None:
    for path in (f"{PHASES}/new", f"{PHASES}/{two[0]}"):
        page = dora.post(path, {"csrf_token": "old", "name": "Mine", "criteria": "Steady."})
        assert (page.status, page.all("#criteria")) == (400, ["Steady."])
    assert dora.post(f"{PHASES}/99", {"csrf_token": "old", "name": "Mine"}).status == 404


def test_phases_change_places(dora: Browser, two: tuple[int, int]) -> None:
    dora.get(PHASES)
    page = dora.submit(f"#phase-{two[1]} form:has([value=up])")
    assert page.all(".phases h2") == ["1 Three days", "2 Five days"]
    dora.submit(f"#phase-{two[1]} form:has([value=up])")
    assert names(dora) == ["Three days", "Five days"], "it is the first already"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"direction": "left"}, 400),
        ({"direction": "down"}, 409),
        ({"direction": "down", "order": "1-x"}, 409),
        ({"direction": "down", "order": "2147483648-²"}, 409),
    ],
)
def test_an_order_that_nobody_saw_changes_nothing(
    dora: Browser, two: tuple[int, int], fields: dict[str, str], status: int
) -> None:
    dora.get(PHASES)
    page = dora.post(f"{PHASES}/{two[0]}/move", {"csrf_token": dora.token, **fields})
    assert page.status == status
    assert names(dora) == ["Five days", "Three days"]


def test_one_that_nobody_was_in_is_removed_another_says_why_not(dora: Browser, two: tuple[int, int]) -> None:
    page = dora.get(f"{PHASES}/{two[0]}")
    assert page.has("#remove button[disabled]")
    assert "Somebody is in this phase, or was." in page.all("#remove")[0]
    page = dora.post(f"{PHASES}/{two[0]}/remove", {"csrf_token": dora.token, "revision": "1"})
    assert (page.status, "Somebody is in this phase" in page.all("#problem")[0]) == (403, True)
    dora.get(f"{PHASES}/{two[1]}")
    assert dora.submit("#remove").path == PHASES
    assert names(dora) == ["Five days"]
    assert dora.get(f"{PHASES}/{two[1]}").status == 404
