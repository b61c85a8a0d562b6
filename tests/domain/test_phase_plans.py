"""What a phase may ask for, which follows which, and why one stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.phase_plans import (
    A_GROUP_NAMES_IT,
    CRITERIA_LIMIT,
    EXAMPLE,
    MOST_HOURS,
    NAME_LIMIT,
    SOMEBODY_WAS_IN_IT,
    PhasePlan,
    following,
    moved,
    why_not_remove,
)
from client_app.domain.plans import Direction

PLAN = PhasePlan(name="Three days", days_a_week=3)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, set()),
        ({"name": ""}, {"name"}),
        ({"name": "x" * NAME_LIMIT}, set()),
        ({"name": "x" * (NAME_LIMIT + 1)}, {"name"}),
        ({"name": "te\0n"}, {"name"}),
        ({"days_a_week": 0}, {"days_a_week"}),
        ({"days_a_week": 1}, set()),
        ({"days_a_week": 7}, set()),
        ({"days_a_week": 8}, {"days_a_week"}),
        ({"least_hours": 0}, {"least_hours"}),
        ({"least_hours": 1}, set()),
        ({"most_hours": MOST_HOURS}, set()),
        ({"most_hours": MOST_HOURS + 1}, {"most_hours"}),
        ({"least_hours": 19, "most_hours": 19}, set()),
        ({"least_hours": 20, "most_hours": 19}, {"most_hours"}),
        ({"least_hours": 61, "most_hours": 19}, {"least_hours"}),
        ({"criteria": "x" * CRITERIA_LIMIT}, set()),
        ({"criteria": "x" * (CRITERIA_LIMIT + 1)}, {"criteria"}),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(changed: dict[str, object], fields: set[str]) -> None:
    assert set(replace(PLAN, **changed).problems()) == fields  # type: ignore[arg-type]


def test_differences_are_named() -> None:
    assert PLAN.differences(PLAN) == []
    assert PLAN.differences(replace(PLAN, name="Other", most_hours=12)) == ["name", "most_hours"]


def test_the_example_is_the_common_way_down_and_can_be_kept() -> None:
    plans = [
        PhasePlan(
            name=one.name,
            days_a_week=one.days_a_week,
            least_hours=one.hours[0],
            most_hours=one.hours[1],
            criteria=one.criteria,
        )
        for one in EXAMPLE
    ]
    assert [plan.days_a_week for plan in plans] == [5, 3, 1]
    assert [(plan.least_hours, plan.most_hours) for plan in plans] == [(9, 19), (9, 19), (1, 8)]
    assert all(plan.problems() == {} for plan in plans)


@pytest.mark.parametrize(
    ("days", "offered"), [((), (5, 9, 19)), ((5,), (3, 9, 19)), ((5, 3), (1, 1, 8)), ((1,), (1, 1, 8))]
)
def test_one_more_phase_is_offered_with_fewer_days(days: tuple[int, ...], offered: tuple[int, int, int]) -> None:
    plan = following([PhasePlan(name="X", days_a_week=number) for number in days])
    assert (plan.days_a_week, plan.least_hours, plan.most_hours) == offered


@pytest.mark.parametrize(
    ("has_been_used", "is_named", "why"),
    [
        (False, False, None),
        (True, False, SOMEBODY_WAS_IN_IT),
        (True, True, SOMEBODY_WAS_IN_IT),
        (False, True, A_GROUP_NAMES_IT),
    ],
)
def test_what_has_been_used_stays(*, has_been_used: bool, is_named: bool, why: object) -> None:
    assert why_not_remove(has_been_used=has_been_used, is_named=is_named) == why


@pytest.mark.parametrize(
    ("number", "where", "order"),
    [
        (7, Direction.UP, [7, 3, 5]),
        (7, Direction.DOWN, [3, 7, 5]),
        (3, Direction.UP, [3, 7, 5]),
        (5, Direction.UP, [7, 5, 3]),
        (5, Direction.DOWN, [7, 3, 5]),
    ],
)
def test_a_phase_changes_places_with_its_neighbour(number: int, where: Direction, order: list[int]) -> None:
    assert moved([7, 3, 5], number, where) == order


@given(st.lists(st.integers(1, 50), min_size=1, unique=True), st.data(), st.sampled_from(Direction))
def test_moving_loses_and_doubles_nothing(order: list[int], data: st.DataObject, where: Direction) -> None:
    number = data.draw(st.sampled_from(order))
    there = moved(order, number, where)
    assert sorted(there) == sorted(order)
    back = Direction.UP if where is Direction.DOWN else Direction.DOWN
    assert there == order or moved(there, number, back) == order
