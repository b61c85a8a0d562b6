"""What rules and thresholds are called, and which figures belong to which rule."""

import re

import pytest

from client_app.domain.flag_rules import RULES
from client_app.domain.flags import Severity
from client_app.domain.rule_words import (
    FIGURE_WORDS,
    FIGURES_OF,
    RULE_NAMES,
    figure_changes,
    rules_changed,
    why_not_figure,
)
from client_app.domain.thresholds import RANGES, Thresholds, contradictions


def test_every_rule_and_every_threshold_has_its_words() -> None:
    assert list(RULE_NAMES) == [rule.code for rule in RULES]
    assert set(FIGURE_WORDS) == set(RANGES)


def test_each_threshold_belongs_to_one_rule_and_none_to_an_urgent_one() -> None:
    names = [name for names in FIGURES_OF.values() for name in names]
    assert sorted(names) == sorted(RANGES)
    severities = {rule.code: rule.severity for rule in RULES}
    assert all(severities[code] < Severity.URGENT for code in FIGURES_OF)


def test_a_rules_figures_are_the_ones_that_it_says() -> None:
    for rule in RULES:
        said = set(re.findall(r"%\((\w+)\)s", rule.summary))
        assert said == set(FIGURES_OF.get(rule.code, ())) - {
            "quiet_hour"
        }  # when the worker looks, not what it looks for


def test_what_one_version_set_differently() -> None:
    before, after = Thresholds(), Thresholds(craving_high=9, mood_days=4)
    assert [(one.name, one.before, one.after) for one in figure_changes(before, after)] == [
        ("craving_high", 8, 9),
        ("mood_days", 3, 4),
    ]
    assert figure_changes(before, after)[0].label == "Flag craving from"
    assert rules_changed(before, after) == {"craving", "mood_low"}
    assert rules_changed(before, before) == frozenset()


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        *[(taken, True) for taken in ("1", "10", "008")],
        *[(refused, False) for refused in ("", "0", "11", "8.0", "-8", "+8", "٨", "8 ", "eight", "0008", "9" * 5000)],
    ],
)
def test_a_figure_is_plain_digits_within_its_range(typed: str, is_taken: bool) -> None:
    why_not = why_not_figure("craving_high", typed)
    assert (why_not is None) == is_taken
    if why_not:
        assert why_not.english() == "Please type a whole number from 1 to 10."


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"craving_floor": 8, "craving_high": 8}, {}),
        ({"craving_floor": 9, "craving_high": 8}, {"craving_floor": "(8)"}),
        ({"craving_floor": 9}, {}),
        ({"baseline_answers": 14, "baseline_days": 14}, {}),
        ({"baseline_answers": 15, "baseline_days": 14}, {"baseline_answers": "(14)"}),
        ({"baseline_days": 1}, {}),
    ],
)
def test_figures_that_contradict_each_other_say_so(figures: dict[str, int], said: dict[str, str]) -> None:
    found = contradictions(figures)
    assert set(found) == set(said)
    assert all(said[name] in found[name].english() for name in said)
