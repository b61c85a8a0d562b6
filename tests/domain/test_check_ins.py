"""Which questions a person is asked, and how long a check-in stays open to a change."""

from datetime import UTC, datetime, timedelta

import pytest

from client_app.domain.answers import Answer, Answers
from client_app.domain.check_ins import Kind, is_asked, may_change, questions_for, questions_left
from client_app.domain.definitions import ITEMS
from tests.support.questions import COPING_CHOICES, whole_definition

SENT_AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
DAILY = questions_for(whole_definition(), kind=Kind.DAILY, takes_medication=True, coping=COPING_CHOICES)
UPDATE = questions_for(whole_definition(), kind=Kind.UPDATE, takes_medication=True, coping=COPING_CHOICES)


@pytest.mark.parametrize(
    ("after", "open_to_change"),
    [
        (timedelta(0), True),
        (timedelta(minutes=14, seconds=59), True),
        (timedelta(minutes=15), False),
        (timedelta(days=1), False),
    ],
)
def test_a_check_in_may_be_changed_for_15_minutes(after: timedelta, open_to_change: bool) -> None:
    assert may_change(SENT_AT, SENT_AT + after) is open_to_change


def test_a_daily_check_in_asks_every_item_in_order() -> None:
    assert [question.name for question in DAILY] == list(ITEMS)


def test_medication_is_asked_only_where_it_is_on_record() -> None:
    asked = questions_for(whole_definition(), kind=Kind.DAILY, takes_medication=False, coping=COPING_CHOICES)
    assert {question.name for question in DAILY} - {question.name for question in asked} == {"medication"}


def test_what_helped_offers_the_own_strategies_and_the_kit_and_is_left_out_when_there_is_nothing_to_choose() -> None:
    assert [question.choices for question in DAILY if question.name == "coping"] == [COPING_CHOICES]
    without = questions_for(whole_definition(), kind=Kind.DAILY, takes_medication=True)
    assert {question.name for question in DAILY} - {question.name for question in without} == {"coping"}


def test_an_update_asks_only_what_may_have_changed() -> None:
    assert [question.name for question in UPDATE] == ["used", "used_what", "safety", "safe_now", "call_me", "note"]


@pytest.mark.parametrize(
    ("name", "given", "asked"),
    [
        ("mood", {}, True),
        ("used_what", {}, False),
        ("used_what", {"used": "no"}, False),
        ("used_what", {"used": "skip"}, False),
        ("used_what", {"used": "yes"}, True),
        ("safe_now", {}, False),
        ("safe_now", {"safety": "no"}, False),
        ("safe_now", {"safety": "skip"}, False),
        ("safe_now", {"safety": "passive"}, True),
        ("safe_now", {"safety": "active"}, True),
    ],
)
def test_a_branch_is_asked_only_after_its_answers(name: str, given: dict[str, Answer], asked: bool) -> None:
    [question] = [question for question in DAILY if question.name == name]
    assert is_asked(question, Answers(given)) is asked


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, ["used", "safety", "call_me", "note"]),
        ({"used": "yes"}, ["used_what", "safety", "call_me", "note"]),
        ({"used": "yes", "used_what": ("alcohol",), "safety": "skip", "note": "skip"}, ["call_me"]),
        ({"used": "no", "safety": "passive", "call_me": "no", "note": "hi"}, ["safe_now"]),
        ({"used": "no", "safety": "no", "call_me": "no", "note": "hi"}, []),
    ],
)
def test_what_is_left_follows_the_branches(given: dict[str, Answer], left: list[str]) -> None:
    assert [question.name for question in questions_left(UPDATE, Answers(given))] == left
