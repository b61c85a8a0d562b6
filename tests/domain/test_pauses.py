"""Days away: both ends included, never without a last day, never twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.pauses import LONGEST, REASON_LIMIT, Pause, TypedPause, until_before

MONDAY = date(2026, 11, 23)
BEGAN = MONDAY - timedelta(days=28)
EARLIER = Pause(MONDAY - timedelta(days=10), MONDAY - timedelta(days=5))
TOO_EARLY = "The time in the program began on 2026-10-26."
TWICE = "Some of these days are in an earlier time away already."
REASON = "In the hospital for his knee."


def day(number: int) -> date:
    """A day so many days after Monday."""
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize(("number", "is_covered"), [(-1, False), (0, True), (3, True), (4, False)])
def test_both_ends_are_days_away(number: int, is_covered: bool) -> None:
    pause = Pause(day(0), day(3))
    assert pause.covers(day(number)) is is_covered
    assert pause.back_on == day(4)


@pytest.mark.parametrize(
    ("first", "last", "is_both"),
    [(-3, -1, False), (-3, 0, True), (1, 2, True), (-3, 9, True), (3, 9, True), (4, 9, False)],
)
def test_two_overlap_when_a_day_is_in_both(first: int, last: int, is_both: bool) -> None:
    other = Pause(day(first), day(last))
    assert other.overlaps(Pause(day(0), day(3))) is is_both
    assert Pause(day(0), day(3)).overlaps(other) is is_both


@given(*[st.integers(-9, 9)] * 2, *[st.integers(0, 9)] * 2)
def test_overlapping_is_having_a_day_in_common(one: int, two: int, length: int, other_length: int) -> None:
    first, second = Pause(day(one), day(one + length)), Pause(day(two), day(two + other_length))
    shared = [number for number in range(-9, 19) if first.covers(day(number)) and second.covers(day(number))]
    assert first.overlaps(second) is bool(shared)


@pytest.mark.parametrize(
    ("first", "last", "reason", "problems"),
    [
        (day(0), day(0), REASON, {}),
        (day(-4), day(0), REASON, {}),
        (BEGAN, day(0), REASON, {"last_on": TWICE}),
        (BEGAN - timedelta(days=1), day(0), REASON, {"first_on": TOO_EARLY, "last_on": TWICE}),
        (day(-5), day(0), REASON, {"last_on": TWICE}),
        (None, day(0), REASON, {"first_on": "Please choose the first day away."}),
        (day(0), None, REASON, {"last_on": "Please choose the last day away. It can be changed later."}),
        (day(-3), day(-1), REASON, {"last_on": "Please choose a last day from today on."}),
        (day(2), day(1), REASON, {"last_on": "The last day away comes after the first."}),
        (day(0), day(LONGEST.days - 1), REASON, {}),
        (day(0), day(LONGEST.days), REASON, {"last_on": "Please choose 180 days at most."}),
        (day(0), date.max, REASON, {"last_on": "Please choose 180 days at most."}),
        (day(0), day(1), "", {"reason": "Please write a short reason."}),
        (day(0), day(1), "x" * REASON_LIMIT, {}),
    ],
)
def test_what_cannot_be_kept(first: date | None, last: date | None, reason: str, problems: dict[str, str]) -> None:
    typed = TypedPause(first, last, reason)
    found = typed.problems(BEGAN, MONDAY, [EARLIER])
    assert {name: problem.english() for name, problem in found.items()} == problems
    if not found and first and last:
        assert typed.pause() == Pause(first, last)


@pytest.mark.parametrize("reason", ["x" * (REASON_LIMIT + 1), "a\0b", "\ud800"])
def test_a_reason_that_cannot_be_kept(reason: str) -> None:
    assert set(TypedPause(MONDAY, MONDAY, reason).problems(BEGAN, MONDAY, ())) == {"reason"}


@pytest.mark.parametrize(("first", "last"), [(None, MONDAY), (MONDAY, None)])
def test_without_both_days_there_is_none(first: date | None, last: date | None) -> None:
    with pytest.raises(ValueError, match="first and a last day"):
        TypedPause(first, last, REASON).pause()


@pytest.mark.parametrize(
    ("back_on", "left"),
    [(day(2), Pause(day(0), day(1))), (day(1), Pause(day(0), day(0))), (day(0), None), (day(-3), None)],
)
def test_who_is_back_is_not_away_any_more(back_on: date, left: Pause | None) -> None:
    assert until_before(Pause(day(0), day(5)), back_on) == left
