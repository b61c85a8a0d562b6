"""A plan that cannot stand says why, beside the field that it is about."""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.appointment_plans import LINK_LIMIT, Plan, why_not_days, why_not_link
from client_app.domain.appointments import LARGEST_GROUP, LONGEST, TEXT_LIMIT, Kind, Session, Weekly

MONDAY = date(2026, 11, 23)
CHICAGO = ZoneInfo("America/Chicago")


def plan(minutes: int = 90, place: str = "", address: str = "", link: str = "", **columns: Any) -> Plan:
    session = Session(starts=time(18), minutes=minutes, place=place, address=address, link=link)
    columns = {"kind": Kind.GROUP, "topic": "Early recovery"} | columns
    return Plan(weekly=Weekly(weekdays=(0,), first_on=MONDAY), session=session, **columns)


@pytest.mark.parametrize(
    ("about", "fields"),
    [
        ({}, set()),
        ({"topic": ""}, {"topic"}),
        ({"topic": "x" * TEXT_LIMIT}, set()),
        ({"topic": "x" * (TEXT_LIMIT + 1)}, {"topic"}),
        ({"topic": "te\0a"}, {"topic"}),
        ({"minutes": 0}, {"minutes"}),
        ({"minutes": 1}, set()),
        ({"minutes": LONGEST}, set()),
        ({"minutes": LONGEST + 1}, {"minutes"}),
        ({"place": "\ud800"}, {"place"}),
        ({"address": "x" * (TEXT_LIMIT + 1)}, {"address"}),
        ({"link": "http://meet.example/1"}, {"link"}),
        ({"kind": Kind.INDIVIDUAL}, {"participant"}),
        ({"kind": Kind.INDIVIDUAL, "participant_id": 7}, set()),
        ({"capacity": 0}, {"capacity"}),
        ({"capacity": 1}, set()),
        ({"capacity": LARGEST_GROUP + 1}, {"capacity"}),
    ],
)
def test_what_cannot_stand_is_named(about: dict[str, Any], fields: set[str]) -> None:
    assert set(plan(**about).problems()) == fields


@pytest.mark.parametrize(
    ("link", "is_kept"),
    [
        ("", True),
        ("https://meet.example/room?pwd=1", True),
        ("http://meet.example/room", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://meet.example/a b", False),
        ("https://[::1", False),
        ("meet.example", False),
        ("https://meet.example/" + "x" * LINK_LIMIT, False),
    ],
)
def test_a_link_leads_to_a_secure_address(link: str, is_kept: bool) -> None:
    assert (why_not_link(link) is None) is is_kept


@pytest.mark.parametrize(
    ("days", "starts", "field"),
    [
        ([MONDAY], time(18), None),
        ([], time(18), "last_on"),
        ([date(2027, 3, 7), date(2027, 3, 14)], time(2, 30), "starts"),
        ([date(2026, 11, 1)], time(1, 30), "starts"),
        ([date(2027, 3, 7)], time(2, 30), None),
    ],
)
def test_a_series_meets_and_at_a_time_that_there_is(days: list[date], starts: time, field: str | None) -> None:
    found = why_not_days(days, Session(starts=starts, minutes=60), CHICAGO)
    assert set(found) == ({field} if field else set())
