"""What a program decides about its check-in, and what it cannot decide: the urgent rules fire whatever it is."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.answers import Answers, read_answers
from client_app.domain.check_in_options import (
    ALWAYS_ASKED,
    AS_SHIPPED,
    CheckInOptions,
    new_code,
    optional_questions,
    with_own_list,
)
from client_app.domain.check_ins import Kind, questions_for, questions_left, questions_taken
from client_app.domain.definitions import ITEMS, Choice, Definition
from client_app.domain.flag_rules import RULES, urgent_findings
from client_app.domain.flags import Severity
from client_app.domain.thresholds import RANGES, Thresholds
from tests.support.cases import case, codes
from tests.support.questions import COPING_CHOICES, question, text, whole_definition

STRESS, OTHER, PAIN = (Choice(code, text(code)) for code in ("stress", "other", "pain"))
OWN = CheckInOptions(triggers=(STRESS, OTHER), removed=(PAIN,))


def definition() -> Definition:
    """As the content has it: craving now, confidence and mood are no option."""
    whole = whole_definition()
    always = {"craving_now", "confidence", "mood"}
    return replace(
        whole,
        questions=tuple(replace(one, optional=one.optional and one.name not in always) for one in whole.questions),
    )


def asked(options: CheckInOptions, held: dict[str, list[str]] | None = None, kind: Kind = Kind.DAILY) -> list[str]:
    """The questions that are asked by these options."""
    found = questions_for(
        definition(), kind=kind, takes_medication=True, coping=COPING_CHOICES, options=options, held=held
    )
    return [one.name for one in found]


def triggers_of(options: CheckInOptions, held: dict[str, list[str]] | None = None) -> tuple[str, ...]:
    """The triggers that are offered by these options."""
    found = questions_for(definition(), kind=Kind.DAILY, takes_medication=True, options=options, held=held)
    return next(one.values for one in found if one.name == "triggers")


@pytest.mark.parametrize("name", sorted(ALWAYS_ASKED))
def test_what_help_depends_on_cannot_be_left_out(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} cannot be left out"):
        CheckInOptions(off=frozenset({name, "sleep"}))


def test_what_is_always_asked() -> None:
    assert {"safety", "safe_now", "used", "used_what", "call_me", "craving_now"} == ALWAYS_ASKED


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"triggers": (STRESS, STRESS, OTHER)}, "stands there twice"),
        ({"triggers": (STRESS, OTHER), "removed": (STRESS,)}, "stands there twice"),
        ({"triggers": (STRESS,)}, "'other' is always offered"),
        ({"triggers": (STRESS,), "removed": (OTHER,)}, "'other' is always offered"),
        ({"triggers": (Choice("skip", text("Skip")), OTHER)}, "'skip' is no code"),
        ({"triggers": (Choice("Pay day", text("Payday")), OTHER)}, "'Pay day' is no code"),
        ({"triggers": (Choice("day_1", text("Payday")), OTHER)}, "'day_1' is no code"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        CheckInOptions(**options)


@pytest.mark.parametrize("options", [AS_SHIPPED, OWN, CheckInOptions(frozenset({"sleep", "note"}))])
def test_a_stored_version_is_read_as_it_was(options: CheckInOptions) -> None:
    assert CheckInOptions.from_json(json.loads(json.dumps(options.to_json()))) == options


def test_nothing_that_is_stored_switches_off_what_help_depends_on() -> None:
    stored = {"off": ["safety", "sleep", "craving_now"], "triggers": [], "removed": []}
    assert CheckInOptions.from_json(stored).off == {"sleep"}


def test_without_a_decision_the_content_stands_as_it_is() -> None:
    assert asked(AS_SHIPPED) == list(ITEMS)
    assert triggers_of(AS_SHIPPED) == ("people", "place", "stress", "out_of_the_blue", "other")


def test_a_question_that_is_off_is_not_asked_and_not_left() -> None:
    options = CheckInOptions(frozenset({"sleep", "home_safe"}))
    assert asked(options) == [name for name in ITEMS if name not in {"sleep", "home_safe"}]
    questions = questions_for(definition(), kind=Kind.DAILY, takes_medication=False, options=options)
    left = questions_left(questions, Answers({"craving_now": 3, "safety": "no"}))
    assert not {"sleep", "home_safe", "craving_now"} & {one.name for one in left}


def test_a_note_that_is_off_is_off_in_an_update_too() -> None:
    assert asked(CheckInOptions(frozenset({"note"})), kind=Kind.UPDATE) == [
        "used",
        "used_what",
        "safety",
        "safe_now",
        "call_me",
    ]


@pytest.mark.parametrize("held", [[], ["4"]])
def test_a_question_that_holds_an_answer_stays_on_the_form(held: list[str]) -> None:
    assert ("sleep" in asked(CheckInOptions(frozenset({"sleep"})), {"sleep": held})) == bool(held)


def test_a_trigger_that_was_taken_off_is_offered_only_where_it_is_chosen() -> None:
    assert triggers_of(OWN) == ("stress", "other")
    assert triggers_of(OWN, {"triggers": ["pain", "stress"]}) == ("stress", "other", "pain")


def test_only_what_the_content_calls_optional_can_be_off() -> None:
    whole = definition()
    strict = Definition(whole.version, tuple(replace(one, optional=False) for one in whole.questions))
    options = CheckInOptions(frozenset({"sleep"}))
    found = questions_for(strict, kind=Kind.DAILY, takes_medication=False, options=options)
    assert "sleep" in [one.name for one in found]
    assert [one.name for one in optional_questions(whole)] == [
        "craving_worst",
        "triggers",
        "sleep",
        "medication",
        "home_safe",
        "coping",
        "note",
    ]


@pytest.mark.parametrize(
    ("value", "is_read"), [("stress", True), ("pain", True), ("people", False), ("invented", False), ("skip", True)]
)
def test_what_was_ever_on_the_list_is_taken_and_nothing_else(value: str, is_read: bool) -> None:
    """A form that was opened before the change loses nothing; the content's list is not this program's any more."""
    questions = questions_taken(definition(), kind=Kind.DAILY, takes_medication=False, options=OWN)
    reading = read_answers({"triggers": [value]}, questions)
    assert ("triggers" in reading.answers, "triggers" in reading.problems) == (is_read, not is_read)


def test_an_answer_to_a_question_that_was_switched_off_meanwhile_is_taken() -> None:
    options = CheckInOptions(frozenset({"home_safe"}))
    questions = questions_taken(definition(), kind=Kind.DAILY, takes_medication=False, options=options)
    assert read_answers({"home_safe": ["no"]}, questions).answers == {"home_safe": "no"}


def test_a_list_of_its_own_begins_with_the_contents() -> None:
    shipped = next(one.choices for one in definition().questions if one.name == "triggers")
    assert with_own_list(AS_SHIPPED, definition()).triggers == shipped
    assert with_own_list(OWN, definition()) is OWN
    assert with_own_list(AS_SHIPPED, Definition("1", ())) is AS_SHIPPED


@pytest.mark.parametrize(
    ("english", "taken", "code"),
    [
        ("Payday", (), "payday"),
        ("The holidays, and family", (), "the_holidays_and_family"),
        ("Piñata", (), "pinata"),
        ("Payday", ("payday",), "payday_a"),
        ("Payday", ("payday", "payday_a"), "payday_b"),
        ("24/7", (), "trigger"),
        ("24/7", ("trigger",), "trigger_a"),
        ("压力", (), "trigger"),
        ("Skip", (), "skip_a"),
        ("New", (), "new_a"),
        ("x" * 60, (), "x" * 40),
        ("a " * 30, (), "_".join("a" * 20)),
    ],
)
def test_a_code_is_made_once_from_the_english_words(english: str, taken: tuple[str, ...], code: str) -> None:
    assert new_code(english, taken) == code


@given(english=st.text(max_size=60), times=st.integers(1, 60))
def test_every_code_is_new_and_plain(english: str, times: int) -> None:
    used: list[str] = []
    for _ in range(times):
        used.append(new_code(english, used))
    assert len(set(used)) == times
    assert all(re.fullmatch("[a-z_]+", code) for code in used)


thresholds = st.fixed_dictionaries({name: st.integers(*bounds) for name, bounds in RANGES.items()}).filter(
    lambda found: (
        found["craving_floor"] <= found["craving_high"] and found["baseline_answers"] <= found["baseline_days"]
    )
)
options = st.frozensets(st.sampled_from(sorted(set(ITEMS) - ALWAYS_ASKED))).map(lambda off: replace(OWN, off=off))
posts = st.fixed_dictionaries(
    {},
    optional={
        "safety": st.sampled_from(["no", "passive", "active", "skip"]),
        "safe_now": st.sampled_from(["yes", "no", "skip"]),
        "used": st.sampled_from(["no", "yes", "skip"]),
        "used_what": st.sampled_from(["opioid", "alcohol", "skip"]),
        "home_safe": st.sampled_from(["yes", "no"]),
        "sleep": st.sampled_from(["1", "5"]),
        "craving_now": st.sampled_from(["0", "10"]),
    },
)


@given(figures=thresholds, chosen=options, posted=posts, is_draft=st.booleans(), kind=st.sampled_from(Kind))
def test_whatever_a_director_decides_the_urgent_rules_fire_the_same(
    figures: dict[str, int], chosen: CheckInOptions, posted: dict[str, str], kind: Kind, is_draft: bool
) -> None:
    def found(options: CheckInOptions, thresholds: Thresholds) -> list[str]:
        questions = questions_for(
            definition(),
            kind=kind,
            takes_medication=True,
            options=options,
        )
        fields = {name: [value] for name, value in posted.items()}
        reading = read_answers(fields, questions)
        return codes(urgent_findings(case(reading.answers, thresholds=thresholds, kind=kind, is_draft=is_draft)))

    assert found(chosen, Thresholds(**figures)) == found(AS_SHIPPED, Thresholds())


def test_no_urgent_rule_reads_what_can_be_left_out_or_a_figure() -> None:
    for rule in RULES:
        if rule.severity is Severity.URGENT:
            assert set(rule.items) <= ALWAYS_ASKED
            assert "%(" not in rule.summary


def test_a_question_of_another_name_keeps_its_choices() -> None:
    mood = question("mood", ITEMS["mood"])
    assert OWN.taken_from(mood) is mood
