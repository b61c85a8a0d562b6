"""The product's own content: complete, dated, and the same object each time it is asked for."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from client_app.domain.definitions import ITEMS, QuestionKind
from client_app.domain.roles import Role
from client_app.gateways.content import (
    CONTENT,
    common_passwords,
    crisis_lines,
    current_definition,
    definition,
    kit_tools,
    load_content,
    read_crisis_lines,
    read_tools,
    read_words,
)
from client_app.gateways.marked_yaml import ContentError

TRIGGERS = {
    "people", "place", "saw_drug", "conflict", "stress", "boredom", "lonely", "payday", "pain", "celebration",
    "out_of_the_blue", "other",
}  # fmt: skip


def test_everything_is_loaded_once() -> None:
    load_content()
    assert current_definition() is current_definition()
    assert kit_tools() is kit_tools()
    assert crisis_lines() is crisis_lines()
    assert common_passwords() is common_passwords()


def test_the_current_definition_asks_every_item_in_the_clinical_order() -> None:
    assert [question.name for question in current_definition().questions] == list(ITEMS)
    triggers = current_definition().question("triggers")
    assert triggers is not None
    assert set(triggers.values) == TRIGGERS


def test_choices_are_asked_with_the_mildest_first_and_scales_with_anchored_ends() -> None:
    for question in current_definition().questions:
        if question.kind is QuestionKind.SCALE:
            ends = (question.choices[0], question.choices[-1])
            assert all(choice.value not in {choice.text.en, choice.text.es} for choice in ends)
        elif ITEMS[question.name].values:
            assert question.values == ITEMS[question.name].values


def test_a_stored_check_in_finds_the_definition_it_answered() -> None:
    assert definition(current_definition().version) is current_definition()


def test_a_definition_that_was_removed_is_named() -> None:
    with pytest.raises(ContentError, match=r"^client_app/content/check_ins/2020-01-01\.yaml is missing"):
        definition("2020-01-01")


def test_the_kit_has_its_four_public_tools() -> None:
    assert [tool.name for tool in kit_tools()] == ["urge_timer", "breathing", "grounding", "call_someone"]
    assert all(4 <= len(tool.steps) <= 6 for tool in kit_tools())


def test_the_crisis_lines_are_the_checked_facts() -> None:
    lines = {line.code: line for line in crisis_lines()}
    assert list(lines) == ["988", "911", "samhsa"]
    assert (lines["988"].tel, lines["988"].sms, lines["988"].chat) == ("988", "988", "https://988lifeline.org")
    assert (lines["911"].tel, lines["911"].sms) == ("911", None)
    assert (lines["samhsa"].tel, lines["samhsa"].tty) == ("1-800-662-4357", "1-800-487-4889")


def test_every_line_has_an_owner_and_a_date_to_look_again() -> None:
    for line in crisis_lines():
        assert line.owner is Role.DIRECTOR
        assert date(2026, 11, 1) <= line.checked_on < line.review_on


def test_the_option_that_ended_is_never_printed() -> None:
    content = (CONTENT / "crisis_lines.yaml").read_text(encoding="utf-8").lower()
    assert "press 3" not in content
    assert "marca 3" not in content


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("es: Línea Nacional de Ayuda de SAMHSA", "", "line 'samhsa' has no Spanish name"),
        ('    tel: "911"\n', "", "line '911' has no 'tel'"),
        ("  samhsa:", '  "911":', "the file has '911' twice"),
        ("tty: 1-800-487-4889\n    owner: director", "owner: plumber", "line 'samhsa' has 'plumber' where only"),
        (
            "tty: 1-800-487-4889\n    owner: director\n    checked_on: 2026-11-01\n    review_on: 2027-05-01",
            "owner: director\n    checked_on: 2026-11-01\n    review_on: 2026-11-01",
            "line 'samhsa' is to be reviewed before it was checked",
        ),
    ],
)
def test_a_mistake_in_a_crisis_line_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = Path(shutil.copy(CONTENT / "crisis_lines.yaml", tmp_path))
    spoiled = path.read_text(encoding="utf-8").replace(old, new)
    path.write_text(spoiled, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_crisis_lines(path)
    assert f": {reason}" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("es: Nombra tres sonidos que oyes.", "", "tool 'grounding' has no Spanish text in this step"),
        ("  grounding:", "  breathing:", "the file has 'breathing' twice"),
        ("title: {en: Urge timer, es: Reloj para las ganas}", "", "tool 'urge_timer' has no 'title'"),
    ],
)
def test_a_mistake_in_a_tool_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = Path(shutil.copy(CONTENT / "kit_tools.yaml", tmp_path))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_tools(path)
    assert f": {reason}" in str(error.value)


def test_common_passwords_are_words_of_both_languages() -> None:
    assert {"password", "contrasena", "onedayatatime", "companion"} <= common_passwords()


@pytest.mark.parametrize("word", ["Password", "p4ssword", "contraseña", "let-me-in"])
def test_a_word_that_the_rules_would_never_meet_is_no_word(tmp_path: Path, word: str) -> None:
    path = tmp_path / "words.txt"
    path.write_text(f"# Reviewed 2026\none two\n\nthree {word}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=rf"words\.txt, line 4: '{word}'"):
        read_words(path)
    path.write_text("# Reviewed 2026\none two\n", encoding="utf-8")
    assert read_words(path) == {"one", "two"}
