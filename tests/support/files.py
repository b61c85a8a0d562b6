"""Files that are chosen on a page, and what is in a program before and after."""

from collections.abc import Sequence

from client_app.domain.csv_files import Table, table_of, written
from client_app.domain.imports import Column, Records, records_of
from tests.support.pages import Browser, Page

SERIES = {
    "kind": "group",
    "topic": "Early recovery",
    "weekdays": "Mon;Wed",
    "first_on": "2026-11-30",
    "starts": "18:00",
    "minutes": "90",
}
BOUNDARY = b"between-two-parts-of-a-form"
NINA = {"name": "Nina", "email": "nina@mail.example"}


def a_file(*rows: dict[str, str], columns: Sequence[str] | None = None) -> str:
    """A file with these rows; its header names what the first one has."""
    header = list(columns or rows[0])
    return written([header, *([row.get(name, "") for name in header] for row in rows)])


def records(text: str, columns: Sequence[Column]) -> Records:
    """A file's rows, which can be read."""
    table = table_of(text)
    assert isinstance(table, Table), table
    found = records_of(table, columns)
    assert isinstance(found, Records), found
    return found


def choose(browser: Browser, subject: str, data: bytes | str, name: str = "list.csv") -> Page:
    """Choose a file on the page of imports and send it."""
    browser.get("/program/import")
    body = data.encode() if isinstance(data, str) else data
    parts = [
        b'Content-Disposition: form-data; name="csrf_token"\r\n\r\n' + browser.token.encode(),
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + body,
    ]
    sent = b"".join(b"--" + BOUNDARY + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + BOUNDARY + b"--\r\n"
    kind = f"multipart/form-data; boundary={BOUNDARY.decode()}"
    return browser.post(f"/program/import/{subject}", sent, content_type=kind)
