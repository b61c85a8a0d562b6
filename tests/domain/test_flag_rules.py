"""Each rule on the answers of one check-in, with the sentence it says and the answers it keeps."""

import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.answers import Answer
from client_app.domain.check_ins import Kind
from client_app.domain.definitions import ITEMS, SKIP, QuestionKind
from client_app.domain.flag_rules import RULES, RULES_VERSION, findings, untouched_draft_findings, urgent_findings
from client_app.domain.flags import Rule
from client_app.domain.sentences import Sentence
from client_app.domain.thresholds import Thresholds
from tests.support.cases import case, codes, only

ACTIVE = "Has active thoughts of suicide or self-harm."
CANNOT = "Says they cannot stay safe right now."
SKIPS_SAFE_NOW = "Has thoughts of not wanting to live, and skipped whether they can stay safe right now."
PASSIVE = "Has thoughts of not wanting to live."
USED = "Used since the last check-in."
NAMED = "Named what they used since the last check-in."


@pytest.mark.parametrize(
    ("code", "answers", "reason", "inputs"),
    [
        ("safety_active", {"safety": "active"}, ACTIVE, ["safety"]),
        ("safety_active", {"safety": "passive"}, None, []),
        ("safety_active", {"safety": "skip"}, None, []),
        ("safety_active", {}, None, []),
        ("not_safe_now", {"safe_now": "no", "safety": "passive"}, CANNOT, ["safe_now"]),
        ("not_safe_now", {"safe_now": "no", "safety": "active"}, CANNOT, ["safe_now"]),
        ("not_safe_now", {"safe_now": "no", "safety": "no"}, CANNOT, ["safe_now"]),  # whatever the branch
        ("not_safe_now", {"safe_now": "no", "safety": "skip"}, CANNOT, ["safe_now"]),
        ("not_safe_now", {"safe_now": "no"}, CANNOT, ["safe_now"]),
        ("not_safe_now", {"safe_now": "skip", "safety": "passive"}, SKIPS_SAFE_NOW, ["safety", "safe_now"]),
        ("not_safe_now", {"safe_now": "skip", "safety": "active"}, None, []),  # urgent already
        ("not_safe_now", {"safe_now": "skip", "safety": "no"}, None, []),
        ("not_safe_now", {"safe_now": "skip"}, None, []),
        ("not_safe_now", {"safe_now": "yes", "safety": "passive"}, None, []),
        ("not_safe_now", {"safety": "passive"}, None, []),  # unanswered is no skip
        ("safety_passive", {"safety": "passive"}, PASSIVE, ["safety"]),
        ("safety_passive", {"safety": "active"}, None, []),
        ("safety_passive", {"safety": "skip"}, None, []),
        ("any_use", {"used": "yes"}, USED, ["used"]),
        ("any_use", {"used": "yes", "used_what": ("alcohol",), "mood": 3}, USED, ["used", "used_what"]),
        ("any_use", {"used": "yes", "used_what": "skip"}, USED, ["used", "used_what"]),
        ("any_use", {"used_what": ("cannabis",)}, NAMED, ["used_what"]),
        ("any_use", {"used": "skip", "used_what": ("other",)}, NAMED, ["used", "used_what"]),
        ("any_use", {"used": "no", "used_what": ("alcohol",)}, None, []),
        ("any_use", {"used": "no"}, None, []),
        ("any_use", {"used": "skip"}, None, []),
        ("any_use", {"used_what": "skip"}, None, []),
        ("any_use", {}, None, []),
        ("call_me", {"call_me": "yes"}, "Asks for a call.", ["call_me"]),
        ("call_me", {"call_me": "no"}, None, []),
        ("call_me", {"call_me": "skip"}, None, []),
        ("home_unsafe", {"home_safe": "no"}, "Home does not feel safe and steady today.", ["home_safe"]),
        ("home_unsafe", {"home_safe": "unsure"}, None, []),
        ("home_unsafe", {"home_safe": "skip"}, None, []),
        ("side_effects", {"medication": "side_effects"}, "Reports side effects of the medication.", ["medication"]),
        ("side_effects", {"medication": "missed"}, None, []),
        ("side_effects", {"medication": "skip"}, None, []),
        ("confidence_low", {"confidence": 4}, None, []),
        (
            "confidence_low",
            {"confidence": 3},
            "Confidence 3 of 10 to stay on plan today; the line is 3.",
            ["confidence"],
        ),
        (
            "confidence_low",
            {"confidence": 0},
            "Confidence 0 of 10 to stay on plan today; the line is 3.",
            ["confidence"],
        ),
        ("confidence_low", {"confidence": "skip"}, None, []),
    ],
)
def test_a_rule_reads_the_answers_of_one_check_in(
    code: str, answers: dict[str, Answer], reason: str | None, inputs: list[str]
) -> None:
    for kind in Kind:  # an update raises flags for its own answers like any check-in
        finding = only(findings(case(answers, kind=kind)), code)
        assert (finding.reason.english() if finding else None) == reason
        assert (finding.inputs if finding else {}) == {item: answers[item] for item in inputs}


