"""Files that are taken away, and whatever may be sent instead of one: nothing is kept by a cache, nothing breaks."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from client_app.domain.audit_actions import Action
from client_app.domain.csv_files import written
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Person, Program
from tests.cast import Cast
from tests.factories import MONDAY_MORNING, PASSWORD, make_person
from tests.support.calendars import a_session, make_series
from tests.support.files import NINA, SERIES, a_file, choose
from tests.support.pages import HOST, Browser
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def director(browser: Browser, cast: Cast) -> Browser:
    """The program's director in front of the browser."""
    browser.sign_in(cast.director.email, PASSWORD)
    return browser


def test_the_schedule_is_saved_with_no_cell_a_formula(cast: Cast, director: Browser) -> None:
    room = a_session(place="@home", address="+1 Main Street")
    make_series(cast.counselor.viewer, MONDAY_MORNING, "=HYPERLINK(1)", session=room)
    answer = director.client.get("/program/export/schedule.csv", base_url=HOST)
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="schedule.csv"'
    text = answer.data.decode("utf-8-sig")
    header, row = text.splitlines()
    assert header.startswith("kind,topic,weekdays,")
    assert row.startswith("group,'=HYPERLINK(1),Mon,1,2026-11-23,,18:00,90,'@home,'+1 Main Street,")
    page = choose(director, "schedule", answer.data)
    assert page.all("#problems tbody tr") == ["2 This is on the calendar already."]
    assert audit_lines()[-1].action == Action.SCHEDULE_EXPORTED


def test_the_list_of_people_is_saved_and_kept_as_a_look(cast: Cast, director: Browser) -> None:
    db.session.get_one(Person, cast.ana.id).name = "=Ana"
    db.session.commit()
    answer = director.client.get("/program/export/participants.csv?language=es", base_url=HOST)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "nombre,correo,consejería,idioma,desde,viene_de,acuerdo,fin_previsto"
    assert lines[1].startswith(f"'=Ana,{cast.ana.email},{cast.counselor.email},en,2026-10-26,")
    [line] = [line for line in audit_lines() if line.action == Action.PARTICIPANTS_EXPORTED]
    assert line.details == {"participants": [cast.ana.id, cast.luis.id]}
    page = choose(director, "participants", answer.data)
    assert (page.status, len(page.all("#problems tbody tr"))) == (422, 2)


def test_another_director_reads_what_was_imported_last(
    cast: Cast, director: Browser, open_browser: Callable[..., Browser]
) -> None:
    dan = make_person(db.session.get_one(Program, cast.program_id), Role.DIRECTOR, "Dan Low")
    other = open_browser()
    other.sign_in(dan.email, PASSWORD)
    assert not other.get("/program/import").has("#last")
    for subject, text, told in (
        ("schedule", a_file(SERIES), "1 series was imported."),
        ("participants", a_file(NINA, {**NINA, "email": "n2@mail.example"}), "2 people were imported."),
    ):
        choose(director, subject, text)
        director.submit(button="Import all of it")
        page = other.get("/program/import")
        assert page.all("#last") == [f"The last import, today at 9:00 AM by Dora Kent: {told}"]
        assert not page.has("#news")


def test_a_text_with_lines_and_quotes_comes_in_as_it_was_shown(director: Browser) -> None:
    agreement = 'Rides "home",\nand a call; <b>soon</b>'
    choose(director, "participants", written([["name", "email", "agreement"], ["Nina", "n@mail.example", agreement]]))
    fields = {str(tag["name"]): str(tag["value"]) for tag in director.page.soup.select("main form input")}
    fields["text"] = fields["text"].replace("\r\n", "\n").replace("\n", "\r\n")  # as every browser sends it
    assert director.post("/program/import/participants/confirm", fields).has("#news")


@pytest.mark.parametrize("subject", ["schedule", "participants"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), text=st.text(max_size=100))
@example(data=b"name,email\nA,a@b\n\xff\xfe,", text="name,email\nA\0,\0a@b,x")
@example(data=b"kind,topic,first_on,starts,minutes,facilitator\n,,,,,\x00", text="\0")
def test_whatever_is_sent_gets_a_sentence(director: Browser, subject: str, data: bytes, text: str) -> None:
    assert choose(director, subject, data).status in {200, 422}
    director.get("/program/import")
    for typed in (text, f"name,email\n{text}", f"kind,topic,weekdays,first_on,starts,minutes\n{text},,,,,"):
        fields = {"csrf_token": director.token, "seen": text, "text": typed.encode(errors="replace").decode()}
        assert director.post(f"/program/import/{subject}/confirm", fields).status in {409, 422}
        director.get("/program/import")


def test_a_body_that_is_no_form_is_refused(director: Browser) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "text/csv"):
        page = director.post("/program/import/schedule", b"--x\r\nnothing", content_type=kind)
        assert (page.status, len(page.all("#schedule-file-error"))) == (400, 1)
