"""Names on the calendar are looks as well: a line for each page that shows any, none for a page that shows nobody."""

from datetime import datetime

import pytest

from client_app.domain.appointments import Kind
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.calendars import make_series
from tests.support.pages import Browser
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")


def looks() -> list[tuple[str, list[int]]]:
    """What was looked at on the calendar, and whose names stood there."""
    found = [line for line in audit_lines() if line.action in {"appointment.week_opened", "appointment.opened"}]
    return [(line.action, line.details["participants"]) for line in found]


@pytest.fixture
def staff(cast: Cast, browser: Browser) -> Browser:
    """Carla's browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


def test_a_week_keeps_whom_it_names_and_a_group_is_counted_not_named(cast: Cast, now: datetime, staff: Browser) -> None:
    make_series(cast.counselor.viewer, now)
    staff.get("/groups")
    assert looks() == []
    make_series(
        cast.counselor.viewer, now, "One to one", weekdays=(1,), kind=Kind.INDIVIDUAL, participant_id=cast.ana.id
    )
    staff.get("/groups")
    assert looks() == [("appointment.week_opened", [cast.ana.id])]


def test_an_appointment_keeps_everybody_who_is_expected(cast: Cast, now: datetime, staff: Browser) -> None:
    key = make_series(cast.counselor.viewer, now)
    staff.get(f"/appointments/{key}")
    assert looks() == [("appointment.opened", sorted([cast.ana.id, cast.luis.id]))]
