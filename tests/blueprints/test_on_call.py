"""``/program/on-call``: who is on call, and how soon pages go further, by a plain form that loses nothing."""

from datetime import datetime, time

import pytest

from client_app.domain.escalation import Ladder
from client_app.domain.on_call import Shift
from client_app.services.on_call import OnCall, on_call_of, set_on_call
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import Browser

ON_CALL = "/program/on-call"
FORM = "form[action='/program/on-call']"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def dora(cast: Cast, browser: Browser) -> Browser:
    """The director's browser, looking at it."""
    browser.sign_in(cast.director.email, PASSWORD)
    browser.get(ON_CALL)
    return browser


def stored(cast: Cast) -> OnCall:
    """As it is kept."""
    return on_call_of(cast.director.viewer).on_call


def a_row(number: int, person: int, days: list[str], starts: str, ends: str) -> dict[str, str | list[str]]:
    """The fields of one row."""
    return {
        f"person-{number}": str(person),
        f"days-{number}": days,
        f"starts-{number}": starts,
        f"ends-{number}": ends,
    }


def test_hours_and_ladder_are_saved_together(dora: Browser, cast: Cast) -> None:
    page = dora.submit(
        FORM,
        button="Save and add more hours",
        second_after="10",
        repeat_every="20",
        **a_row(0, cast.cover.id, ["4", "5"], "17:00", "09:00"),
    )
    assert page.path.startswith(ON_CALL)
    assert page.has("[name=starts-0][value='17:00']")
    assert page.has("[name=starts-1][value='']"), "an empty row for more"
    shifts = tuple(Shift(day, time(17), time(9), cast.cover.id) for day in (4, 5))
    assert stored(cast) == OnCall(shifts, Ladder(10, 20))
    page = dora.submit(FORM, button="Save", **{"remove-0": "1"})
    assert page.path == "/program"
    assert stored(cast) == OnCall((), Ladder(10, 20))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"second_after": "16"}, "It can be sooner, never later."),
        ({"second_after": ""}, "It can be sooner, never later."),
        ({"second_after": "\N{ARABIC-INDIC DIGIT FIVE}"}, "It can be sooner, never later."),
        ({"repeat_every": "61"}, "Please choose 5 to 60 minutes."),
        ({"repeat_every": "-5"}, "Please choose 5 to 60 minutes."),
        ({"starts-0": "17:00"}, "Please choose somebody from the list."),
        ({"person-0": "99999999999"}, "Please choose somebody from the list."),
        ({"person-0": "{cover}"}, "Choose at least one day for these hours."),
        ({"person-0": "{cover}", "days-0": ["1"]}, "Type when these hours begin and end."),
        (
            {"person-0": "{cover}", "days-0": ["1"], "starts-0": "25:00", "ends-0": "x\0"},
            "Type when these hours begin and end.",
        ),
    ],
)
def test_what_cannot_be_kept_is_told_beside_its_field(
    dora: Browser, cast: Cast, fields: dict[str, str | list[str]], error: str
) -> None:
    typed = {
        name: value.format(cover=cast.cover.id) if isinstance(value, str) else value for name, value in fields.items()
    }
    page = dora.post(
        ON_CALL, {"csrf_token": dora.token, "revision": "1", "second_after": "15", "repeat_every": "15"} | typed
    )
    assert page.status == 422
    assert error in page.text
    assert page.has("[aria-invalid=true]")
    assert stored(cast) == OnCall((), Ladder())


def test_a_form_that_another_director_was_faster_than_keeps_what_was_typed(
    dora: Browser, cast: Cast, now: datetime
) -> None:
    set_on_call(cast.director.viewer, OnCall((Shift(0, time(17), time(9), cast.counselor.id),), Ladder()), 1, now)
    page = dora.submit(FORM, button="Save", second_after="7", **a_row(0, cast.cover.id, ["6"], "08:00", "20:00"))
    assert page.status == 409
    assert "Carla Reyes: Mon, 5:00" in page.text
    assert page.has("[name=second_after][value='7']")
    page = dora.submit(FORM, button="Save")
    assert page.path == "/program"
    assert stored(cast) == OnCall((Shift(6, time(8), time(20), cast.cover.id),), Ladder(7, 15))


def test_it_shows_what_stands_when_nobody_is_on_call(dora: Browser, cast: Cast, now: datetime) -> None:
    set_on_call(cast.director.viewer, OnCall((), Ladder(9, 9)), 1, now)
    page = dora.submit(FORM, button="Save", second_after="7")
    assert page.status == 409
    assert "Nobody is on call." in page.text
    assert "after 9 minutes, then every 9 minutes" in page.text
