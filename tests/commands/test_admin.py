"""``flask admin``: a program and its people are set up from a terminal, one clear sentence for each mistake."""

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.staffed_hours import Opening
from client_app.extensions import db
from client_app.models import AuditEntry, Caseload, Enrollment, Person, Program
from client_app.services.programs import staffed_hours
from client_app.services.sign_ins import sign_in
from tests.cast import Cast
from tests.factories import PASSWORD as FACTORY_PASSWORD
from tests.support.admin import Said, admin
from tests.support.applications import build
from tests.support.pages import Browser

PASSWORD = "calm-river-morning"


def add_person(app: Flask, email: str, *words: str, typed: str = f"{PASSWORD}\n") -> Said:
    """Add a counselor called Nina, unless the words say otherwise."""
    return admin(app, "add-person", email, "--role", "counselor", "--name", "Nina", *words, typed=typed)


@pytest.fixture
def lakeside(app: Flask) -> Flask:
    """A program, a counselor and a participant, set up from nothing as the README says."""
    program = admin(
        app,
        *("add-program", "Lakeside", "--zone", "America/Denver"),
        *("--hours", "mon-tue 9:00-17:00", "--hours", "Sat  10:00-0:00"),
        *("--on-call-name", "Lakeside on call", "--on-call-phone", "555-0100"),
    )
    assert program == (0, "Added the program Lakeside.")
    counselor = add_person(app, "Carla@lakeside.example", "--name", "Carla")
    assert counselor == (0, "Added Carla, who signs in as carla@lakeside.example.")
    pat = ("--role", "participant", "--name", "Pat", "--phone", "555-0123", "--language", "es")
    assert add_person(app, "pat@lakeside.example", *pat).code == 0
    assert admin(app, "set-caseload", "carla@lakeside.example") == (0, "Carla has a caseload.")
    enrolled = admin(
        app,
        *("enroll", "pat@lakeside.example", "--counselor", "carla@lakeside.example"),
        *("--started-on", "2026-11-02", "--takes-medication"),
    )
    assert enrolled == (0, "Pat takes part from 2026-11-02 on.")
    return app


def test_a_program_is_as_it_was_typed(lakeside: Flask) -> None:
    with lakeside.app_context():
        program = db.session.scalars(select(Program)).one()
        assert (program.on_call_name, program.on_call_phone) == ("Lakeside on call", "555-0100")
        nine_to_five = [Opening(day, time(9), time(17)) for day in (0, 1)]
        assert staffed_hours(program.id, program.time_zone).openings == (*nine_to_five, Opening(5, time(10), time(0)))


def test_a_participant_is_as_typed_and_can_sign_in(lakeside: Flask, now: datetime) -> None:
    with lakeside.app_context():
        person = db.session.scalars(select(Person).where(Person.name == "Pat")).one()
        assert (person.phone, person.language, person.is_demo) == ("555-0123", "es", False)
        enrollment = db.session.scalars(select(Enrollment)).one()
        assert (enrollment.started_on, enrollment.takes_medication) == (date(2026, 11, 2), True)
        assert enrollment.caseload_id == db.session.scalars(select(Caseload.id)).one()
        assert sign_in("pat@lakeside.example", PASSWORD, now, demo=False)


def test_each_command_leaves_its_line_and_nobody_is_its_author(lakeside: Flask) -> None:
    with lakeside.app_context():
        lines = db.session.execute(select(AuditEntry.action, AuditEntry.actor_id).order_by(AuditEntry.id)).all()
    actions = ["program.added", "person.added", "person.added", "caseload.set", "enrollment.started"]
    assert [line.action for line in lines] == actions
    assert {line.actor_id for line in lines} == {None}


def test_a_password_is_never_an_argument(cast: Cast, app: Flask) -> None:
    assert cast.program_id
    assert add_person(app, "nina@riverside.example", "--password", PASSWORD).code == 2
    short = add_person(app, "nina@riverside.example", "--program", "Riverside", typed="short\n")
    assert short == (1, "Error: A password has 15 characters or more.")


