"""A counselor's nudge: to whom, and one a day."""

import pytest

from client_app.domain.nudges import NOT_IN_PROGRAM, NUDGE_WORDS, ONE_A_DAY, why_not_nudge
from client_app.domain.sentences import Sentence


@pytest.mark.parametrize(
    ("takes_part", "was_nudged_today", "reason"),
    [
        (True, False, None),
        (True, True, ONE_A_DAY),
        (False, False, NOT_IN_PROGRAM),
        (False, True, NOT_IN_PROGRAM),
    ],
)
def test_whoever_takes_part_is_nudged_once_a_day(
    takes_part: bool, was_nudged_today: bool, reason: Sentence | None
) -> None:
    assert why_not_nudge(takes_part=takes_part, was_nudged_today=was_nudged_today) == reason


def test_the_texts_are_few_and_short() -> None:
    assert 3 <= len(NUDGE_WORDS) <= 8
    assert all(len(words) <= 80 and words.endswith(".") for words in NUDGE_WORDS.values())