SAFETY_REASONS = {
    "active": "Used an opioid and has active thoughts of suicide or self-harm.",
    "passive": "Used an opioid and has thoughts of not wanting to live.",
    "skip": "Used an opioid and skipped the question about safety.",
    None: "Used an opioid and did not answer the question about safety.",
    "no": None,
}


@pytest.mark.parametrize("used", ["yes", "no", "skip", None])
@pytest.mark.parametrize(
    ("used_what", "safety", "is_draft", "fires"),
    [
        (("opioid",), "active", True, True),
        (("opioid",), "passive", True, True),
        (("opioid",), "skip", True, True),
        (("opioid",), "no", True, False),
        (("opioid",), None, True, False),  # judged once safety is answered
        (("opioid",), "active", False, True),
        (("opioid",), "passive", False, True),
        (("opioid",), "skip", False, True),
        (("opioid",), "no", False, False),
        (("opioid",), None, False, True),  # or once it is sent: unanswered counts as skipped
        (("alcohol", "opioid"), "passive", True, True),
        (("alcohol", "stimulant"), "passive", False, False),
        ("skip", "passive", False, False),
        (None, "passive", False, False),
    ],
)
def test_an_opioid_and_an_open_question_about_safety_are_urgent(
    used: str | None, used_what: Answer | None, safety: str | None, *, is_draft: bool, fires: bool
) -> None:
    stated = {"used": used, "used_what": used_what, "safety": safety}
    answers: dict[str, Answer] = {item: answer for item, answer in stated.items() if answer is not None}
    for kind in Kind:
        finding = only(urgent_findings(case(answers, is_draft=is_draft, kind=kind)), "opioid_and_safety")
        assert (finding.reason.english() if finding else None) == (SAFETY_REASONS[safety] if fires else None)
        if finding:
            assert finding.inputs == {item: answers[item] for item in ("used_what", "safety") if item in answers}


EVERYTHING: dict[str, Answer] = {
    "craving_now": 9,
    "confidence": 1,
    "mood": 1,
    "used": "yes",
    "used_what": ("opioid",),
    "medication": "missed",
    "home_safe": "no",
    "safety": "passive",
    "safe_now": "no",
    "call_me": "yes",
}


def test_only_urgent_answers_of_a_draft_act_at_once() -> None:
    draft = case(EVERYTHING, [EVERYTHING] * 3, is_draft=True)
    assert codes(urgent_findings(draft)) == ["not_safe_now", "opioid_and_safety"]
    assert codes(untouched_draft_findings(draft)) == ["any_use", "call_me"]
    assert codes(untouched_draft_findings(case({"craving_now": 9}, is_draft=True))) == []