def test_a_password_at_a_terminal_is_asked_for_twice(cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cast.program_id
    asked = []

    def answer(words: str, *, hide_input: bool, confirmation_prompt: bool) -> str:
        asked.append((words, hide_input, confirmation_prompt))
        return PASSWORD

    monkeypatch.setattr("client_app.commands.admin._is_terminal", lambda: True)
    monkeypatch.setattr("click.prompt", answer)
    assert add_person(app, "nina@riverside.example", "--program", "Riverside").code == 0
    assert asked == [("Password", True, True)]


def test_a_caseload_gets_a_cover_for_whole_local_days(cast: Cast, app: Flask) -> None:
    away = ("--away-from", "2026-12-01", "--away-until", "2026-12-02")
    assert admin(app, "set-caseload", cast.counselor.email, "--cover", cast.cover.email, *away).code == 0
    db.session.expire_all()
    caseload = db.session.get_one(Caseload, cast.caseload_id)
    assert caseload.cover_id == cast.cover.id
    assert caseload.away_from == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert caseload.away_until == datetime(2026, 12, 3, 6, tzinfo=UTC)


def test_an_absence_may_have_no_end_yet(cast: Cast, app: Flask) -> None:
    assert admin(app, "set-caseload", cast.counselor.email, "--away-from", "2026-12-01").code == 0
    db.session.expire_all()
    caseload = db.session.get_one(Caseload, cast.caseload_id)
    assert (caseload.away_from, caseload.away_until) == (datetime(2026, 12, 1, 6, tzinfo=UTC), None)


def test_a_participant_begins_today_and_may_have_no_counselor(cast: Cast, app: Flask) -> None:
    pat = ("--role", "participant", "--name", "Pat", "--program", "Riverside")
    assert add_person(app, "pat@riverside.example", *pat).code == 0
    assert admin(app, "enroll", "pat@riverside.example").code == 0
    enrollment = db.session.scalars(select(Enrollment).order_by(Enrollment.id.desc()).limit(1)).one()
    assert (enrollment.caseload_id, enrollment.program_id) == (None, cast.program_id)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["add-program", "Bayside", "--zone", "Chicago"],
            "There is no time zone Chicago; one is America/Chicago, for example.",
        ),
        (["add-program", "Riverside", "--zone", "America/Chicago"], "There is a program Riverside already."),
        (
            ["add-person", "nina@riverside.example", "--role", "director", "--name", "Nina"],
            "There is more than one program: name one with --program.",
        ),
        (
            ["add-person", "nina@bayside.example", "--role", "director", "--name", "Nina", "--program", "Bayside"],
            "There is no such program: add it with flask admin add-program.",
        ),
        (
            ["enroll", "nobody@riverside.example"],
            "Nobody signs in as nobody@riverside.example: add them with flask admin add-person.",
        ),
        (["enroll", "ana@riverside.example"], "Ana is enrolled already."),
        (["set-caseload", "ana@riverside.example"], "Ana is no counselor."),
        (
            ["set-caseload", "carla.reyes@riverside.example", "--away-until", "2026-12-01"],
            "Say with --away-from when the absence begins.",
        ),
        (
            [
                "set-caseload",
                "carla.reyes@riverside.example",
                *("--away-from", "2026-12-02", "--away-until", "2026-12-01"),
            ],
            "The absence cannot end before it begins.",
        ),
    ],
)
def test_a_mistake_is_told_in_one_sentence(cast: Cast, app: Flask, words: list[str], sentence: str) -> None:
    assert cast.program_id
    assert admin(app, *words, typed=f"{PASSWORD}\n") == (1, f"Error: {sentence}")


@pytest.mark.parametrize(
    "hours", ["nine to five", "mon 9-17", "mon-xyz 9:00-17:00", "mon 17:00-9:00", "mon 9:00-25:00"]
)
def test_hours_that_cannot_be_read_are_told(app: Flask, hours: str) -> None:
    said = admin(app, "add-program", "Lakeside", "--zone", "America/Denver", "--hours", hours)
    assert said.code == 2
    assert repr(hours) in said.words


def test_a_week_of_hours_may_run_over_its_end(app: Flask) -> None:
    zone = ("--zone", "America/Denver")
    assert admin(app, "add-program", "Lakeside", *zone, "--hours", "sat-mon 10:00-12:00").code == 0
    with app.app_context():
        openings = staffed_hours(db.session.scalars(select(Program.id)).one(), "America/Denver").openings
    assert [opening.weekday for opening in openings] == [0, 5, 6]


def test_in_a_demo_everybody_added_is_invented(unmigrated_url: str) -> None:
    app = build(unmigrated_url, demo=True)
    before = admin(app, "add-program", "Lakeside", "--zone", "America/Denver")
    assert before == (1, "Error: The database has no tables yet: run flask --app wsgi db upgrade first.")
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    assert admin(app, "add-program", "Lakeside", "--zone", "America/Denver").code == 0
    assert add_person(app, "nina@lakeside.example").code == 0
    with app.app_context():
        assert db.session.scalars(select(Person.is_demo)).all() == [True]
        db.session.remove()
        db.engine.dispose()


def test_another_role_ends_every_sign_in_on_the_next_request(cast: Cast, app: Flask, browser: Browser) -> None:
    browser.sign_in(cast.cover.email, FACTORY_PASSWORD)
    said = admin(app, "set-role", cast.cover.email.upper(), "--role", "director")
    assert said == (0, "Cory Bell is a director.")
    browser.signed_in = False
    assert browser.get("/triage").path == "/sign-in?next=/triage"
    assert browser.sign_in(cast.cover.email, FACTORY_PASSWORD).path == "/program"


def test_a_role_on_which_care_hangs_stays(cast: Cast, app: Flask) -> None:
    said = admin(app, "set-role", cast.counselor.email, "--role", "director")
    assert said == (1, "Error: Carla Reyes looks after participants: hand the caseload over first.")
    assert admin(app, "set-role", "nobody@riverside.example", "--role", "director").code == 1
    assert admin(app, "set-role", cast.ana.email, "--role", "root").code == 2
