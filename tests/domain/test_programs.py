"""A program's details: what can be kept, hours as people say them, and zones to choose from."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.programs import (
    NAME_LIMIT,
    NO_NAME,
    NO_PHONE,
    NO_ZONE,
    Details,
    Stretch,
    Track,
    openings_of,
    stretches_of,
    zone_groups,
)
from client_app.domain.staffed_hours import Opening

ZONES = {"America/Chicago", "America/Denver", "Europe/Madrid", "America/Argentina/Buenos_Aires", "UTC", "US/Central"}
DETAILS = Details("Riverside", "America/Chicago", Track.DAY, (Opening(0, time(9), time(17)),), "Front desk", "555-0100")
MORNING, EVENING = (time(9), time(12)), (time(18), time(0))


def test_sound_details_have_no_problem() -> None:
    assert DETAILS.problems(ZONES) == {}
    assert replace(DETAILS, on_call_name="", on_call_phone="", openings=()).problems(ZONES) == {}
    assert replace(DETAILS, on_call_name="").problems(ZONES) == {}


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"name": ""}, "name", NO_NAME),
        ({"name": "x" * (NAME_LIMIT + 1)}, "name", None),
        ({"name": "a\0"}, "name", None),
        ({"zone": "Chicago"}, "zone", NO_ZONE),
        ({"zone": "../etc/passwd"}, "zone", NO_ZONE),
        ({"on_call_phone": ""}, "on_call_phone", NO_PHONE),
        ({"on_call_phone": "ring"}, "on_call_phone", None),
        ({"on_call_name": "x" * (NAME_LIMIT + 1)}, "on_call_name", None),
    ],
)
def test_what_will_not_do_is_named_by_its_field(change: dict[str, Any], field: str, reason: object) -> None:
    problems = replace(DETAILS, **change).problems(ZONES)
    assert list(problems) == [field]
    assert reason in (None, problems[field])


def test_differences_are_named() -> None:
    assert DETAILS.differences(DETAILS) == []
    assert DETAILS.differences(replace(DETAILS, zone="America/Denver", openings=())) == ["zone", "openings"]


def test_openings_of_the_same_hours_are_one_stretch() -> None:
    openings = [Opening(day, *MORNING) for day in (4, 0, 2)] + [Opening(0, *EVENING)]
    assert stretches_of(openings) == (Stretch((0,), *EVENING), Stretch((0, 2, 4), *MORNING))


def test_a_stretch_twice_is_stored_once() -> None:
    twice = (Stretch((0, 1), *MORNING), Stretch((1, 2), *MORNING))
    assert openings_of(twice) == tuple(Opening(day, *MORNING) for day in (0, 1, 2))


hours = st.sampled_from([MORNING, EVENING, (time(0), time(0)), (time(13), time(17, 30))])
weeks = st.sets(st.tuples(st.integers(0, 6), hours), max_size=20)


@given(week=weeks)
def test_a_week_survives_being_put_into_stretches(week: set[tuple[int, tuple[time, time]]]) -> None:
    openings = {Opening(day, *times) for day, times in week}
    assert set(openings_of(stretches_of(openings))) == openings


def test_zones_are_grouped_the_usual_ones_first() -> None:
    groups = zone_groups(ZONES, "America/Chicago")
    assert [group.title for group in groups] == ["United States", "America", "Europe"]
    assert groups[0].zones == (("America/Chicago", "Chicago"), ("America/Denver", "Denver"))
    assert groups[1].zones == (("America/Argentina/Buenos_Aires", "Argentina/Buenos Aires"),)


@pytest.mark.parametrize("current", ["UTC", "US/Central"])
def test_a_zone_that_is_no_place_is_offered_only_while_it_is_the_programs(current: str) -> None:
    first = zone_groups(ZONES, current)[0]
    assert (first.title, first.zones) == ("As it is now", ((current, current),))
