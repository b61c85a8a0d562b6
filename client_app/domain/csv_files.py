"""Tables as spreadsheets write them: bytes in, rows out, or a sentence that says what to do instead.

Nothing that a file can hold raises an error here. Cells that a spreadsheet would run as a formula are disarmed on their
way out and armed again on their way in, so that a text is the same before and after.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from client_app.domain.plans import readable, tidy
from client_app.domain.sentences import N_, Sentence

MOST_ROWS = 500
"""Rows below the header that one file may bring."""
LARGEST_FILE = 200 * 1024
"""Bytes of a file in UTF-8; so that it fits into one post with room to spare."""
MOST_NAMED, LONGEST_NAMED = 5, 40
"""How many texts of a file a sentence names, and how many characters of each."""
TOO_LARGE = Sentence(
    N_("This file is too large. One import takes %(rows)s rows and %(size)s kB at most: please split it."),
    {"rows": MOST_ROWS, "size": LARGEST_FILE // 1024},
)
EMPTY = Sentence(N_("This file is empty."))
NO_ROWS = Sentence(N_("This file has a header and nothing below it."))
NO_CSV = Sentence(N_("This is no CSV file. Please save the table as “CSV UTF-8” and choose that file."))
A_WORKBOOK = Sentence(
    N_("This is an Excel workbook, not a CSV file. Please open it, save it as “CSV UTF-8” and choose that file.")
)

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx, .ods and .numbers begin (they are ZIP files), and the older .xls."""
WINDOWS = "cp1252"
"""As Excel on Windows writes; it has all of Latin-1's letters."""
_DELIMITERS = ",;\t"
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet takes for a formula (OWASP, CSV injection), behind however many apostrophes."""


@dataclass(frozen=True)
class Decoded:
    """A file's text, each line break one character."""

    text: str
    is_guessed: bool = False
    """It was no UTF-8 and was read as Excel on Windows writes it: somebody has to look at its accents."""


@dataclass(frozen=True)
class Row:
    """A row below the header."""

    number: int
    """As a spreadsheet counts it: the header is 1, and empty rows count."""
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A header and the rows below it that are not empty."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def decoded(data: bytes) -> Decoded | Sentence:
    """Give the text of a file, or say why it has none: UTF-8 with or without its mark, UTF-16 with it, Windows-1252."""
    if data.startswith(_WORKBOOKS):
        return A_WORKBOOK
    is_utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf_16 else ("utf-8-sig", WINDOWS):
        try:
            found = Decoded(_one_break(data.decode(encoding)), is_guessed=encoding == WINDOWS)
            break
        except UnicodeDecodeError:
            continue
    else:
        return NO_CSV
    if "\0" in found.text:
        return NO_CSV
    return TOO_LARGE if len(found.text.encode(errors="replace")) > LARGEST_FILE else found


def table_of(text: str) -> Table | Sentence:
    """Read a file's text as a table, or say why it is none. The header tells commas, semicolons and tabs apart."""
    text = _one_break(text.removeprefix("\ufeff"))
    if not text.strip():
        return EMPTY
    first, _, _ = text.lstrip("\n").partition("\n")
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[Row] = []
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            found = tuple(tidy(armed(cell)) for cell in cells)
            if any(found):
                rows.append(Row(number, found))
            if len(rows) > MOST_ROWS + 1:
                return Sentence(
                    N_("This file has too many rows. One import takes %(rows)s at most: please split it."),
                    {"rows": MOST_ROWS},
                )
    except csv.Error:
        return Sentence(
            N_(
                "Row %(row)s cannot be read. Please look for a quotation mark that is never closed, "
                "or for a very long cell."
            ),
            {"row": number + 1},
        )
    if not rows:
        return EMPTY
    return Table(rows[0].cells, tuple(rows[1:])) if len(rows) > 1 else NO_ROWS


def written(rows: Iterable[Sequence[str]]) -> str:
    """Give rows as a spreadsheet reads them: with the mark by which it knows UTF-8, and no cell a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([disarmed(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def disarmed(text: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe stands before what it would take for one."""
    return f"'{text}" if _FORMULA.match(text) else text


def armed(cell: str) -> str:
    """The text that ``disarmed`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def joined(texts: Iterable[str]) -> str:
    """Several texts in one cell, with semicolons between them."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="").writerow(texts)
    return out.getvalue()


def parts_of(cell: str) -> tuple[str, ...]:
    """The texts that ``joined`` was given; quotation marks hold one together that has a semicolon in it."""
    rows = csv.reader(io.StringIO(cell, newline=""), delimiter=";", skipinitialspace=True)
    return tuple(text for row in rows for part in row if (text := part.strip()))


def plain(text: str) -> str:
    """A word as it is compared: without capitals, accents, spaces and dashes."""
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s_-]+", "_", kept)


def quoted(texts: Iterable[str]) -> str:
    """What of a file a sentence names: a few texts, none too long to be read."""
    few = islice((readable(text) for text in texts), MOST_NAMED)
    return ", ".join(f"“{text[:LONGEST_NAMED]}…”" if len(text) > LONGEST_NAMED else f"“{text}”" for text in few)


def _one_break(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
