"""The figures of the rules: the clinical defaults, their ranges, and reading an old version."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from client_app.domain.thresholds import RANGES, Thresholds


def test_the_defaults_are_the_clinical_ones() -> None:
    assert asdict(Thresholds()) == {
        "craving_high": 8,
        "craving_floor": 5,
        "craving_rise": 3,
        "baseline_days": 14,
        "baseline_answers": 5,
        "confidence_low": 3,
        "mood_low": 2,
        "mood_days": 3,
        "medication_missed_times": 2,
        "safety_skipped_times": 2,
        "quiet_days": 2,
        "quiet_hour": 10,
    }


def test_each_threshold_has_a_range_and_nothing_else_has() -> None:
    assert list(RANGES) == list(asdict(Thresholds()))


ROOMY = {"craving_high": 10, "craving_floor": 0, "baseline_days": 35, "baseline_answers": 1}
"""Neighbours that leave each threshold its whole range."""


@pytest.mark.parametrize("name", RANGES)
def test_each_threshold_keeps_to_its_range(name: str) -> None:
    lowest, highest = RANGES[name]
    for figure in (lowest, highest):
        assert asdict(Thresholds(**{**ROOMY, name: figure}))[name] == figure
    for figure in (lowest - 1, highest + 1):
        with pytest.raises(ValueError, match=f"{name} must be a whole number from {lowest} to {highest}"):
            Thresholds(**{**ROOMY, name: figure})


@pytest.mark.parametrize("figure", [8.0, "8", True, None, float("nan")])
def test_a_threshold_is_a_whole_number(figure: Any) -> None:
    with pytest.raises(ValueError, match="craving_high must be a whole number"):
        Thresholds.from_json({"craving_high": figure})


@pytest.mark.parametrize(
    ("figures", "complaint"),
    [
        ({"craving_high": 4}, "craving_floor cannot be above craving_high"),
        ({"craving_high": 5}, None),
        ({"baseline_days": 4}, "baseline_answers cannot be more than baseline_days"),
        ({"baseline_days": 5}, None),
    ],
)
def test_thresholds_do_not_contradict_each_other(figures: dict[str, int], complaint: str | None) -> None:
    if complaint is None:
        assert Thresholds(**figures).to_json().items() >= figures.items()
        return
    with pytest.raises(ValueError, match=complaint):
        Thresholds(**figures)


def test_a_stored_version_is_read_as_it_was() -> None:
    stored = json.dumps(Thresholds(craving_high=9, quiet_hour=8).to_json())
    assert Thresholds.from_json(json.loads(stored)) == Thresholds(craving_high=9, quiet_hour=8)


def test_a_version_from_before_or_after_takes_defaults_and_drops_what_is_gone() -> None:
    assert Thresholds.from_json({"craving_high": 9, "sleep_low": 2}) == Thresholds(craving_high=9)
