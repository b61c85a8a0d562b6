"""Importing in a browser: a preview stores nothing, all comes in or nothing, and every file gets its sentence."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select

from client_app.domain.csv_files import MOST_ROWS
from client_app.extensions import db
from client_app.models import AppointmentSeries, AuditEntry, Enrollment, Person
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.applications import Statements
from tests.support.files import NINA, SERIES, a_file, choose
from tests.support.pages import Browser, words

pytestmark = pytest.mark.usefixtures("clock")
HEADER = ",".join(SERIES)


@pytest.fixture
def director(browser: Browser, cast: Cast) -> Browser:
    """The program's director in front of the browser."""
    browser.sign_in(cast.director.email, PASSWORD)
    return browser


def stored() -> tuple[int, int, int]:
    """How many series, people and imports there are."""
    db.session.rollback()
    imports = select(func.count(AuditEntry.id)).where(AuditEntry.action.like("program.%_imported"))
    counted = (select(func.count(AppointmentSeries.id)), select(func.count(Person.id)), imports)
    return tuple(db.session.scalar(one) or 0 for one in counted)  # type: ignore[return-value]


def test_a_schedule_is_looked_at_and_comes_in(director: Browser) -> None:
    director.get("/program")
    director.click("Import and export A schedule or participants, from a file or into one")
    before = stored()
    page = choose(director, "schedule", a_file(SERIES, {**SERIES, "topic": "Music", "starts": "6:00 pm"}))
    assert (page.status, page.heading) == (200, "Look before you import")
    assert page.all("#rows .row-number") == ["Row 2", "Row 3"]
    assert "2 series would be added" in page.text
    assert "Every week: Monday, Wednesday, 6:00 PM, 90 minutes" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert stored() == before
    page = director.submit(button="Import all of it")
    assert (page.status, page.path) == (200, "/program/import")
    assert page.all("#news strong") == ["2 series were imported."]
    assert stored() == (before[0] + 2, before[1], before[2] + 1)
    week = director.get("/groups?week=2026-11-30")
    assert "Music" in week.text


def test_participants_are_looked_at_and_come_in(cast: Cast, director: Browser) -> None:
    before = stored()
    row = {**NINA, "counselor": cast.counselor.email, "language": "es", "comes_from": "detox", "agreement": "Rides."}
    page = choose(director, "participants", a_file({**row, "started_on": "2026-11-02", "planned_end_on": "2027-01-31"}))
    assert page.status == 200
    for told in ("Nina", "nina@mail.example", "Counselor: Carla Reyes", "Detox", "Rides.", "Español"):
        assert told in page.text
    assert stored() == before
    page = director.submit(button="Import all of it")
    assert page.all("#news strong") == ["1 person was imported."]
    assert stored() == (before[0], before[1] + 1, before[2] + 1)
    assert "/join/" not in page.body
    assert not page.has("#news a[href='/participants']")


def test_a_director_makes_the_links_of_those_without_a_counselor(director: Browser) -> None:
    choose(director, "participants", a_file(NINA))
    director.submit(button="Import all of it")
    director.click("Make links for those without a counselor")
    page = director.submit("form[action$='/reset-link']")
    assert page.heading == "A link for Nina"


def test_a_second_confirmation_is_told_that_all_is_there(director: Browser) -> None:
    for subject, text, why in (
        ("schedule", a_file(SERIES), "This is on the calendar already."),
        ("participants", a_file(NINA), "this person signs in here already"),
    ):
        choose(director, subject, text)
        fields = [(tag["name"], tag["value"]) for tag in director.page.soup.select("main form input")]
        director.submit(button="Import all of it")
        before = stored()
        page = director.post(f"/program/import/{subject}/confirm", fields)  # type: ignore[arg-type]
        assert page.status == 409
        assert "Something in the program has changed since you looked at this." in page.text
        assert why in page.text
        assert stored() == before
        assert not page.has("form[action$='/confirm']")


def test_what_was_not_shown_is_not_imported(director: Browser) -> None:
    choose(director, "schedule", a_file(SERIES))
    before = stored()
    fields = {"csrf_token": director.token, "seen": "another", "text": a_file(SERIES)}
    page = director.post("/program/import/schedule/confirm", fields)
    assert page.status == 409
    assert page.has("form[action$='/confirm']")
    assert stored() == before
    assert director.submit(button="Import all of it").has("#news")


