"""What is usual for a person, and what keeps coming back."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest

from client_app.domain.answers import Answer
from client_app.domain.history import History, PastDay
from client_app.domain.local_days import ONE_DAY
from client_app.domain.thresholds import Thresholds

TODAY = date(2026, 11, 23)


def history(item: str, answers: Sequence[Answer | None], *, first_back: int) -> History:
    """Give daily check-ins in a row, the first so many days ago; ``None`` is a day without a check-in."""
    return History(
        tuple(
            PastDay(TODAY - ONE_DAY * (first_back - offset), {item: answer})
            for offset, answer in enumerate(answers)
            if answer is not None
        )
    )


@pytest.mark.parametrize(
    ("answers", "first_back", "expected"),
    [
        ([2, 2, 2, 2], 4, None),  # four answers are too few
        ([2, 2, 2, 2, 2], 5, 2.0),
        ([0, 9, 1, 8, 2], 5, 2.0),  # the middle one, whatever the order
        ([1, 2, 3, 4, 9, 9], 6, 3.5),  # between the two in the middle
        ([2, 2, "skip", 2, 2], 5, None),  # a skip is no figure
        ([2, 2, "skip", 2, 2, 2], 6, 2.0),
        ([2, None, 2, None, 2, None, 2, None, 2], 9, 2.0),
        ([2, 2, 2, 2, 2], 14, 2.0),  # the 14th day before counts
        ([2, 2, 2, 2, 2], 15, None),  # the 15th does not
        ([2, 2, 2, 2, 2], 4, None),  # nor does the day itself
        ([2, 2, 2, 2, 2, 9, 9, 9, 9], 5, 2.0),  # nor later days
    ],
)
def test_the_usual_is_the_median_of_the_days_before(
    answers: list[Answer | None], first_back: int, expected: float | None
) -> None:
    past = history("craving_now", answers, first_back=first_back)
    assert past.baseline("craving_now", TODAY, Thresholds()) == expected


def test_the_usual_follows_the_programs_own_figures() -> None:
    past = history("craving_now", [1, 1, 5, 5, 5], first_back=5)
    assert past.baseline("craving_now", TODAY, Thresholds(baseline_days=3, baseline_answers=3)) == 5.0
    assert past.baseline("craving_now", TODAY, Thresholds(baseline_answers=6)) is None


def test_the_usual_of_one_item_is_not_anothers() -> None:
    past = history("craving_now", [1, 1, 5, 5, 5], first_back=5)
    assert past.baseline("craving_worst", TODAY, Thresholds()) is None


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        # {days from today: answer}; the run contains today, whose answer is "missed"
        ({}, [0]),
        ({-1: "missed"}, [-1, 0]),
        ({-1: "taken"}, [0]),
        ({-1: "skip", -2: "missed"}, [0]),  # a skip is an answer
        ({-1: None, -2: "missed"}, [-2, 0]),  # not answered: passed over
        ({-2: "missed"}, [-2, 0]),  # no check-in on the day between
        ({-30: "missed"}, [-30, 0]),
        ({-1: "missed", -2: "taken", -3: "missed"}, [-1, 0]),
        ({1: "missed"}, [0, 1]),  # a backfill joins what came later
        ({1: "taken", -1: "missed"}, [-1, 0]),
        ({-1: "missed", 1: "missed", 2: "taken", 3: "missed"}, [-1, 0, 1]),
        ({0: "taken", -1: "missed"}, [-1, 0]),  # a change replaces what the day said before
    ],
)
def test_times_running_follow_one_answer_to_the_next(others: dict[int, str | None], expected: list[int]) -> None:
    this = PastDay(TODAY, {"medication": "missed"})
    past = [
        PastDay(TODAY + ONE_DAY * offset, {"medication": answer} if answer else {"mood": 3})
        for offset, answer in others.items()
    ]
    for order in permutations(past):
        run = History(order).times_running("medication", this, lambda answer: answer == "missed")
        assert [(day - TODAY).days for day in run] == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({-1: 1, -2: 2}, [-2, -1, 0]),
        ({-1: 1, -2: 3}, [-1, 0]),
        ({-1: 1, -3: 1}, [-1, 0]),  # a day without a check-in ends it
        ({-1: None, -2: 1}, [0]),  # and so does a day without an answer
        ({-1: "skip", -2: 1}, [0]),
        ({-1: 1, 1: 1}, [-1, 0, 1]),
        ({1: 1, 2: 1, 4: 1}, [0, 1, 2]),
        ({0: 5, -1: 1}, [-1, 0]),
    ],
)
def test_days_running_follow_one_local_day_to_the_next(others: dict[int, Answer | None], expected: list[int]) -> None:
    this = PastDay(TODAY, {"mood": 2})
    past = [
        PastDay(TODAY + ONE_DAY * offset, {"mood": answer} if answer is not None else {"sleep": 3})
        for offset, answer in others.items()
    ]
    for order in permutations(past):
        run = History(order).days_running("mood", this, lambda answer: isinstance(answer, int) and answer <= 2)
        assert [(day - TODAY).days for day in run] == expected
