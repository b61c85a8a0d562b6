"""Whatever is posted is read without an error, and an urgent answer is read out of any of it."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.answers import NOTE_LIMIT, Answer, Answers, Reading, read_answers, urgent_part
from client_app.domain.check_ins import Kind, questions_for
from client_app.domain.definitions import ITEMS, QuestionKind
from tests.support.questions import COPING_CHOICES, TRIGGERS, whole_definition

QUESTIONS = questions_for(whole_definition(), kind=Kind.DAILY, takes_medication=True, coping=COPING_CHOICES)
KNOWN_COPING = frozenset({"own:7", "own:8", "urge_timer"})

TWICE = "There are two answers here. Please choose one."
UNKNOWN = "Please choose from the answers shown."
UNREADABLE = "Some characters here could not be read. Please look at it and send it again."
NO_NUMBER = "Please choose a number from 0 to 10."


def read(**fields: list[str]) -> Reading:
    """Read a post of these fields."""
    return read_answers(fields, QUESTIONS, KNOWN_COPING)


@pytest.mark.parametrize(
    ("name", "posted", "answer"),
    [
        ("craving_now", ["0"], 0),
        ("craving_now", ["10"], 10),
        ("craving_now", [" 5 "], 5),
        ("craving_now", ["5", "5 "], 5),
        ("craving_now", ["", "5"], 5),
        ("craving_now", ["skip"], "skip"),
        ("mood", ["1"], 1),
        ("mood", ["5"], 5),
        ("used", ["yes"], "yes"),
        ("used", [" no\t"], "no"),
        ("safety", ["skip"], "skip"),
        ("triggers", ["stress"], ("stress",)),
        ("triggers", ["stress", "people", "stress", ""], ("people", "stress")),
        ("triggers", ["skip"], "skip"),
        ("triggers", ["skip", "stress"], ("stress",)),
        ("coping", ["urge_timer", "own:7"], ("own:7", "urge_timer")),
        ("coping", ["own:8"], ("own:8",)),
        ("note", ["  A hard day.\r\nBut a day.\r "], "A hard day.\nBut a day."),
        ("note", ["skip"], "skip"),
        ("note", ["ñ" * NOTE_LIMIT], "ñ" * NOTE_LIMIT),
        ("note", ["a\r\n" * 999 + "ab"], "a\n" * 999 + "ab"),
    ],
)
def test_what_can_be_read_is_an_answer(name: str, posted: list[str], answer: Answer) -> None:
    reading = read(**{name: posted})
    assert (dict(reading.answers), reading.problems) == ({name: answer}, {})


@pytest.mark.parametrize("posted", [[], [""], ["", "  ", "\r\n"]])
@pytest.mark.parametrize("name", ITEMS)
def test_empty_means_not_answered(name: str, posted: list[str]) -> None:
    reading = read(**{name: posted})
    assert (dict(reading.answers), reading.problems) == ({}, {})


@pytest.mark.parametrize(
    ("name", "posted", "problem"),
    [
        ("craving_now", ["11"], NO_NUMBER),
        ("craving_now", ["-1"], NO_NUMBER),
        ("craving_now", ["+5"], NO_NUMBER),
        ("craving_now", ["05"], NO_NUMBER),
        ("craving_now", ["5.0"], NO_NUMBER),
        ("craving_now", ["１０"], NO_NUMBER),
        ("craving_now", ["٥"], NO_NUMBER),
        ("craving_now", ["NaN"], NO_NUMBER),
        ("craving_now", ["1e400"], NO_NUMBER),
        ("craving_now", ["9" * 5000], NO_NUMBER),
        ("craving_now", ["5", "6"], TWICE),
        ("craving_now", ["5", "skip"], TWICE),
        ("craving_now", ["5\0"], UNREADABLE),
        ("mood", ["0"], "Please choose a number from 1 to 5."),
        ("mood", ["6"], "Please choose a number from 1 to 5."),
        ("used", ["maybe"], UNKNOWN),
        ("used", ["Yes"], UNKNOWN),
        ("used", ["yes", "no"], TWICE),
        ("triggers", ["stress", "weather"], UNKNOWN),
        ("coping", ["own:9"], UNKNOWN),
        ("note", ["a" * (NOTE_LIMIT + 1)], "This is too long to send: 2001 characters. Please keep it to 2000."),
        ("note", ["one", "two"], TWICE),
        ("note", ["NUL \0 here"], UNREADABLE),
        ("note", ["invalid UTF-8 \ufffd"], UNREADABLE),
        ("note", ["half \ud83d a character"], UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_a_problem_beside_its_field(name: str, posted: list[str], problem: str) -> None:
    reading = read(**{name: posted, "sleep": ["3"]})
    assert {field: sentence.english() for field, sentence in reading.problems.items()} == {name: problem}
    assert dict(reading.answers) == {"sleep": 3}


def test_fields_that_the_form_does_not_ask_are_ignored() -> None:
    update = questions_for(whole_definition(), kind=Kind.UPDATE, takes_medication=False)
    reading = read_answers({"craving_now": ["x"], "medication": ["x"], "shoe_size": ["9"], "used": ["no"]}, update)
    assert (dict(reading.answers), reading.problems, reading.typed) == ({"used": "no"}, {}, {"used": ["no"]})


def test_what_was_typed_is_kept_without_the_characters_that_no_page_can_carry() -> None:
    reading = read(note=[" a\0b\ud83dc\ufffd "], triggers=["stress", "weather"], used=[])
    assert reading.typed == {"note": [" abc "], "triggers": ["stress", "weather"]}


@pytest.mark.parametrize(
    ("fields", "urgent"),
    [
        ({}, {}),
        ({"safety": ["active"]}, {"safety": "active"}),
        ({"safety": [" active "], "note": ["\0"], "craving_now": ["99"]}, {"safety": "active"}),
        ({"safety": ["no", "active"]}, {"safety": "active"}),
        ({"safety": ["skip", "passive"]}, {"safety": "passive"}),
        ({"safety": ["no", "skip"]}, {"safety": "skip"}),
        ({"safety": ["ACTIVE"]}, {}),
        ({"safe_now": ["yes", "no"]}, {"safe_now": "no"}),
        ({"safe_now": ["yes", "skip"]}, {"safe_now": "skip"}),
        ({"used": ["no", "yes"]}, {"used": "yes"}),
        ({"used_what": ["opioid", "paint", "alcohol", "skip"]}, {"used_what": ("alcohol", "opioid")}),
        ({"used_what": ["skip"]}, {}),
        ({"call_me": ["yes"], "mood": ["1"]}, {}),
    ],
)
def test_the_urgent_part_is_read_out_of_any_post(fields: dict[str, list[str]], urgent: dict[str, Answer]) -> None:
    assert dict(urgent_part(fields)) == urgent


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
LIKELY = st.sampled_from(
    sorted({"skip", "", " 5 ", "１０", "NaN", "own:7", *TRIGGERS, *sum((i.values for i in ITEMS.values()), ())})
)
FIELDS = st.dictionaries(
    st.sampled_from([*ITEMS, "shoe_size"]) | ANY_TEXT, st.lists(LIKELY | ANY_TEXT, max_size=4), max_size=12
)


@given(FIELDS)
def test_no_post_whatever_raises_an_error(fields: dict[str, list[str]]) -> None:
    reading = read_answers(fields, QUESTIONS, KNOWN_COPING)
    said = {name for name in ITEMS if any(value.strip() for value in fields.get(name, ()))}
    assert set(reading.answers) | set(reading.problems) == said
    assert not set(reading.answers) & set(reading.problems)
    json.dumps(reading.typed, ensure_ascii=False).encode()
    urgent_part(fields)


@given(FIELDS)
def test_answers_are_in_the_form_that_the_rules_count_on(fields: dict[str, list[str]]) -> None:
    for name, answer in read_answers(fields, QUESTIONS, KNOWN_COPING).answers.items():
        kind = ITEMS[name].kind
        if kind is QuestionKind.SCALE:
            assert answer == "skip" or str(answer) in ITEMS[name].values
        elif kind is QuestionKind.SEVERAL:
            assert answer == "skip" or (isinstance(answer, tuple) and list(answer) == sorted(set(answer)))
        else:
            assert isinstance(answer, str)
            assert "\0" not in answer
            assert not any(unicodedata.category(character) == "Cs" for character in answer)


@given(FIELDS)
def test_an_urgent_answer_that_was_read_is_in_the_urgent_part(fields: dict[str, list[str]]) -> None:
    answers = read_answers(fields, QUESTIONS, KNOWN_COPING).answers
    urgent = urgent_part(fields)
    for name in ("used", "safety", "safe_now"):
        assert name not in answers or urgent[name] == answers[name]
    assert answers.chosen("used_what") == () or urgent["used_what"] == answers["used_what"]


@given(FIELDS)
def test_answers_come_back_from_json_as_they_were(fields: dict[str, list[str]]) -> None:
    answers = read_answers(fields, QUESTIONS, KNOWN_COPING).answers
    assert Answers.from_json(json.loads(json.dumps(answers.to_json()))) == answers


def test_answers_are_the_same_in_any_order_of_fields_and_choices() -> None:
    assert (
        read(used=["no"], triggers=["place", "people"]).answers
        == read(triggers=["people", "place"], used=["no"]).answers
    )


def test_answers_are_asked_for_a_number_or_for_what_was_chosen() -> None:
    answers = Answers({"mood": 2, "sleep": "skip", "triggers": ("place",), "coping": "skip"})
    assert [answers.number(name) for name in ("mood", "sleep", "triggers", "craving_now")] == [2, None, None, None]
    assert [answers.chosen(name) for name in ("triggers", "coping", "used_what")] == [("place",), (), ()]
    assert len(answers) == 4


def test_no_answer_shows_when_answers_are_printed() -> None:
    assert repr(Answers({"note": "a secret", "mood": 1})) == "<Answers to 2 questions>"


def test_answers_do_not_change_with_what_they_were_made_from() -> None:
    given = {"mood": 2}
    answers = Answers(dict(given))
    given["mood"] = 5
    assert answers["mood"] == 2
    assert Answers() == {}