def test_an_old_form_shows_the_preview_again(director: Browser) -> None:
    choose(director, "schedule", a_file(SERIES))
    page = director.post("/program/import/schedule/confirm", {"text": a_file(SERIES), "csrf_token": "old"})
    assert page.status == 400
    assert "Early recovery" in page.text
    page = director.post("/program/import/schedule/confirm", {"csrf_token": "old"})
    assert (page.status, len(page.all("#schedule-file-error"))) == (400, 1)
    page = director.post("/program/import/schedule", {"csrf_token": "old"})
    assert (page.status, len(page.all("#schedule-file-error"))) == (400, 1)


def test_conflicts_are_said_beside_their_rows(cast: Cast, director: Browser) -> None:
    room = {**SERIES, "place": "Room 2", "facilitator": cast.counselor.email.upper(), "capacity": "1"}
    page = choose(director, "schedule", a_file(room, {**room, "topic": "Music", "starts": "18:30", "place": "room 2"}))
    assert page.status == 200
    first, second = page.soup.select(".imported > li")
    assert [words(one) for one in first.select(".clashes li")] == ["2 people would come, and there is room for 1."]
    told = [words(one) for one in second.select(".clashes li")]
    assert told[1] == "room 2 is taken by Early recovery: Monday, November 30."
    assert told[2] == "Carla Reyes has Early recovery at that time: Monday, November 30."
    assert told[-1].startswith("And ")
    assert director.submit(button="Import it all the same").has("#news")


BAD_FILES = [
    (b"", "This file is empty."),
    (b"\xef\xbb\xbf\r\n \r\n", "This file is empty."),
    (HEADER.encode(), "This file has a header and nothing below it."),
    (b"PK\x03\x04\x14\x00\x06", "This is an Excel workbook, not a CSV file."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an Excel workbook, not a CSV file."),
    (b"\x00\x01\x02\xff\xfe", "This is no CSV file."),
    (HEADER.encode() + b"\ngroup,A\x00B,Mon,2026-11-30,18:00,90", "This is no CSV file."),
    (b"%PDF-1.7\n%\x81\x8d\n", "This is no CSV file."),
    (
        b"kind,weekdays,first_on,starts,minutes\ngroup,Mon,2026-11-30,18:00,90",
        "A column is missing in the header: topic.",
    ),
    (f"{HEADER},room\n{','.join(SERIES.values())},2".encode(), "that nobody here knows: “room”."),
    (f"{HEADER},Topic\n{','.join(SERIES.values())},2".encode(), "A column is in the header twice: “Topic”."),
    (",".join(SERIES.values()).encode() + b"\na,b,c,d,e,f", "The first row has to name the columns."),
    (f'{HEADER}\ngroup,"Music,Mon,2026-11-30,18:00,90\n'.encode(), "Row 2 cannot be read."),
    (f"{HEADER}\ngroup,{'x' * 140_000},Mon,2026-11-30,18:00,90".encode(), "Row 2 cannot be read."),
    ((HEADER + "\n" + "group,x,Mon,2026-11-30,18:00,9\n" * (MOST_ROWS + 1)).encode(), "too many rows"),
    (b"x\n" * 100_000, "too many rows"),
    (b"\n" * 190_000, "This file is empty."),
    (("é" * 210_000).encode("cp1252"), "This file is too large."),
]


@pytest.mark.parametrize(("data", "why"), BAD_FILES, ids=[f"{at}: {why[:30]}" for at, (_, why) in enumerate(BAD_FILES)])
def test_a_file_that_cannot_be_read_says_why(director: Browser, data: bytes, why: str) -> None:
    before = stored()
    page = choose(director, "schedule", data)
    assert page.status == 422
    [told] = page.all("#schedule-file-error")
    assert why in told
    assert stored() == before


def test_a_file_of_a_hundred_thousand_rows_is_refused_before_it_is_read(director: Browser) -> None:
    row = ",".join(SERIES.values())
    page = choose(director, "schedule", f"{HEADER}\n" + f"{row}\n" * 100_000)
    assert page.status == 413
    [told] = page.all("#schedule-file-error")
    assert "500 rows" in told
    cell = choose(director, "participants", "name,email\n" + "x" * 1024 * 1024 + ",a@b")
    assert (cell.status, len(cell.all("#participants-file-error"))) == (413, 1)
    fields = {"csrf_token": director.token, "text": "x" * 300_000}
    assert director.post("/program/import/schedule/confirm", fields).status == 413


def test_nothing_chosen_says_so(director: Browser) -> None:
    director.get("/program/import")
    for fields in ({}, {"file": "typed"}, {"file": [(io.BytesIO(b"x"), "")]}):
        page = director.post("/program/import/schedule", {"csrf_token": director.token, **fields})
        assert (page.status, page.all("#schedule-file-error")) == (422, ["Please choose a file first."])
    page = director.post("/program/import/schedule/confirm", {"csrf_token": director.token})
    assert page.status == 422


@pytest.mark.parametrize("subject", ["schedule", "participants"])
def test_the_template_can_be_imported_as_it_is(cast: Cast, open_browser: Callable[..., Browser], subject: str) -> None:
    for language in ("en", "es"):
        browser = open_browser(language)
        browser.sign_in(cast.director.email, PASSWORD)
        template = browser.client.get(
            f"/program/import/{subject}/template.csv?language={language}", base_url="https://companion.example"
        )
        assert template.mimetype == "text/csv"
        assert template.headers["Content-Disposition"].startswith('attachment; filename="')
        page = choose(browser, subject, template.data)
        assert (page.status, len(page.all("#rows .row-number"))) == (200, 1)


def test_bad_rows_are_named_in_the_readers_language(cast: Cast, open_browser: Callable[..., Browser]) -> None:
    browser = open_browser("es")
    browser.sign_in(cast.director.email, PASSWORD)
    text = "tipo;tema;días;desde;hora;minutos\ngrupo;Recuperación;lun;31/02/2026;18:00;90\n"
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("cp1252")):
        page = choose(browser, "schedule", data)
        assert (page.status, page.heading) == (422, "Mira antes de importar")
        assert page.all("#problems tbody tr") == ["2 desde Ese día no existe. Escríbelo como 2026-12-31."]
        assert page.has("#guessed") is (data[:40] == text.encode("cp1252")[:40])
    page = choose(browser, "schedule", "tipo;tema;desde;hora\ngrupo;Música;2026-11-30;18:00")
    assert page.all("#schedule-file-error") == ["Falta una columna en el encabezado: minutos."]


