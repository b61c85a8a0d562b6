"""Tables as spreadsheets write them: rows or a sentence come out of any bytes, and a text is the same again."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from client_app.domain.csv_files import (
    A_WORKBOOK,
    EMPTY,
    MOST_ROWS,
    NO_CSV,
    NO_ROWS,
    TOO_LARGE,
    Decoded,
    Row,
    Table,
    armed,
    decoded,
    disarmed,
    joined,
    parts_of,
    plain,
    quoted,
    table_of,
    written,
)
from client_app.domain.plans import tidy
from client_app.domain.sentences import Sentence

WORDS = "Recuperación temprana"
TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
"""What a field can hold."""


@pytest.mark.parametrize(
    ("data", "is_guessed"),
    [
        (WORDS.encode(), False),
        (codecs.BOM_UTF8 + WORDS.encode(), False),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), False),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), False),
        (WORDS.encode("cp1252"), True),
        (b"Ana \x96 \x93hi\x94", True),
    ],
)
def test_a_text_is_read_in_whichever_form_it_was_saved(data: bytes, is_guessed: bool) -> None:
    found = decoded(data)
    assert isinstance(found, Decoded)
    assert found.text in {WORDS, "Ana – “hi”"}
    assert found.is_guessed is is_guessed


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04", A_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1", A_WORKBOOK),
        (b"a,b\0", NO_CSV),
        (b"\x81\x8d", NO_CSV),
        (codecs.BOM_UTF16_LE + b"a", NO_CSV),
        (b"x" * 205_000, TOO_LARGE),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, why: Sentence) -> None:
    assert decoded(data) == why


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_the_header_tells_what_stands_between_the_cells(delimiter: str, line_break: str) -> None:
    lines = ['name{0}"e{0}mail"', "", 'Ana{0}"a, b; c"', "{0}", '"two\nlines"{0}=1', ""]
    text = line_break.join(lines).replace("{0}", delimiter)
    found = (Row(3, ("Ana", "a, b; c")), Row(5, ("two\nlines", "=1")))
    assert table_of(text) == Table(("name", f"e{delimiter}mail"), found)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", EMPTY),
        (" \n\n", EMPTY),
        (",,\n,,", EMPTY),
        ("name,email\n,,\n", NO_ROWS),
        ("name\n" + "Ana\n" * MOST_ROWS, None),
        ("name\n" + "Ana\n" * (MOST_ROWS + 1), "This file has too many rows. One import takes 500 at most"),
        ('name\nAna\n\n"Ben\nCleo\n', "Row 4 cannot be read."),
        ('"name\nAna', "Row 1 cannot be read."),
        ('name\n"A"na', "Row 2 cannot be read."),
        ("name\n" + "x" * 200_000, "Row 2 cannot be read."),
    ],
)
def test_what_is_no_table_is_refused(text: str, why: Sentence | str | None) -> None:
    found = table_of(text)
    if isinstance(why, str):
        assert isinstance(found, Sentence)
        assert found.english().startswith(why)
    else:
        assert isinstance(found, Table) if why is None else found == why


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(sign: str) -> None:
    for text in (f"{sign}SUM(1)", f"'{sign}1", sign):
        assert disarmed(text) == f"'{text}"
        assert armed(disarmed(text)) == text


@pytest.mark.parametrize("text", ["", "'", "'quoted'", "a=b", "5-3", "1"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert armed(text) == disarmed(text) == text


@given(TYPED)
@example("''=1")
@example("'\r=")
def test_disarming_loses_nothing(text: str) -> None:
    assert armed(disarmed(text)) == text
    assert not disarmed(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.tuples(TYPED, TYPED, TYPED), min_size=1, max_size=8))
def test_what_is_written_is_read_again(rows: list[tuple[str, str, str]]) -> None:
    tidied = [tuple(tidy(text) for text in row) for row in rows]
    found = decoded(written([("one", "two", "three"), *tidied]).encode())
    assert isinstance(found, Decoded)
    table = table_of(found.text)
    filled = [row for row in tidied if any(row)]
    if not filled:
        assert table == NO_ROWS
        return
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == filled


@given(st.binary(max_size=400))
@example(b'"')
@example(b"\xff\xfe\xff\xdf")
def test_whatever_the_bytes_are_nothing_is_raised(data: bytes) -> None:
    found = decoded(data)
    if isinstance(found, Decoded):
        assert isinstance(table_of(found.text), Table | Sentence)


@given(st.lists(TYPED.map(lambda text: " ".join(text.split())).filter(bool)))
def test_several_texts_in_a_cell_come_out_again(texts: list[str]) -> None:
    assert list(parts_of(joined(texts))) == texts


def test_parts_are_told_apart_by_semicolons() -> None:
    assert parts_of('Five days; Three, two ;;"a;b"') == ("Five days", "Three, two", "a;b")


def test_words_are_compared_without_capitals_accents_and_spaces() -> None:
    assert plain(" Cada  Semanas ") == plain("cada-semanas") == "cada_semanas"
    assert plain("Miércoles") == "miercoles"


def test_a_sentence_names_little_of_a_file() -> None:
    assert quoted(["a\0b", "x" * 41, *"cdefg"]) == f"“ab”, “{'x' * 40}…”, “c”, “d”, “e”"
