"""Over which databases a demo runs, and when it makes its data again."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.commands.demo import people
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Person, Program
from client_app.services.deployments import Population, population
from client_app.services.people import NewPerson, add_person
from client_app.services.programs import NewProgram, add_program
from tests.cast import assemble
from tests.support.applications import build

pytestmark = pytest.mark.usefixtures("no_server")

LOAD = ["demo", "load"]
REAL_PEOPLE = "This database holds real people, so the demo leaves it alone: name another one with DATABASE_URL."


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here may turn the tests' own process into a web server."""
    monkeypatch.setattr("os.execv", lambda *_: pytest.fail("a web server was started"))


@pytest.fixture
def demo(unmigrated_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A demo over a database without any table, whose story is told in one breath."""
    monkeypatch.setattr("client_app.commands.demo.database.tell", tell_briefly)
    app = build(unmigrated_url, demo=True)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def tell_briefly(now: datetime) -> None:
    """A counselor, and the director who is added last."""
    program_id = add_program(NewProgram("Riverside", people.ZONE, ()), now)
    for email, role in ((people.COUNSELOR, Role.COUNSELOR), (people.DIRECTOR, Role.DIRECTOR)):
        add_person(NewPerson(program_id, role, email, "Somebody", people.PASSWORD, is_demo=True), now)


def load(app: Flask, *words: str) -> tuple[int, str]:
    """Call ``flask demo load``."""
    result = app.test_cli_runner().invoke(args=[*LOAD, *words])
    return result.exit_code, result.output.strip()


def rename_program(app: Flask, name: str) -> None:
    """Leave a trace that goes when the demo starts over."""
    with app.app_context():
        db.session.scalars(select(Program)).one().name = name
        db.session.commit()


def program_name(app: Flask) -> str:
    """What the demo's program is called."""
    with app.app_context():
        return db.session.scalars(select(Program.name)).one()


def test_the_first_run_makes_everything(demo: Flask) -> None:
    assert load(demo) == (0, "Making six weeks of invented data …")
    with demo.app_context():
        assert population() == Population(real=0, demo=2)


def test_a_second_run_keeps_everything(demo: Flask) -> None:
    load(demo)
    rename_program(demo, "Kept")
    assert load(demo) == (0, "")
    assert program_name(demo) == "Kept"


@pytest.mark.parametrize("words", [["--reset"], []])
def test_reset_starts_over(demo: Flask, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    load(demo)
    rename_program(demo, "Old")
    head = Path(demo.config["AUDIT_HEAD_FILE"])
    head.write_text("of the record that was there before")
    if not words:
        monkeypatch.setenv("RESET", "1")
    assert load(demo, *words) == (0, "Making six weeks of invented data …")
    assert program_name(demo) == "Riverside"
    assert not head.exists()


def test_reset_needs_nothing_to_start_over_from(demo: Flask) -> None:
    assert load(demo, "--reset") == (0, "Making six weeks of invented data …")


def test_what_was_interrupted_is_made_again(demo: Flask) -> None:
    load(demo)
    with demo.app_context():
        db.session.delete(db.session.scalars(select(Person).where(Person.email == people.DIRECTOR)).one())
        db.session.commit()
    assert load(demo) == (
        0,
        "The invented data are not complete. Starting over.\nMaking six weeks of invented data …",
    )
    assert load(demo) == (0, "")


@pytest.mark.parametrize("words", [[], ["--reset"]])
def test_real_people_are_left_alone(demo: Flask, now: datetime, words: list[str]) -> None:
    load(demo)
    with demo.app_context():
        program_id = db.session.scalars(select(Program.id)).one()
        add_person(NewPerson(program_id, Role.COUNSELOR, "real@clinic.org", "Real", people.PASSWORD), now)
    assert load(demo, *words) == (
        1,
        f"Error: {REAL_PEOPLE}",
    )
    with demo.app_context():
        assert population() == Population(real=1, demo=2)


@pytest.mark.parametrize("command", [["web"], ["worker"], ["admin", "enroll", "somebody@demo.example"]])
def test_no_part_of_a_demo_runs_over_real_people(app: Flask, now: datetime, command: list[str]) -> None:
    with app.app_context():
        assemble(now)
    over = build(app.config["SQLALCHEMY_DATABASE_URI"], demo=True)
    result = over.test_cli_runner().invoke(args=command)
    assert (result.exit_code, result.output) == (1, f"Error: {REAL_PEOPLE}\n")
    with over.app_context():
        db.engine.dispose()


def test_a_real_deployment_is_warned_of_demo_accounts(demo: Flask) -> None:
    load(demo)
    app = build(demo.config["SQLALCHEMY_DATABASE_URI"])
    result = app.test_cli_runner().invoke(args=["admin", "enroll", "nobody@demo.example"])
    assert result.output.startswith("Warning: 2 demo accounts are in this database; none of them can sign in here.\n")
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("command", [LOAD, ["demo", "run"]])
def test_a_real_deployment_has_no_demo(unmigrated_url: str, command: list[str]) -> None:
    app = build(unmigrated_url)
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 1
    assert result.output == "Error: This is a real deployment: the demo runs with DEMO=1 and a database of its own.\n"


def test_a_folder_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "demo.sqlite3"
    assert load(build(f"sqlite:///{path}", demo=True)) == (
        1,
        f"Error: The database {path} cannot be opened and written to: unable to open database file.",
    )