def test_many_bad_rows_are_not_all_said(director: Browser) -> None:
    page = choose(director, "schedule", a_file(*[{**SERIES, "minutes": "long"}] * 120))
    assert (page.status, len(page.all("#problems tbody tr"))) == (422, 100)
    assert "And 20 more." in page.text


def test_nothing_else_is_imported(director: Browser) -> None:
    for path in ("/program/import/flags", "/program/import/flags/confirm", "/program/import/flags/template.csv"):
        assert director.get(path).status == 404
    assert director.get("/program/export/flags.csv").status == 404
    director.get("/program/import")
    for path in ("/program/import/flags", "/program/import/flags/confirm"):
        assert director.post(path, {"csrf_token": director.token}).status == 404
    assert director.get("/program/import/schedule").path == "/program/import"


def test_a_preview_costs_the_same_for_two_rows_and_for_two_hundred(
    director: Browser, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    def rows(number: int) -> str:
        about = [{**SERIES, "topic": f"Group {at}", "place": f"Room {at % 3}"} for at in range(number)]
        return a_file(*about)

    def people(number: int) -> str:
        return a_file(*[{"name": f"N {at}", "email": f"n{at}@mail.example"} for at in range(number)])

    for subject, text in (("schedule", rows), ("participants", people)):
        costs = []
        for number in (2, 200):
            with count_statements() as statements:
                assert choose(director, subject, text(number)).status == 200
            costs.append(len(statements))
        assert costs[0] == costs[1]


def test_whoever_is_signed_out_meanwhile_finishes_after_signing_in(cast: Cast, director: Browser) -> None:
    choose(director, "participants", a_file(NINA))
    preview = director.page
    fields = [(str(tag["name"]), str(tag["value"])) for tag in preview.soup.select("main form input")]
    director.sign_out()
    page = director.post("/program/import/participants/confirm", fields)
    assert page.status == 401
    director.submit("form[action^='/sign-in']", email=cast.director.email, password=PASSWORD)
    assert (
        db.session.scalar(
            select(func.count(Enrollment.id))
            .join(Person, Person.id == Enrollment.participant_id)
            .where(Person.email == "nina@mail.example")
        )
        == 1
    )
