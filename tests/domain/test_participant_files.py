"""Who is to take part, as a table: each row is judged as the invitation's form judges it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.enrollments import Beginning, ComesFrom
from client_app.domain.imports import NO_DAY, DayReader, Record
from client_app.domain.invitations import Invitation
from client_app.domain.participant_files import (
    COLUMNS,
    NO_COUNSELOR,
    NO_LANGUAGE,
    NO_PLACE,
    NO_START,
    Newcomer,
    cells_of,
    example_of,
    newcomer_of,
)
from client_app.domain.sentences import Sentence
from tests.support.files import NINA

TODAY = date(2026, 11, 23)
CASELOADS = {"carla@mail.example": 3}
CODES = tuple(column.code for column in COLUMNS)


def read(**cells: str) -> Newcomer | dict[str, Sentence]:
    """Whom a row with these cells brings in; Nina unless the test cares."""
    return newcomer_of(Record(2, {**NINA, **cells}), DayReader(), CASELOADS, TODAY)


def test_a_name_and_an_email_are_enough() -> None:
    assert read() == Newcomer(Invitation("Nina", "nina@mail.example"), Beginning(), TODAY)


def test_a_row_says_all_that_an_invitation_says() -> None:
    found = read(
        name=" Nina  B. ",
        email="Nina@Mail.example ",
        counselor="CARLA@mail.example",
        language="Español",
        started_on="11/16/2026",
        comes_from="desintoxicacion",
        agreement="Rides.",
        planned_end_on="2027-01-31",
    )
    beginning = Beginning(ComesFrom.DETOX, "Rides.", date(2027, 1, 31))
    invitation = Invitation("Nina B.", "nina@mail.example")
    assert found == Newcomer(invitation, beginning, date(2026, 11, 16), 3, "es")


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("name", "", "A person needs a name."),
        ("name", "x" * 101, "A name has 100 characters at most."),
        ("name", "N\ufffdna", "Some characters here could not be read."),
        ("email", "", "Please type an email address"),
        ("email", "nina", "Please type an email address"),
        ("counselor", "dora@mail.example", NO_COUNSELOR),
        ("language", "fr", NO_LANGUAGE),
        ("started_on", "2026-11-24", NO_START),
        ("started_on", "2021-10-31", NO_START),
        ("started_on", "2026-02-31", NO_DAY),
        ("comes_from", "prison", NO_PLACE),
        ("agreement", "x" * 2001, "This is too long to keep"),
        ("planned_end_on", "2026-11-22", "A planned end comes after the first day, and within five years."),
        ("planned_end_on", "soon", NO_DAY),
    ],
)
def test_what_cannot_be_read_or_kept_is_said_of_its_column(column: str, cell: str, why: Sentence | str) -> None:
    problems = read(**{column: cell})
    assert isinstance(problems, dict)
    assert list(problems) == [column]
    told = problems[column]
    assert told.english().startswith(why) if isinstance(why, str) else told == why


def test_somebody_may_have_begun_up_to_five_years_ago() -> None:
    for day in ("2021-11-01", "2026-11-23"):
        found = read(started_on=day)
        assert isinstance(found, Newcomer)
        assert found.started_on == date.fromisoformat(day)


def test_a_leap_day_is_no_trouble() -> None:
    found = newcomer_of(Record(2, {**NINA, "started_on": "2024-02-29"}), DayReader(), {}, date(2024, 2, 29))
    assert isinstance(found, Newcomer)


@given(st.fixed_dictionaries(dict.fromkeys(CODES, st.text())))
def test_whatever_stands_in_a_row_nothing_is_raised(cells: dict[str, str]) -> None:
    days = DayReader.of(cells.values())
    assert isinstance(newcomer_of(Record(2, cells), days, CASELOADS, TODAY), Newcomer | dict)


def test_what_is_exported_is_read_again_and_tells_nothing_of_a_record() -> None:
    invitation = Invitation("Nina", "nina@mail.example")
    cells = cells_of(invitation, "carla@mail.example", "es", date(2026, 11, 2))
    found = newcomer_of(Record(2, dict(zip(CODES, cells, strict=True))), DayReader(), CASELOADS, TODAY)
    assert found == Newcomer(invitation, Beginning(), date(2026, 11, 2), 3, "es")
    assert cells_of(invitation, "", None, TODAY)[2:4] == ("", "")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_example_can_be_read(language: str) -> None:
    cells = dict(zip(CODES, example_of(TODAY, language), strict=True))
    found = newcomer_of(Record(2, cells), DayReader(), {}, TODAY)
    assert isinstance(found, Newcomer)
    assert (found.language, found.beginning.comes_from) == (language, ComesFrom.HOME)
