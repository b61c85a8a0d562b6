"""Which words a plan can keep."""

import pytest

from client_app.domain.plans import (
    ENTRY_LIMIT,
    PART_LIMIT,
    PART_WORDS,
    PARTS,
    SafetyPlan,
    read_entry,
    readable,
    version_seen,
    why_not_kept,
)
from client_app.domain.refusals import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Walk to the river", "Walk to the river"),
        ("  Call\r\nmy sister \n", "Call my sister"),
        ("x" * ENTRY_LIMIT, "x" * ENTRY_LIMIT),
        ("Caminar al río 🌊", "Caminar al río 🌊"),
    ],
)
def test_an_entry_is_one_trimmed_line(typed: str, kept: str) -> None:
    assert read_entry(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Please write a few words first."),
        (" \r\n\t", "Please write a few words first."),
        ("x" * (ENTRY_LIMIT + 1), "This is too long to keep: 201 characters. Please keep it to 200."),
        ("tea\0", "Some characters here could not be read. Please look at it and send it again."),
        ("tea\ufffd", "Some characters here could not be read. Please look at it and send it again."),
        ("tea" + chr(0xD800), "Some characters here could not be read. Please look at it and send it again."),
    ],
)
def test_an_entry_that_cannot_be_kept_says_why(typed: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_entry(typed)
    assert refused.value.reason.english() == why


@pytest.mark.parametrize(("length", "is_kept"), [(PART_LIMIT, True), (PART_LIMIT + 1, False)])
def test_a_part_has_a_longest_length(length: int, is_kept: bool) -> None:
    assert (why_not_kept("x" * length, PART_LIMIT) is None) is is_kept


def test_a_line_break_counts_once_however_it_was_sent() -> None:
    plan = SafetyPlan.read({"own_steps": "a\r\n" * (PART_LIMIT // 2 - 1) + "b\r"})
    assert not plan.problems()


def test_a_safety_plan_is_read_from_its_own_fields_alone() -> None:
    plan = SafetyPlan.read({"warning_signs": " I go quiet. ", "people_to_ask": "Rosa", "csrf_token": "x"})
    assert plan == SafetyPlan(warning_signs="I go quiet.", people_to_ask="Rosa")


def test_problems_stand_beside_their_part() -> None:
    plan = SafetyPlan(own_steps="x" * (PART_LIMIT + 1), professionals="\0", people_to_ask="Rosa")
    assert list(plan.problems()) == ["own_steps", "professionals"]


def test_an_empty_plan_is_no_problem() -> None:
    assert SafetyPlan().problems() == {}


def test_each_of_the_six_parts_has_words() -> None:
    assert tuple(PART_WORDS) == PARTS
    assert len(PARTS) == 6


def test_what_no_page_can_carry_is_left_out_when_shown_again() -> None:
    assert readable("te\0a\ufffd") == "tea"


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ({"version": "3"}, 3),
        ({}, 0),
        ({"version": ""}, 0),
        ({"version": "-3"}, 0),
        ({"version": "٣"}, 0),
        ({"version": "x"}, 0),
    ],
)
def test_the_version_that_a_form_was_opened_with(typed: dict[str, str], seen: int) -> None:
    assert version_seen(typed) == seen
