"""What every import has in common: columns by their names, rows by their numbers, and words for what is wrong."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from client_app.domain.csv_files import Table, plain, quoted
from client_app.domain.refusals import Conflict
from client_app.domain.sentences import N_, Sentence

SPANISH = "es"
NO_DAY = Sentence(N_("There is no such day. Please write it like 2026-12-31."))
NO_TIME = Sentence(N_("Please write a time like 18:00."))
NO_NUMBER = Sentence(N_("Please write a whole number."))
CHANGED = Sentence(
    N_("Something in the program has changed since you looked at this. Nothing was imported: please look once more.")
)
BAD_ROWS = Sentence(N_("Nothing was imported. Please mend these rows in your file and choose it again."))
TOO_MANY_CELLS = Sentence(
    N_("This row has more cells than the header. A text with a comma in it needs quotation marks around it.")
)

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_TWO_WAYS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
_TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?(?::00)?([ap]m)?", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
NOON = 12
Choice = TypeVar("Choice", bound=str)


class Subject(StrEnum):
    """What can be imported and exported."""

    SCHEDULE = "schedule"
    PARTICIPANTS = "participants"


class ChangedError(Conflict):
    """The program is not as it was when the preview was made: whoever agreed to that has not agreed to this."""

    def __init__(self) -> None:
        super().__init__(CHANGED)


@dataclass(frozen=True)
class Column:
    """A column that a file may have."""

    code: str
    """Its name in English, and in code."""
    spanish: str
    about: str
    """What goes there; English, marked for translation."""
    is_required: bool = False

    def name_in(self, language: str) -> str:
        """What stands in the header."""
        return self.spanish if language == SPANISH else self.code


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be imported."""

    row: int
    """As a spreadsheet counts it."""
    column: str
    """As the file calls it; empty where it is about the whole row."""
    sentence: Sentence


@dataclass(frozen=True)
class Record:
    """A row with its cells by their columns' codes; those of columns that the file lacks are empty."""

    row: int
    cells: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the file calls its columns, by their codes."""

    def __getitem__(self, code: str) -> str:
        return self.cells.get(code, "")

    def problems(self, found: Mapping[str, Sentence | None]) -> list[Problem]:
        """The sentences about this row's columns; an empty code is the whole row."""
        return [Problem(self.row, self.names.get(code, code), sentence) for code, sentence in found.items() if sentence]


@dataclass(frozen=True)
class Records:
    """A file whose header was understood."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    """Of rows that have more cells than the header."""


def records_of(table: Table, columns: Sequence[Column]) -> Records | Sentence:
    """Find a file's columns by their names in either language, or say which are missing, unknown or there twice."""
    known = {plain(name): column.code for column in columns for name in (column.code, column.spanish)}
    header = list(table.header)
    while header and not header[-1]:
        header.pop()
    codes = [known.get(plain(name)) for name in header]
    problem = _header_problem(header, codes, columns)
    if problem:
        return problem
    found = [code for code in codes if code]
    names = dict(zip(found, header, strict=True))
    records, problems = [], []
    for row in table.rows:
        cells = dict(zip(found, row.cells, strict=False))
        record = Record(row.number, cells, names)
        if any(row.cells[len(found) :]):
            problems += record.problems({"": TOO_MANY_CELLS})
        else:
            records.append(record)
    return Records(tuple(records), tuple(problems))


def _header_problem(header: Sequence[str], codes: Sequence[str | None], columns: Sequence[Column]) -> Sentence | None:
    unknown = [name for name, code in zip(header, codes, strict=True) if code is None]
    twice = [name for at, (name, code) in enumerate(zip(header, codes, strict=True)) if code and code in codes[:at]]
    spanish = {plain(column.spanish) for column in columns if column.spanish != column.code}
    is_spanish = any(plain(name) in spanish for name in header)
    missing = [
        column.spanish if is_spanish else column.code
        for column in columns
        if column.is_required and column.code not in codes
    ]
    if missing and len(unknown) == len(header):
        text = N_("The first row has to name the columns. These are missing: %(columns)s.")
        return Sentence(text, {"columns": ", ".join(missing)})
    if unknown:
        return Sentence(
            N_("The header has a column that nobody here knows: %(columns)s."), {"columns": quoted(unknown)}
        )
    if missing:
        return Sentence(N_("A column is missing in the header: %(columns)s."), {"columns": ", ".join(missing)})
    if twice:
        return Sentence(N_("A column is in the header twice: %(columns)s."), {"columns": quoted(twice)})
    return None


@dataclass(frozen=True)
class DayReader:
    """How the days of one file are written: a spreadsheet may have turned 2026-12-31 into 12/31/2026 or 31/12/2026."""

    day_comes_first: bool | None = None
    """Nothing: no day of the file tells."""

    @classmethod
    def of(cls, cells: Iterable[str]) -> "DayReader":
        """Look which way the days of a file are written that can be read one way only."""
        told: set[bool] = set()
        for cell in cells:
            ways = _ways(cell)
            if len(ways) == 1:
                told.update(ways)
        return cls(told.pop()) if len(told) == 1 else cls()

    def read(self, text: str) -> date | Sentence:
        """A day, or why it is none."""
        found = _ISO.fullmatch(text)
        if found:
            return _day(int(found[1]), int(found[2]), int(found[3])) or NO_DAY
        ways = _ways(text)
        if not ways:
            return NO_DAY
        if len(set(ways.values())) == 1:
            return next(iter(ways.values()))
        if self.day_comes_first is not None:
            return ways[self.day_comes_first]
        return Sentence(
            N_("%(day)s can be read in two ways. Please write %(one)s or %(other)s."),
            {"day": text, "one": ways[False].isoformat(), "other": ways[True].isoformat()},
        )


def time_in(text: str) -> time | None:
    """A time of day such as 18:00 or 6:00 PM; nothing when it is none."""
    found = _TIME.fullmatch(re.sub(r"[\s.]", "", text.casefold()))
    if not found or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def number_in(text: str) -> int | None:
    """A whole number in plain digits; nothing when it is none."""
    return int(text) if _NUMBER.fullmatch(text) else None


def choice_in(text: str, words: Mapping[Choice, Sequence[str]]) -> Choice | None:
    """Which of these choices a cell means, by any of its words; nothing when it is none."""
    return next((value for value, called in words.items() if plain(text) in map(plain, called)), None)


def _ways(text: str) -> dict[bool, date]:
    """A day with two numbers before its year, as it is with the day first and with the month first."""
    found = _TWO_WAYS.fullmatch(text)
    if not found:
        return {}
    one, other, year = (int(part) for part in found.groups())
    ways = {True: _day(year, other, one), False: _day(year, one, other)}
    return {day_comes_first: day for day_comes_first, day in ways.items() if day}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
