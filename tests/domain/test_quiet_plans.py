"""The quiet plan: what can be kept, what is said where it cannot, and which step applies."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.contact_cards import Reach
from client_app.domain.quiet_plans import (
    CHOOSE,
    FIELDS,
    NAME_LIMIT,
    NAME_TOO,
    NO_NAME,
    NO_NUMBER,
    NOBODY,
    OPEN,
    TWO_ANSWERS,
    WORDS_LIMIT,
    NamedPerson,
    Occasion,
    QuietPlan,
    Step,
    TypedQuietPlan,
    Wish,
    caution,
    occasion_after,
    title_of,
    words_of,
)

FILLED = {
    "one_day": "leave_me_be",
    "two_days": "call_me",
    "two_days_words": " Mornings only.\r\nNot on Sundays. ",
    "three_days": "call_somebody",
    "missed_group_words": "Ask me next time.",
    "never": "my work",
    "person_name": " Rosa  Lee ",
    "person_phone": "(312) 555-0163",
    "person_is": "my sister",
}
PLAN = QuietPlan(
    steps={
        Occasion.ONE_DAY: Step(Wish.LEAVE_ME_BE),
        Occasion.TWO_DAYS: Step(Wish.CALL_ME, "Mornings only.\nNot on Sundays."),
        Occasion.THREE_DAYS: Step(Wish.CALL_SOMEBODY),
        Occasion.MISSED: Step(None, "Ask me next time."),
    },
    never="my work",
    named=NamedPerson("Rosa Lee", "312-555-0163", "my sister"),
)


def typed(**fields: str | list[str]) -> TypedQuietPlan:
    """A whole plan, with these fields typed otherwise."""
    posted = FILLED | fields
    return TypedQuietPlan.read({name: value if isinstance(value, list) else [value] for name, value in posted.items()})


def test_a_plan_is_kept_as_it_was_meant() -> None:
    assert typed().problems() == {}
    assert typed().plan() == PLAN


def test_everything_may_stay_open() -> None:
    nothing = TypedQuietPlan.read({"role": ["director"]})
    assert nothing.problems() == {}
    assert nothing.plan() == QuietPlan()
    assert nothing.plan().is_empty
    assert not PLAN.is_empty


def test_a_step_that_was_left_open_is_open() -> None:
    plan = typed(two_days="", two_days_words="").plan()
    assert (plan.step(Occasion.TWO_DAYS), plan.step(Occasion.TWO_DAYS).is_open) == (OPEN, True)
    assert [step.occasion for step in plan.said_steps()] == [Occasion.ONE_DAY, Occasion.THREE_DAYS, Occasion.MISSED]


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"one_day": "shout"}, {"one_day": CHOOSE}),
        ({"one_day": "CALL_ME"}, {"one_day": CHOOSE}),
        ({"one_day": ["call_me", "text_me"]}, {"one_day": TWO_ANSWERS}),
        ({"one_day": ["call_me", " call_me "]}, {}),
        ({"one_day": ["", "call_me"]}, {}),
        ({"never": ["my work", "my home"]}, {"never": TWO_ANSWERS}),
        ({"person_phone": "ask her"}, {"person_phone": NO_NUMBER}),
        ({"person_phone": "٣١٢٥٥٥٠١٤٢"}, {"person_phone": NO_NUMBER}),
        ({"person_phone": ""}, {}),
        ({"person_is": ""}, {}),
        ({"person_name": ""}, {"person_name": NO_NAME}),
        ({"person_name": "", "three_days": ""}, {"person_name": NAME_TOO}),
        ({"person_name": "", "three_days": "", "person_is": ""}, {"person_name": NAME_TOO}),
        ({"person_name": "", "three_days": "", "person_phone": ""}, {"person_name": NAME_TOO}),
        ({"person_name": "", "three_days": "", "person_phone": "", "person_is": ""}, {}),
    ],
)
def test_what_cannot_be_kept(fields: dict[str, str | list[str]], problems: dict[str, object]) -> None:
    assert typed(**fields).problems() == problems


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        *((words_of(occasion), WORDS_LIMIT) for occasion in Occasion),
        ("never", WORDS_LIMIT),
        ("person_name", NAME_LIMIT),
        ("person_is", NAME_LIMIT),
    ],
)
def test_the_longest_words(name: str, limit: int) -> None:
    assert typed(**{name: "é" * limit}).problems() == {}
    assert list(typed(**{name: "é" * (limit + 1)}).problems()) == [name]


@pytest.mark.parametrize("unreadable", ["\0", "a\ud800"])
def test_what_cannot_be_read_is_shown_without_it(unreadable: str) -> None:
    plan = typed(**dict.fromkeys(FIELDS, unreadable))
    assert set(plan.problems()) == set(FIELDS)
    assert {plan.shown(name) for name in FIELDS} <= {"", "a"}


def test_a_plan_goes_into_the_fields_and_comes_back() -> None:
    for plan in (PLAN, QuietPlan()):
        assert TypedQuietPlan.of(plan).problems() == {}
        assert TypedQuietPlan.of(plan).plan() == plan


steps = st.builds(Step, st.none() | st.sampled_from(Wish), st.text("abc", min_size=1))
plans = st.builds(
    QuietPlan,
    st.dictionaries(st.sampled_from(Occasion), steps),
    st.text("abc"),
    st.builds(NamedPerson, st.text("abc"), st.none() | st.just("911"), st.text("abc")),
)


@given(plans)
def test_json_both_ways(plan: QuietPlan) -> None:
    assert QuietPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


def test_a_stored_plan_is_read_as_it_was_written() -> None:
    stored = {
        "steps": {"two_days": {"wish": "call_me", "words": "Mornings."}, "missed_group": {"wish": None, "words": "x"}},
        "never": "",
        "named": {"name": "", "phone": None, "relation": ""},
    }
    plan = QuietPlan({Occasion.TWO_DAYS: Step(Wish.CALL_ME, "Mornings."), Occasion.MISSED: Step(None, "x")})
    assert QuietPlan.from_json(stored) == plan
    assert plan.to_json() == stored


def test_the_steps_in_words() -> None:
    said = [
        (step.asked.english(), step.wish and step.wish.english(), step.words, step.calls_somebody)
        for step in PLAN.said_steps()
    ]
    assert said == [
        ("After 1 silent day", "Leave me be", "", False),
        ("After 2 silent days", "Call me", "Mornings only.\nNot on Sundays.", False),
        ("After 3 silent days or more", "Call Rosa Lee (my sister)", "", True),
        ("After a group or a talk that I missed", None, "Ask me next time.", False),
    ]


def test_who_somebody_is_may_be_left_out() -> None:
    assert replace(NOBODY, name="Rosa").said == "Rosa"


@pytest.mark.parametrize(
    ("quiet_days", "occasion"),
    [
        (0, None),
        (1, Occasion.ONE_DAY),
        (2, Occasion.TWO_DAYS),
        (3, Occasion.THREE_DAYS),
        (4, Occasion.THREE_DAYS),
        (400, Occasion.THREE_DAYS),
    ],
)
def test_which_step_applies(quiet_days: int, occasion: Occasion | None) -> None:
    assert occasion_after(quiet_days) is occasion


def test_what_stands_above_it() -> None:
    assert title_of(Occasion.TWO_DAYS, "Ana").english() == "What Ana wants us to do after 2 silent days"
    assert title_of(Occasion.MISSED, "Ana").english() == "What Ana wants us to do after a missed appointment"
    assert title_of(None, "Ana").english() == "What Ana wants us to do on silent days"


@pytest.mark.parametrize(
    ("wish", "may_text", "is_cautioned"),
    [
        (Wish.TEXT_ME, True, False),
        (Wish.TEXT_ME, False, True),
        (Wish.CALL_ME, False, False),
        (Wish.CALL_SOMEBODY, False, False),
        (Wish.LEAVE_ME_BE, False, False),
        (None, False, False),
    ],
)
def test_a_text_that_the_card_does_not_allow(wish: Wish | None, may_text: bool, is_cautioned: bool) -> None:
    assert (caution(Step(wish), Reach(None, may_text=may_text)) is not None) is is_cautioned
