"""A definition is used only in the form that the rules count on."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from client_app.domain.definitions import (
    ITEMS,
    Branch,
    Choice,
    Definition,
    Fault,
    Item,
    Question,
    QuestionKind,
    Text,
    faults,
)
from tests.support.questions import question, text, whole_definition

PROTECTED = {"safety", "safe_now", "used", "used_what", "call_me"}
# fmt: off
CLINICAL_ORDER = [
    "craving_now", "craving_worst", "triggers", "confidence", "mood", "sleep", "used", "used_what", "medication",
    "home_safe", "coping", "safety", "safe_now", "call_me", "note",
]
# fmt: on


def changed(name: str, change: Callable[[Question], Question]) -> Definition:
    """The whole definition with one question changed."""
    whole = whole_definition()
    return replace(whole, questions=tuple(change(each) if each.name == name else each for each in whole.questions))


def reasons(definition: Definition) -> list[str]:
    """What is wrong with it."""
    return [fault.reason for fault in faults(definition)]


def test_the_items_are_those_of_the_clinical_figures_in_their_order() -> None:
    assert list(ITEMS) == CLINICAL_ORDER
    assert {name for name, item in ITEMS.items() if item.is_protected} == PROTECTED
    assert ITEMS["craving_now"].values == tuple(str(number) for number in range(11))
    assert ITEMS["mood"].values == ("1", "2", "3", "4", "5")


def test_a_definition_with_every_item_has_no_fault() -> None:
    assert reasons(whole_definition()) == []


@pytest.mark.parametrize("name", sorted(PROTECTED))
def test_a_question_on_which_help_depends_cannot_be_missing(name: str) -> None:
    whole = whole_definition()
    without = replace(whole, questions=tuple(each for each in whole.questions if each.name != name))
    assert Fault(name, f"question '{name}' is missing, and help depends on it") in list(faults(without))


@pytest.mark.parametrize("name", sorted(PROTECTED))
def test_a_question_on_which_help_depends_cannot_be_optional(name: str) -> None:
    assert reasons(changed(name, lambda asked: replace(asked, optional=True))) == [
        f"question '{name}' cannot be optional, since help depends on it"
    ]


@pytest.mark.parametrize("name", sorted(set(ITEMS) - PROTECTED))
def test_any_other_question_may_be_missing(name: str) -> None:
    whole = whole_definition()
    assert reasons(replace(whole, questions=tuple(each for each in whole.questions if each.name != name))) == []


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        pytest.param(
            "call_me",
            lambda asked: replace(asked, choices=asked.choices[1:]),
            "question 'call_me' must have exactly the choices yes, no",
            id="a choice is missing",
        ),
        pytest.param(
            "home_safe",
            lambda asked: replace(asked, choices=(*asked.choices, Choice("mostly", text("mostly")))),
            "question 'home_safe' must have exactly the choices yes, unsure, no",
            id="a choice too many",
        ),
        pytest.param(
            "mood",
            lambda asked: replace(asked, kind=QuestionKind.SINGLE),
            "question 'mood' must be of the kind 'scale'",
            id="another kind",
        ),
        pytest.param(
            "safe_now",
            lambda asked: replace(asked, when=Branch("safety", frozenset({"active"}))),
            "question 'safe_now' must be asked only after 'safety' = active or passive",
            id="a narrower branch",
        ),
        pytest.param(
            "call_me",
            lambda asked: replace(asked, when=Branch("used", frozenset({"yes"}))),
            "question 'call_me' must be asked always",
            id="a branch where there is none",
        ),
        pytest.param(
            "triggers",
            lambda asked: replace(asked, choices=()),
            "question 'triggers' has no choices",
            id="no choices",
        ),
        pytest.param(
            "triggers",
            lambda asked: replace(asked, choices=(*asked.choices, Choice("skip", text("skip")))),
            "question 'triggers' lists 'skip', which every question takes anyway",
            id="skip among the choices",
        ),
        pytest.param(
            "coping",
            lambda asked: replace(asked, choices=(Choice("walk", text("walk")),)),
            "question 'coping' takes no choices",
            id="choices for coping, which come from the plan",
        ),
        pytest.param(
            "triggers",
            lambda asked: replace(asked, choices=asked.choices[:-1]),
            "question 'triggers' must offer 'other', so that nobody is left without an answer that fits",
            id="no other trigger",
        ),
        pytest.param(
            "note",
            lambda asked: replace(asked, choices=(Choice("walk", text("walk")),)),
            "question 'note' takes no choices",
            id="choices for a text",
        ),
    ],
)
def test_a_changed_question_is_found(name: str, change: Callable[[Question], Question], reason: str) -> None:
    assert list(faults(changed(name, change))) == [Fault(name, reason)]


@pytest.mark.parametrize(
    ("branch", "reason"),
    [
        (Branch("used", frozenset({"no"})), None),
        (Branch("nowhere", frozenset({"yes"})), "is asked after 'nowhere', which is no earlier question"),
        (Branch("extra", frozenset({"yes"})), "is asked after 'extra', which is no earlier question"),
        (Branch("used", frozenset({"yes", "maybe"})), "is asked after 'used' = 'maybe', which is none of its choices"),
        (
            Branch("mood", frozenset({"1"})),
            "is asked after 'mood', which must be a single choice that is always asked",
        ),
        (
            Branch("safe_now", frozenset({"no"})),
            "is asked after 'safe_now', which must be a single choice that is always asked",
        ),
    ],
)
def test_a_branch_leads_back_to_an_earlier_single_choice(branch: Branch, reason: str | None) -> None:
    extra = question("extra", Item(QuestionKind.SINGLE, ("yes", "no"), when=branch))
    whole = whole_definition()
    expected = [] if reason is None else [f"question 'extra' {reason}"]
    assert reasons(replace(whole, questions=(*whole.questions, extra))) == expected


def test_words_are_given_in_the_language_asked_for() -> None:
    words = Text("Today", "Hoy")
    assert [words.in_language(language) for language in ("en", "es", "fr")] == ["Today", "Hoy", "Today"]


def test_a_question_is_found_by_its_name_and_a_chip_by_its_answer() -> None:
    mood = whole_definition().question("mood")
    assert mood is not None
    assert mood.choice(3) == mood.choice("3") == Choice("3", text("3"))
    assert mood.choice("skip") is None
    assert whole_definition().question("nowhere") is None
