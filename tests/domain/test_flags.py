"""What a case knows of a check-in, and what a rule makes of its grounds."""

import pytest

from client_app.domain.answers import Answer, Answers
from client_app.domain.check_ins import Kind
from client_app.domain.flags import Case, Finding, Grounds, Rule, Severity
from client_app.domain.sentences import Sentence
from client_app.domain.thresholds import Thresholds
from tests.support.cases import TODAY, case


def test_severities_are_ordered_by_how_soon_a_person_looks() -> None:
    assert sorted(Severity, reverse=True) == [Severity.URGENT, Severity.SAME_DAY, Severity.NEXT_CONTACT]
    assert [int(severity) for severity in Severity] == [1, 2, 3]  # as stored


@pytest.mark.parametrize(
    ("answers", "mood", "has_used_opioid"),
    [
        ({"mood": 2, "used_what": ("alcohol", "opioid")}, 2, True),
        ({"mood": "skip", "used_what": ("alcohol",)}, None, False),
        ({"used_what": "skip"}, None, False),
        ({"used_what": "opioid"}, None, False),  # never stored so
        ({}, None, False),
    ],
)
def test_a_case_reads_answers_as_stored(answers: dict[str, Answer], mood: int | None, *, has_used_opioid: bool) -> None:
    asked = case(Answers(answers))
    assert (asked.number("mood"), asked.has_used("opioid")) == (mood, has_used_opioid)
    assert asked.given("mood", "sleep") == {item: answers[item] for item in ("mood",) if item in answers}


def test_a_case_is_of_a_sent_daily_check_in_unless_said_otherwise() -> None:
    plain = Case({}, TODAY, case({}).history, Thresholds())
    assert (plain.kind, plain.is_draft, plain.quiet) == (Kind.DAILY, False, ())


def test_a_run_needs_this_check_ins_own_answer() -> None:
    assert case({"mood": 2}, [{"mood": 2}]).times_running("mood", 2) != ()
    assert case({"mood": 3}, [{"mood": 2}]).times_running("mood", 2) == ()
    assert case({"mood": 2}, [{"mood": 2}], kind=Kind.UPDATE).times_running("mood", 2) == ()
    assert len(case({"mood": 1}, [{"mood": 2}]).days_running("mood", 2)) == 2
    assert case({}, [{"mood": 2}]).days_running("mood", 2) == ()
    assert case({"mood": 1}, [{"mood": 2}], kind=Kind.UPDATE).days_running("mood", 2) == ()


def test_a_rule_signs_its_grounds_with_code_and_severity() -> None:
    said = Sentence("Slept %(value)s of 5.", {"value": 1})
    rule = Rule(
        "sleep_low",
        Severity.NEXT_CONTACT,
        "Sleep is %(mood_low)s of 5 or lower.",
        lambda asked: Grounds(said, asked.given("sleep"), 3.0) if asked.number("sleep") == 1 else None,
    )
    assert rule.applies(case({"sleep": 2})) is None
    assert rule.applies(case({"sleep": 1})) == Finding("sleep_low", Severity.NEXT_CONTACT, said, {"sleep": 1}, 3.0)
    assert rule.summary_with(Thresholds(mood_low=3)).english() == "Sleep is 3 of 5 or lower."
