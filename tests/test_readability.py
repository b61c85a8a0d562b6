"""The measures of reading ease are right on words and texts whose figures are known."""

import pytest

from tests.readability import english_grade, english_syllables, spanish_ease, spanish_syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("a", 1), ("help", 1), ("craving", 2), ("right", 1), ("people", 2), ("time", 1), ("timer", 2), ("used", 1),
        ("wanted", 2), ("asked", 1), ("needed", 2), ("place", 1), ("places", 2), ("comes", 1), ("table", 2),
        ("whole", 1), ("medium", 3), ("medicine", 3), ("prescribed", 2), ("don't", 1), ("today", 2), ("being", 2),
        ("confidence", 3), ("alcohol", 3), ("counselor", 3), ("reset", 2), ("sleepy", 2), ("usual", 3),
        ("medication", 4), ("team's", 1), ("hmm", 1),
    ],
)  # fmt: skip
def test_english_syllables(word: str, syllables: int) -> None:
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("y", 1), ("ganas", 2), ("ayuda", 3), ("día", 2), ("hoy", 1), ("muy", 1), ("bien", 1), ("ciudad", 2),
        ("qué", 1), ("seguir", 2), ("pingüino", 3), ("ahora", 3), ("ahí", 2), ("leer", 2), ("caer", 2), ("oír", 2),
        ("cuidar", 2), ("alcohol", 3), ("tratamiento", 4), ("estás", 2), ("guía", 2), ("aún", 2), ("rey", 1), ("yo", 1),
        ("llamada", 3), ("respiración", 4), ("vacío", 3), ("brr", 1),
    ],
)  # fmt: skip
def test_spanish_syllables(word: str, syllables: int) -> None:
    assert spanish_syllables(word) == syllables


def test_the_english_grade_of_a_plain_text() -> None:
    # 100 words of one syllable in 20 sentences: 0.39 × 5 + 11.8 × 1 − 15.59.
    assert english_grade(["We all go out now."] * 20) == pytest.approx(-1.84)


def test_the_spanish_ease_of_a_plain_text() -> None:
    # 100 words of two syllables in 25 sentences: 206.84 − 60 × 2 − 1.02 × 4.
    assert spanish_ease(["Todos comen algo rico."] * 25) == pytest.approx(82.76)


def test_a_named_place_counts_as_a_word() -> None:
    assert english_grade(["We all go %(when)s now."] * 20) == pytest.approx(-1.84)


def test_text_without_a_full_stop_is_a_sentence_too() -> None:
    assert english_grade(["We all go out now"] * 20) == pytest.approx(-1.84)


@pytest.mark.parametrize("measure", [english_grade, spanish_ease])
def test_too_short_a_text_is_not_judged(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(ValueError, match="99 words are too few"):
        measure(["go"] * 99)
