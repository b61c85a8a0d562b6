"""How a time in the program begins, as it is typed, and from when on somebody could check in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.enrollments import (
    COMES_FROM_WORDS,
    EMPTY_NOTE,
    WORDS_LIMIT,
    Beginning,
    ComesFrom,
    TypedBeginning,
    active_from,
    why_not_aftercare,
)

FIRST = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"comes_from": "home"}, []),
        ({"comes_from": " detox ", "agreement": "x" * WORDS_LIMIT, "planned_end_on": "2027-02-01"}, []),
        ({}, ["comes_from"]),
        ({"comes_from": "prison"}, ["comes_from"]),
        ({"comes_from": "home", "agreement": "x" * (WORDS_LIMIT + 1)}, ["agreement"]),
        ({"comes_from": "home", "agreement": "a\0b"}, ["agreement"]),
        ({"comes_from": "home", "planned_end_on": "2026-11-23"}, []),
        ({"comes_from": "home", "planned_end_on": "2026-11-22"}, ["planned_end_on"]),
        ({"comes_from": "home", "planned_end_on": "2031-11-01"}, []),
        ({"comes_from": "home", "planned_end_on": "2031-11-02"}, ["planned_end_on"]),
        ({"comes_from": "home", "planned_end_on": "tomorrow"}, ["planned_end_on"]),
        ({"comes_from": "home", "planned_end_on": "2026-02-30"}, ["planned_end_on"]),
        ({"comes_from": "home", "planned_end_on": "٢٠٢٦-١٢-٠١"}, ["planned_end_on"]),
        ({"comes_from": "home", "planned_end_on": "2" * 4000}, ["planned_end_on"]),
    ],
)
def test_what_can_be_kept(typed: dict[str, str], wrong: list[str]) -> None:
    assert list(TypedBeginning.read(typed).problems(FIRST)) == wrong


def test_a_beginning_is_read_and_shown_again() -> None:
    typed = TypedBeginning.read({"comes_from": "detox", "agreement": " Rides.\r\n ", "planned_end_on": "2027-01-01"})
    beginning = Beginning(ComesFrom.DETOX, "Rides.", date(2027, 1, 1))
    assert typed.beginning() == beginning
    assert TypedBeginning.of(beginning) == typed
    assert TypedBeginning.of(Beginning()) == TypedBeginning()
    assert TypedBeginning("home", "a\0b").shown() == TypedBeginning("home", "ab")
    assert TypedBeginning("home").beginning() == Beginning(ComesFrom.HOME)


def test_every_place_has_its_words() -> None:
    assert set(COMES_FROM_WORDS) == set(ComesFrom)


@pytest.mark.parametrize(("note", "is_kept"), [("Call us.", True), ("x" * WORDS_LIMIT, True), ("x" * 2001, False)])
def test_the_aftercare_note_has_its_length(note: str, *, is_kept: bool) -> None:
    assert (why_not_aftercare(note) is None) is is_kept


def test_nobody_leaves_without_a_note() -> None:
    assert why_not_aftercare("") == EMPTY_NOTE


@given(started_on=st.dates(), joined_on=st.dates())
def test_nobody_could_check_in_before_both(started_on: date, joined_on: date) -> None:
    day = active_from(started_on, joined_on)
    assert day is not None
    assert day in {started_on, joined_on}
    assert day >= started_on
    assert day >= joined_on


def test_who_has_not_joined_could_not_check_in() -> None:
    assert active_from(FIRST, None) is None
