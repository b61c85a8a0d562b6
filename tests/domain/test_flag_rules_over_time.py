"""The rules that look at the days around a check-in: craving above the own usual, runs, quiet days, own thresholds."""

import pytest

from client_app.domain.answers import Answer
from client_app.domain.check_ins import Kind
from client_app.domain.flag_rules import findings
from client_app.domain.flags import Severity
from client_app.domain.history import History, PastDay
from client_app.domain.local_days import ONE_DAY
from client_app.domain.thresholds import Thresholds
from tests.support.cases import TODAY, case, codes, only

USUAL_4: list[dict[str, Answer]] = [{"craving_now": 4, "craving_worst": 2}] * 5
"""Five days on which craving was 4 and 2 at its strongest."""


@pytest.mark.parametrize(
    ("answers", "past", "reason", "raised_by", "baseline"),
    [
        ({"craving_now": 7}, [], None, [], None),
        ({"craving_now": 8}, [], "Craving 8 of 10 now; the line is 8.", ["craving_now"], None),
        ({"craving_worst": 7}, [], None, [], None),
        (
            {"craving_now": 3, "craving_worst": 8},
            [],
            "Strongest craving 8 of 10 in the last 24 hours; the line is 8.",
            ["craving_worst"],
            None,
        ),
        (
            {"craving_now": 9, "craving_worst": 10},
            USUAL_4,
            "Craving 9 of 10 now; the line is 8.",
            ["craving_now", "craving_worst"],
            4.0,
        ),
        # above the own usual of 4, and of 2 at its strongest
        ({"craving_now": 6, "craving_worst": 4}, USUAL_4, None, [], None),
        (
            {"craving_now": 7, "craving_worst": 4},
            USUAL_4,
            "Craving 7 of 10 now; usual is 4 over the last 14 days.",
            ["craving_now"],
            4.0,
        ),
        ({"craving_now": 7}, USUAL_4[:4], None, [], None),  # four answers make no usual
        (
            {"craving_now": 6, "craving_worst": 5},
            USUAL_4,
            "Strongest craving 5 of 10 in the last 24 hours; usual is 2 over the last 14 days.",
            ["craving_worst"],
            2.0,
        ),
        # a high figure speaks before a risen one
        (
            {"craving_now": 7, "craving_worst": 9},
            USUAL_4,
            "Strongest craving 9 of 10 in the last 24 hours; the line is 8.",
            ["craving_worst", "craving_now"],
            2.0,
        ),
        ({"craving_now": "skip", "craving_worst": "skip"}, USUAL_4, None, [], None),
    ],
)
def test_craving_is_high_or_above_the_own_usual(
    answers: dict[str, Answer],
    past: list[dict[str, Answer]],
    reason: str | None,
    raised_by: list[str],
    baseline: float | None,
) -> None:
    finding = only(findings(case(answers, past)), "craving")
    assert (finding.reason.english() if finding else None) == reason
    assert (dict(finding.inputs) if finding else {}) == {item: answers[item] for item in raised_by}
    assert (finding.baseline if finding else None) == baseline


@pytest.mark.parametrize("item", ["craving_now", "craving_worst"])
@pytest.mark.parametrize(
    ("usual_days", "value", "fires"),
    [
        ([0, 0, 0, 0, 0], 4, False),  # below the floor, however far above the usual
        ([0, 0, 0, 0, 0], 5, True),
        ([2, 2, 2, 2, 2], 5, True),  # three above
        ([2, 2, 2, 3, 3, 3], 5, False),  # 2.5 above 2.5
        ([2, 2, 2, 3, 3, 3], 6, True),
        ([3, 3, 3, 3, 3], 5, False),
        ([4, 4, 4, 4, 4], 7, True),
        ([4, 4, 4, 5, 5, 5], 7, False),
        ([10, 10, 10, 10, 10], 8, True),  # high for everybody
        ([10, 10, 10, 10, 10], 7, False),
    ],
)
def test_a_rise_needs_the_floor_and_three_above_the_usual(
    item: str, usual_days: list[int], value: int, *, fires: bool
) -> None:
    found = findings(case({item: value}, [{item: usual} for usual in usual_days]))
    assert codes(found) == (["craving"] if fires else [])


MISSED: dict[str, Answer] = {"medication": "missed"}
TAKEN: dict[str, Answer] = {"medication": "taken"}
SKIPPED: dict[str, Answer] = {"safety": "skip"}
SAFE: dict[str, Answer] = {"safety": "no"}
LOW: dict[str, Answer] = {"mood": 2}
FAIR: dict[str, Answer] = {"mood": 3}


