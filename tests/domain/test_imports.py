"""What every import has in common: columns in either language, days as spreadsheets turn them, times and words."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.csv_files import Row, Table
from client_app.domain.imports import (
    NO_DAY,
    TOO_MANY_CELLS,
    Column,
    DayReader,
    Problem,
    Records,
    choice_in,
    number_in,
    records_of,
    time_in,
)
from client_app.domain.sentences import Sentence

COLUMNS = (
    Column("name", "nombre", "", is_required=True),
    Column("day", "día", "", is_required=True),
    Column("place", "sala", ""),
)


def table(header: str, *rows: str) -> Table:
    """Cells with bars between them; the rows are numbered from 2."""
    return Table(tuple(header.split("|")), tuple(Row(at, tuple(row.split("|"))) for at, row in enumerate(rows, 2)))


@pytest.mark.parametrize("header", ["place|Name|DAY", "Sala|nombre|Dia", "sala|Nombre|día||"])
def test_columns_are_found_by_their_names_in_any_order(header: str) -> None:
    found = records_of(table(header, "Room 2|Ana|today", "|Ben"), COLUMNS)
    assert isinstance(found, Records)
    ana, ben = found.records
    assert (ana["name"], ana["day"], ana["place"]) == ("Ana", "today", "Room 2")
    assert (ben.row, ben["name"], ben["day"], ben["place"]) == (3, "Ben", "", "")
    assert ana.problems({"day": NO_DAY, "": TOO_MANY_CELLS, "name": None}) == [
        Problem(2, header.split("|")[2], NO_DAY),
        Problem(2, "", TOO_MANY_CELLS),
    ]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("name|place", "A column is missing in the header: day."),
        ("nombre|sala", "A column is missing in the header: día."),
        ("place", "A column is missing in the header: name, day."),
        ("Ana|today", "The first row has to name the columns. These are missing: name, day."),
        ("name|day|room|x", "The header has a column that nobody here knows: “room”, “x”."),
        ("name||day", "The header has a column that nobody here knows: “”."),
        ("name|day|Nombre", "A column is in the header twice: “Nombre”."),
    ],
)
def test_a_header_that_is_not_understood_says_why(header: str, why: str) -> None:
    found = records_of(table(header, "a|b|c"), COLUMNS)
    assert isinstance(found, Sentence)
    assert found.english() == why


def test_a_row_with_more_cells_than_the_header_is_a_bad_row() -> None:
    found = records_of(table("name|day", "Ana|today|", "Ben|today|x"), COLUMNS)
    assert isinstance(found, Records)
    assert [record.row for record in found.records] == [2]
    assert found.problems == (Problem(3, "", TOO_MANY_CELLS),)


DAY = date(2026, 4, 3)


@pytest.mark.parametrize(
    ("cells", "text", "read"),
    [
        ((), "2026-04-03", DAY),
        ((), "2026-4-3", DAY),
        ((), "2026-02-31", None),
        ((), "31/02/2026", None),
        ((), "tomorrow", None),
        ((), "0000-01-01", None),
        ((), "٢٠٢٦-٠٤-٠٣", None),
        ((), "3/4/2026", "3/4/2026 can be read in two ways. Please write 2026-03-04 or 2026-04-03."),
        ((), "13/4/2026", date(2026, 4, 13)),
        ((), "4/13/2026", date(2026, 4, 13)),
        ((), "4.4.2026", date(2026, 4, 4)),
        (("13/4/2026", ""), "3/4/2026", DAY),
        (("4/13/2026", "4/4/2026"), "4/3/2026", DAY),
        (("4/13/2026", "13/4/2026"), "4/3/2026", "4/3/2026 can be read in two ways. "),
    ],
)
def test_a_day_is_read_as_its_file_writes_days(cells: tuple[str, ...], text: str, read: date | str | None) -> None:
    found = DayReader.of(cells).read(text)
    if isinstance(read, str):
        assert isinstance(found, Sentence)
        assert found.english().startswith(read)
    else:
        assert found == (read or NO_DAY)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("18:00", time(18)),
        ("8:05", time(8, 5)),
        ("18:00:00", time(18)),
        ("6:00 PM", time(18)),
        ("6 p. m.", time(18)),
        ("12:30am", time(0, 30)),
        ("12 PM", time(12)),
        ("0:30 am", None),
        ("13 pm", None),
        ("24:00", None),
        ("18:60", None),
        ("18", None),
        ("18:00:30", None),
        ("", None),
        ("six", None),
        ("１８:００", None),
    ],
)
def test_a_time_is_read_by_either_clock(text: str, read: time | None) -> None:
    assert time_in(text) == read


def test_numbers_are_plain_digits() -> None:
    assert [number_in(text) for text in ("90", "007", "", "-1", "1.5", "٩", "1234567890")] == [90, 7, *[None] * 5]


def test_a_choice_is_known_by_any_of_its_words() -> None:
    words = {"home": ("home", "casa"), "detox": ("detox", "desintoxicación")}
    assert [choice_in(text, words) for text in ("Casa", "DESINTOXICACION", "prison", "")] == [
        "home",
        "detox",
        None,
        None,
    ]


@given(st.text())
def test_whatever_stands_in_a_cell_nothing_is_raised(text: str) -> None:
    assert isinstance(DayReader.of([text]).read(text), date | Sentence)
    assert isinstance(time_in(text), time | None)
    assert isinstance(number_in(text), int | None)
