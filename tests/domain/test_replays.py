"""Other thresholds over the check-ins of the last weeks: judged as they were judged when they came in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.answers import Answer
from client_app.domain.check_ins import Kind
from client_app.domain.flag_rules import RULES, findings
from client_app.domain.history import REMEMBERED
from client_app.domain.pauses import Pause
from client_app.domain.replays import Sent, Window, firings
from client_app.domain.stays import Stay
from client_app.domain.thresholds import RANGES, Thresholds
from tests.support.cases import case

ZONE = ZoneInfo("America/Chicago")
TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 18, tzinfo=UTC)
"""12:00 in Chicago, past the hour at which quiet days are looked for."""
WINDOW = Window(TODAY - timedelta(days=29), TODAY, ZONE, NOON)
ENROLLED = Stay(date(2026, 9, 1), None)
ALL = frozenset(rule.code for rule in RULES)


def sent(back: int, kind: Kind = Kind.DAILY, late: int = 0, **answers: Answer) -> Sent:
    """What was sent for the day so many days back, in the evening, or so many days later."""
    return Sent(TODAY - timedelta(days=back), kind, answers, NOON + timedelta(hours=8) - timedelta(days=back - late))


def count(*found: Sent, code: str = "craving", **figures: int) -> int:
    """How often a rule fires over what was sent, by these figures."""
    ordered = sorted(found, key=lambda one: one.arrived_at)
    return firings(ordered, (), frozenset({code}), Thresholds(**figures), WINDOW)[code]


def test_a_lower_line_raises_more() -> None:
    days = [sent(back, craving_now=craving) for back, craving in enumerate((9, 7, 6, 5, 8))]
    assert count(*days) == 2
    assert count(*days, craving_high=7) == 3
    assert count(*days, craving_high=5) == 5


def test_only_days_of_the_window_count_and_those_before_are_remembered() -> None:
    assert count(sent(29, craving_now=9), sent(30, craving_now=9)) == 1
    usual = [sent(back, craving_now=2) for back in range(30, 36)]
    assert count(sent(29, craving_now=5), *usual) == 1
    assert count(sent(29, craving_now=5), *usual, craving_rise=4) == 0
    far = [sent(29 + REMEMBERED.days + back, craving_now=2) for back in range(6)]
    assert count(sent(29, craving_now=5), *far, baseline_days=35) == 0
    assert count(sent(29, craving_now=5), *far, baseline_days=35, baseline_answers=1) == 1


def test_the_rules_remember_as_far_as_any_usual_reaches() -> None:
    assert REMEMBERED.days >= RANGES["baseline_days"][1]


def test_a_day_counts_once_however_often_its_rule_fires() -> None:
    twice = [sent(1, used="yes"), sent(1, Kind.UPDATE, used="yes"), sent(1, Kind.UPDATE, late=1, used="yes")]
    assert count(*twice, code="any_use") == 1
    assert count(*twice, sent(2, Kind.UPDATE, used="yes"), code="any_use") == 2


def test_a_check_in_is_judged_beside_what_had_come_in_before_it() -> None:
    in_time = [sent(back, mood=1) for back in (3, 2, 1)]
    assert count(*in_time, code="mood_low") == 1
    late = [sent(3, mood=1), sent(2, late=2, mood=1), sent(1, mood=1)]
    assert count(*late, code="mood_low") == 1  # on the day in between, which came in last
    assert count(*in_time, code="mood_low", mood_days=4) == 0


@pytest.mark.parametrize(
    ("stay", "figures", "quiet"),
    [
        (ENROLLED, {}, 30),
        (ENROLLED, {"quiet_hour": 13}, 29),  # today it is not 13:00 yet
        (replace(ENROLLED, started_on=TODAY - timedelta(days=4)), {}, 3),
        (replace(ENROLLED, started_on=TODAY - timedelta(days=4)), {"quiet_days": 4}, 1),
        (replace(ENROLLED, ended_on=TODAY - timedelta(days=9)), {}, 20),
        (replace(ENROLLED, pauses=(Pause(TODAY - timedelta(days=9), TODAY),)), {}, 20),
        (replace(ENROLLED, started_on=TODAY + timedelta(days=1)), {}, 0),
    ],
)
def test_silence_is_found_on_each_morning_of_a_stay(stay: Stay, figures: dict[str, int], quiet: int) -> None:
    found = firings((), (stay,), frozenset({"quiet_days"}), Thresholds(**figures), WINDOW)
    assert found == {"quiet_days": quiet}


def test_a_word_that_came_in_later_was_not_known_in_the_morning() -> None:
    recent = (replace(ENROLLED, started_on=TODAY - timedelta(days=4)),)
    codes = frozenset({"quiet_days"})
    assert firings([sent(3)], recent, codes, Thresholds(), WINDOW)["quiet_days"] == 1
    late = [replace(sent(3), arrived_at=NOON - timedelta(days=2))]
    assert firings(late, recent, codes, Thresholds(), WINDOW)["quiet_days"] == 2
    both = [sent(3, Kind.UPDATE), replace(sent(3), arrived_at=NOON)]
    assert firings(both, recent, codes, Thresholds(), WINDOW)["quiet_days"] == 1


def test_nothing_is_run_that_was_not_asked_for() -> None:
    assert firings([sent(1, craving_now=9)], (ENROLLED,), frozenset(), Thresholds(), WINDOW) == {}


answers = st.fixed_dictionaries(
    {},
    optional={
        "craving_now": st.integers(0, 10),
        "confidence": st.integers(0, 10),
        "mood": st.integers(1, 5),
        "medication": st.sampled_from(["taken", "missed"]),
        "safety": st.sampled_from(["no", "skip", "passive", "active"]),
    },
)


@given(st.lists(st.none() | answers, min_size=1, max_size=20))
def test_each_day_is_judged_as_the_real_rules_judge_it(days: list[dict[str, Any] | None]) -> None:
    """Today first: each day beside the days before it."""
    ordered = [sent(back, **given) for back, given in reversed(list(enumerate(days))) if given is not None]
    replayed = firings(ordered, (), ALL - {"quiet_days"}, Thresholds(), WINDOW)
    real = [
        finding.code
        for back, given in enumerate(days)
        if given is not None
        for finding in findings(case(given, days[back + 1 :]))
    ]
    assert replayed == {code: real.count(code) for code in set(real)}