@pytest.mark.parametrize(
    ("code", "answers", "past", "reason", "days_back"),
    [
        ("medication_missed", MISSED, [], None, []),
        ("medication_missed", MISSED, [MISSED], "Missed the medication 2 times running.", [1, 0]),
        ("medication_missed", MISSED, [{"mood": 4}, None, MISSED], "Missed the medication 2 times running.", [3, 0]),
        ("medication_missed", MISSED, [TAKEN, MISSED], None, []),
        ("medication_missed", MISSED, [{"medication": "skip"}, MISSED], None, []),
        ("medication_missed", TAKEN, [MISSED, MISSED], None, []),
        ("medication_missed", {}, [MISSED, MISSED], None, []),
        ("safety_skipped", SKIPPED, [], None, []),
        ("safety_skipped", SKIPPED, [SKIPPED], "Skipped the question about safety 2 times running.", [1, 0]),
        ("safety_skipped", SKIPPED, [SAFE, SKIPPED], None, []),
        ("safety_skipped", {}, [SKIPPED, SKIPPED], None, []),
        ("mood_low", LOW, [LOW], None, []),
        ("mood_low", LOW, [{"mood": 1}, LOW], "Mood at 2 of 5 or lower for 3 days running.", [2, 1, 0]),
        ("mood_low", LOW, [LOW, LOW, LOW], "Mood at 2 of 5 or lower for 4 days running.", [3, 2, 1, 0]),
        ("mood_low", LOW, [LOW, FAIR, LOW], None, []),
        ("mood_low", LOW, [LOW, None, LOW], None, []),
        ("mood_low", FAIR, [LOW, LOW, LOW], None, []),
        ("mood_low", {"mood": "skip"}, [LOW, LOW, LOW], None, []),
    ],
)
def test_runs_are_told_with_their_days(
    code: str,
    answers: dict[str, Answer],
    past: list[dict[str, Answer] | None],
    reason: str | None,
    days_back: list[int],
) -> None:
    finding = only(findings(case(answers, past)), code)
    assert (finding.reason.english() if finding else None) == reason
    if finding:
        days = tuple((TODAY - ONE_DAY * back).isoformat() for back in days_back)
        assert finding.inputs == {**answers, "days": days}
    assert only(findings(case(answers, past, kind=Kind.UPDATE)), code) is None  # an update is no day of a run


@pytest.mark.parametrize(("code", "answers"), [("medication_missed", MISSED), ("mood_low", LOW)])
def test_a_backfilled_yesterday_completes_a_run(code: str, answers: dict[str, Answer]) -> None:
    around = History(tuple(PastDay(TODAY + ONE_DAY * offset, answers) for offset in (-1, 1)))
    finding = only(findings(case(answers, history=around)), code)
    assert finding is not None
    assert finding.inputs["days"] == ("2026-11-22", "2026-11-23", "2026-11-24")


def test_quiet_days_need_no_check_in() -> None:
    quiet = (TODAY - ONE_DAY * 2, TODAY - ONE_DAY)
    [finding] = findings(case({}, quiet=quiet))
    assert (finding.code, finding.severity) == ("quiet_days", Severity.NEXT_CONTACT)
    assert finding.reason.english() == "No check-in and no update for 2 days running."
    assert finding.inputs == {"days": ("2026-11-21", "2026-11-22")}


@pytest.mark.parametrize("item", ["confidence", "mood"])
def test_a_low_figure_keeps_the_own_usual_beside_it(item: str) -> None:
    [finding] = findings(case({item: 1}, [{item: 1}] * 5))
    assert finding.baseline == 1.0


@pytest.mark.parametrize(
    ("thresholds", "answers", "past", "code"),
    [
        (Thresholds(craving_high=9), {"craving_now": 8}, [], None),
        (Thresholds(craving_high=6), {"craving_now": 6}, [], "craving"),
        (Thresholds(craving_floor=8), {"craving_now": 7}, USUAL_4, None),
        (Thresholds(craving_rise=2), {"craving_now": 6}, USUAL_4, "craving"),
        (Thresholds(baseline_answers=6), {"craving_now": 7}, USUAL_4, None),
        (Thresholds(confidence_low=4), {"confidence": 4}, [], "confidence_low"),
        (Thresholds(medication_missed_times=3), MISSED, [MISSED], None),
        (Thresholds(safety_skipped_times=3), SKIPPED, [SKIPPED], None),
        (Thresholds(mood_low=3), FAIR, [FAIR, FAIR], "mood_low"),
        (Thresholds(mood_days=2), LOW, [LOW], "mood_low"),
    ],
)
def test_a_program_draws_its_own_lines(
    thresholds: Thresholds, answers: dict[str, Answer], past: list[dict[str, Answer]], code: str | None
) -> None:
    assert codes(findings(case(answers, past, thresholds=thresholds))) == ([code] if code else [])
