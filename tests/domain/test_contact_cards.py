"""The contact card: what can be kept, what is said where it cannot, and what staff must not do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.contact_cards import (
    CHOOSE,
    FIELDS,
    LINE_LIMIT,
    NAME_LIMIT,
    NO_NAME,
    NO_NUMBER,
    TEXT_LIMIT,
    TWO_ANSWERS,
    ContactCard,
    Reach,
    TypedCard,
)

FILLED = {
    "name": " Ana\r\nMaria ",
    "phone": "(312) 555-0142",
    "safe_times": "After 6.\r\nNot at work.",
    "may_leave_voicemail": "no",
    "may_text": "yes",
    "emergency_address": "12 River Road",
    "emergency_name": "Rosa, my sister",
    "emergency_phone": "312.555.0163",
}


def typed(**fields: str | list[str]) -> TypedCard:
    """A whole card, with these fields typed otherwise."""
    posted = FILLED | fields
    return TypedCard.read({name: value if isinstance(value, list) else [value] for name, value in posted.items()})


def test_a_card_is_kept_as_it_was_meant() -> None:
    assert typed().problems() == {}
    assert typed().card() == ContactCard(
        name="Ana Maria",
        phone="312-555-0142",
        safe_times="After 6.\nNot at work.",
        may_leave_voicemail=False,
        may_text=True,
        emergency_address="12 River Road",
        emergency_name="Rosa, my sister",
        emergency_phone="312-555-0163",
    )


def test_all_but_the_name_and_the_two_choices_may_stay_empty() -> None:
    card = TypedCard.read({"name": ["Ana"], "may_text": ["no"], "may_leave_voicemail": ["no"], "role": ["director"]})
    assert card.problems() == {}
    assert card.card() == ContactCard(name="Ana")


def test_an_empty_form_says_what_is_missing() -> None:
    assert TypedCard.read({}).problems() == {"name": NO_NAME, "may_leave_voicemail": CHOOSE, "may_text": CHOOSE}


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("name", NAME_LIMIT),
        ("safe_times", TEXT_LIMIT),
        ("emergency_address", TEXT_LIMIT),
        ("emergency_name", LINE_LIMIT),
    ],
)
def test_words_have_a_length(name: str, limit: int) -> None:
    assert typed(**{name: "x" * limit}).problems() == {}
    [(found, problem)] = typed(**{name: "x" * (limit + 1)}).problems().items()
    assert found == name
    assert str(limit) in problem.english()


@pytest.mark.parametrize("name", ["name", "safe_times", "emergency_address", "emergency_name"])
@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_what_cannot_be_read_is_not_kept(name: str, text: str) -> None:
    card = typed(**{name: text})
    assert set(card.problems()) == {name}
    assert card.shown(name) == "ab"


@pytest.mark.parametrize("name", ["phone", "emergency_phone"])
@pytest.mark.parametrize("text", ["call me", "11", "1" * 16, "٣١٢٥٥٥٠١٤٢", "312\0", "()"])
def test_a_number_that_cannot_be_dialled_is_told(name: str, text: str) -> None:
    assert typed(**{name: text}).problems() == {name: NO_NUMBER}


@pytest.mark.parametrize("name", ["may_text", "may_leave_voicemail"])
@pytest.mark.parametrize("text", ["", "maybe", "YES", "1"])
def test_a_choice_is_yes_or_no(name: str, text: str) -> None:
    assert typed(**{name: text}).problems() == {name: CHOOSE}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_contradicts_itself_is_not_guessed(name: str) -> None:
    assert typed(**{name: ["yes", "no"]}).problems()[name] == TWO_ANSWERS
    assert typed(**{name: [FILLED[name], FILLED[name], ""]}).problems() == {}


def test_a_kept_card_fills_its_form_and_a_new_one_leaves_the_choices_open() -> None:
    card = typed().card()
    assert TypedCard.of(card, is_kept=True).card() == card
    assert TypedCard.of(ContactCard(name="Ana"), is_kept=True).texts["may_text"] == "no"
    new = TypedCard.of(ContactCard(name="Ana", phone=None), is_kept=False).texts
    assert (new["name"], new["phone"], new["may_text"], new["may_leave_voicemail"]) == ("Ana", "", "", "")


@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(st.text(max_size=20), max_size=3)))
def test_whatever_is_posted_a_card_without_a_problem_is_kept_as_it_is(posted: dict[str, list[str]]) -> None:
    card = TypedCard.read(posted)
    if not card.problems():
        assert TypedCard.of(card.card(), is_kept=True).card() == card.card()
    assert all("\0" not in card.shown(name) for name in FIELDS)


KNOWN = Reach("312-555-0142", may_leave_voicemail=True, may_text=True, is_known=True)


@pytest.mark.parametrize(
    ("reach", "cautions"),
    [
        (KNOWN, []),
        (replace(KNOWN, may_text=False), ["No texts"]),
        (replace(KNOWN, may_leave_voicemail=False), ["No voicemail"]),
        (replace(KNOWN, may_leave_voicemail=False, may_text=False), ["No voicemail", "No texts"]),
        (Reach("312-555-0142"), ["No card yet: leave no message"]),
    ],
)
def test_what_must_not_be_done_is_said(reach: Reach, cautions: list[str]) -> None:
    assert [caution.english() for caution in reach.cautions()] == cautions
