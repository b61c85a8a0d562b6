"""Where attendance is marked and a group got ready for: who looked, at which cost, and old addresses."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta

import pytest

from client_app.domain.roles import Role
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import Caseload, Program
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import change_series
from tests.cast import Cast
from tests.factories import PASSWORD, enroll, make_person
from tests.support.applications import Statements
from tests.support.attendance import LATE, PRESENT, mark
from tests.support.calendars import AGREED, a_plan, a_session, make_series, planned
from tests.support.pages import Browser
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def staff(cast: Cast, browser: Browser) -> Browser:
    """Carla's browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    """A group that begins in five minutes, and so can be marked."""
    return make_series(cast.counselor.viewer, now, session=a_session(time(9, 5)))


def test_old_addresses_lead_on(staff: Browser, cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now - timedelta(days=8), session=a_session(time(9, 5)))
    second = planned(cast)[1].key
    change_series(cast.counselor.viewer, second, a_plan("Music"), Scope.LATER, AGREED, now)
    assert staff.get(f"/appointments/{second}/attendance").path.endswith("/attendance")
    assert second not in staff.page.path
    assert staff.get(f"/appointments/{second}/brief").path.endswith("/brief")


def test_names_are_looks(staff: Browser, cast: Cast, key: str) -> None:
    for rest in ("", "/attendance", "/brief"):
        staff.get(f"/appointments/{key}{rest}")
    found = [line for line in audit_lines() if "opened" in line.action]
    assert [(line.action, line.details["participants"]) for line in found] == [
        (action, sorted([cast.ana.id, cast.luis.id]))
        for action in ("appointment.opened", "attendance.opened", "appointment.brief_opened")
    ]


def test_a_brief_tells_who_and_what(staff: Browser, cast: Cast, now: datetime, key: str) -> None:
    tell_absence(cast.luis.viewer, key, Told("ride", wants_change=True, note=""), now)
    staff.get(f"/appointments/{key}")
    page = staff.click("Before the group")
    assert page.all("#cannot-come li p")[0] == "Luis"
    assert page.all("#people li") == ["Ana", "Luis"]
    assert "Nothing is marked of an earlier meeting yet." in page.all("#missed")[0]
    assert "too few people answered" in page.all("#themes")[0]


def test_more_people_cost_no_more_statements(
    cast: Cast,
    now: datetime,
    staff: Browser,
    key: str,
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    program, caseload = db.session.get_one(Program, cast.program_id), db.session.get_one(Caseload, cast.caseload_id)

    def costs() -> list[int]:
        found = []
        for rest in ("", "/attendance", "/brief"):
            with count_statements() as statements:
                assert staff.get(f"/appointments/{key}{rest}").status == 200
            found.append(len(statements.selects))
        return found

    enroll(make_person(program, Role.PARTICIPANT, "P"), caseload)
    mark(cast.counselor.viewer, key, {cast.ana.id: PRESENT, cast.luis.id: LATE}, now)
    of_three = costs()
    for name in range(9):
        person = make_person(program, Role.PARTICIPANT, f"P{name}")
        enroll(person, caseload)
        mark(cast.counselor.viewer, key, {person.id: PRESENT}, now)
    assert costs() == of_three
