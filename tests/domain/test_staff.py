"""What a director cannot do to whom: nobody is left without a reader, no program without a director."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from client_app.domain.absences import Absence
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.staff import (
    Covering,
    StaffMember,
    StaffState,
    why_not_cover,
    why_not_disable,
    why_not_enable,
    why_not_hand_over,
    why_not_leave,
    why_not_return,
    why_not_take,
)

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
WEEK = timedelta(days=7)
CARLA = StaffMember(1, "Carla", Role.COUNSELOR, has_joined=True, is_disabled=False)
CORY = replace(CARLA, id=2, name="Cory")
DORA = replace(CARLA, id=3, name="Dora", role=Role.DIRECTOR)
AWAY = Absence(NOW - WEEK, NOW + WEEK)
LATER = Absence(NOW + WEEK, NOW + 2 * WEEK)


def said(reason: Sentence | None) -> str | None:
    """The sentence in English."""
    return reason.english() if reason else None


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, StaffState.ACTIVE),
        ({"absence": AWAY}, StaffState.AWAY),
        ({"absence": LATER}, StaffState.ACTIVE),
        ({"has_joined": False}, StaffState.INVITED),
        ({"has_joined": False, "is_disabled": True}, StaffState.DISABLED),
        ({"absence": AWAY, "is_disabled": True}, StaffState.DISABLED),
    ],
)
def test_where_somebody_stands(change: dict[str, Any], state: StaffState) -> None:
    assert replace(CARLA, **change).state(NOW) is state


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (CARLA, None),
        (replace(CARLA, is_disabled=True), "Carla is disabled already."),
        (
            replace(CARLA, participants=1),
            "Carla looks after one participant. Hand them over, or choose a cover who is there.",
        ),
        (
            replace(CARLA, participants=12),
            "Carla looks after 12 participants. Hand them over, or choose a cover who is there.",
        ),
        (replace(CARLA, participants=12, has_cover_there=True), None),
        (replace(CARLA, covers=(Covering("Olive", None),)), "Carla covers for Olive. Choose another cover first."),
        (
            replace(CARLA, covers=(Covering("Olive", AWAY), Covering("Sam", LATER))),
            "Carla covers for Olive, Sam. Choose another cover first.",
        ),
        (DORA, None),
        (
            replace(DORA, is_last_director=True),
            "This is the last active director. Somebody must be left who can run the program.",
        ),
        (replace(CARLA, has_joined=False), None),
    ],
)
def test_nobody_is_disabled_on_whom_somebody_depends(member: StaffMember, reason: str | None) -> None:
    assert said(why_not_disable(member)) == reason


def test_only_who_is_disabled_is_enabled() -> None:
    assert why_not_enable(replace(CARLA, is_disabled=True)) is None
    assert said(why_not_enable(CARLA)) == "Carla is not disabled."


def test_an_empty_caseload_is_not_handed_over() -> None:
    assert why_not_hand_over(replace(CARLA, participants=1)) is None
    assert said(why_not_hand_over(CARLA)) == "Nobody is in this caseload."


@pytest.mark.parametrize(
    ("member", "takes"),
    [
        (CARLA, True),
        (replace(CARLA, absence=AWAY), True),
        (DORA, False),
        (replace(CARLA, is_disabled=True), False),
        (replace(CARLA, has_joined=False), False),
    ],
)
def test_only_an_active_counselor_takes_people_on_and_needs_a_cover(member: StaffMember, takes: bool) -> None:
    assert (why_not_take(member) is None) is takes
    assert (why_not_leave(member) is None) is takes


def test_only_who_is_away_comes_back() -> None:
    assert why_not_return(replace(CARLA, absence=LATER)) is None
    assert said(why_not_return(CARLA)) == "Carla is not away."


@pytest.mark.parametrize(
    ("member", "cover", "reason"),
    [
        (CARLA, CORY, None),
        (CARLA, CARLA, "Please choose somebody else."),
        (CARLA, DORA, "Dora cannot take anybody on now: only an active counselor can."),
        (CARLA, replace(CORY, absence=AWAY), "Cory is away in these days as well."),
        (CARLA, replace(CORY, absence=LATER), None),
        (
            replace(CARLA, covers=(Covering("Olive", AWAY),)),
            CORY,
            "Carla covers for Olive in these days. Choose another cover for them first.",
        ),
        (replace(CARLA, covers=(Covering("Olive", LATER),)), CORY, None),
        (
            replace(CARLA, covers=(Covering("Olive", LATER), Covering("Gus", None))),
            CORY,
            "Carla covers for Gus in these days. Choose another cover for them first.",
        ),
    ],
)
def test_a_cover_is_there_and_leaves_nobody_else_alone(
    member: StaffMember, cover: StaffMember, reason: str | None
) -> None:
    assert said(why_not_cover(member, cover, AWAY)) == reason
