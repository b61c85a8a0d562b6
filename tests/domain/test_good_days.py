"""What counts as good, on both sides of each line."""

from collections.abc import Mapping

import pytest

from client_app.domain.answers import Answer
from client_app.domain.good_days import good_signs


@pytest.mark.parametrize(
    ("answers", "usual", "said"),
    [
        ({}, None, []),
        ({"craving_now": 2}, None, ["Craving was low: 2 of 10."]),
        ({"craving_now": 3}, None, []),
        ({"craving_now": 4}, 6.0, ["Craving 4 of 10, lower than the usual 6."]),
        ({"craving_now": 5}, 6.5, []),
        ({"craving_now": 1}, 3.5, ["Craving 1 of 10, lower than the usual 3.5."]),
        ({"craving_now": 1}, 1.0, ["Craving was low: 1 of 10."]),
        ({"craving_now": "skip"}, 6.0, []),
        ({"mood": 4}, None, ["Mood was good: 4 of 5."]),
        ({"mood": 3}, None, []),
        ({"confidence": 8}, None, ["Felt sure of the plan: 8 of 10."]),
        ({"confidence": 7}, None, []),
        ({"sleep": 4}, None, ["Slept well: 4 of 5."]),
        ({"sleep": "skip"}, None, []),
        ({"craving_now": 0, "mood": 5}, None, ["Craving was low: 0 of 10.", "Mood was good: 5 of 5."]),
    ],
)
def test_good_signs(answers: Mapping[str, Answer], usual: float | None, said: list[str]) -> None:
    assert [sign.english() for sign in good_signs(answers, usual)] == said