def test_everything_at_once_is_found_in_the_rules_order() -> None:
    assert codes(findings(case(EVERYTHING, [EVERYTHING] * 3))) == [
        "not_safe_now",
        "opioid_and_safety",
        "safety_passive",
        "any_use",
        "craving",
        "call_me",
        "home_unsafe",
        "confidence_low",
        "medication_missed",
        "mood_low",
    ]


def test_the_rules_stand_in_the_order_that_clinicians_sign() -> None:
    assert [(rule.code, rule.severity.name) for rule in RULES] == [
        ("safety_active", "URGENT"),
        ("not_safe_now", "URGENT"),
        ("opioid_and_safety", "URGENT"),
        ("safety_passive", "SAME_DAY"),
        ("any_use", "SAME_DAY"),
        ("craving", "SAME_DAY"),
        ("call_me", "SAME_DAY"),
        ("home_unsafe", "SAME_DAY"),
        ("side_effects", "SAME_DAY"),
        ("confidence_low", "NEXT_CONTACT"),
        ("medication_missed", "NEXT_CONTACT"),
        ("safety_skipped", "NEXT_CONTACT"),
        ("quiet_days", "NEXT_CONTACT"),
        ("missed_appointment", "NEXT_CONTACT"),
        ("mood_low", "NEXT_CONTACT"),
    ]


def test_the_rules_version_grows_with_their_words() -> None:
    words = json.dumps([(rule.code, int(rule.severity), rule.summary) for rule in RULES])
    signed = {"1": "16a2d555039ce3e4", "2": "f85a06a3dd7b7c52"}
    assert signed[RULES_VERSION] == hashlib.sha256(words.encode()).hexdigest()[:16], (
        "A rule reads otherwise now: raise RULES_VERSION and add its digest here."
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_says_itself_with_a_programs_own_figures(rule: Rule) -> None:
    said = rule.summary_with(Thresholds(craving_high=9)).english()
    assert re.fullmatch(r"[A-Z][^%]*\.", said)
    assert ("9 of 10 or more" in said) == (rule.code == "craving")


def _any_answer(item: str) -> st.SearchStrategy[Answer]:
    """Anything that may be stored for an item."""
    if ITEMS[item].kind is QuestionKind.SCALE:
        return st.sampled_from([SKIP, *map(int, ITEMS[item].values)])
    values = st.sampled_from(ITEMS[item].values or ("something",))
    if ITEMS[item].kind is QuestionKind.SEVERAL:
        return st.just(SKIP) | st.sets(values, min_size=1).map(lambda chosen: tuple(sorted(chosen)))
    return st.just(SKIP) | values


check_ins = st.fixed_dictionaries({}, optional={item: _any_answer(item) for item in ITEMS})


@given(
    answers=check_ins,
    past=st.lists(st.none() | check_ins, max_size=8),
    is_draft=st.booleans(),
    kind=st.sampled_from(Kind),
)
def test_whatever_is_answered_is_judged_in_whole_sentences(
    answers: dict[str, Answer], past: list[dict[str, Answer] | None], kind: Kind, *, is_draft: bool
) -> None:
    judged = case(answers, past, kind=kind, is_draft=is_draft)
    found = findings(judged)
    assert set(codes(urgent_findings(judged))) == {each.code for each in found if each.severity.name == "URGENT"}
    assert set(codes(untouched_draft_findings(judged))) == {"any_use", "call_me"} & set(codes(found))
    for finding in found:
        assert re.fullmatch(r"[A-Z][^%]*\.", finding.reason.english())
        assert Sentence.from_json(json.loads(json.dumps(finding.reason.to_json()))) == finding.reason
        assert finding.inputs
        assert {**answers, "days": finding.inputs.get("days")}.items() >= finding.inputs.items()


@given(answers=check_ins)
def test_nothing_urgent_is_lost_when_a_draft_is_sent(answers: dict[str, Answer]) -> None:
    drafted = codes(urgent_findings(case(answers, is_draft=True)))
    assert set(drafted) <= set(codes(urgent_findings(case(answers))))
