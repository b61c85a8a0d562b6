"""What a deployment's database is good for, before anything is begun with it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Program
from client_app.services.deployments import Population, is_migrated, population, why_no_database
from tests.cast import Cast
from tests.factories import make_person
from tests.support.applications import build


@contextmanager
def over(url: str) -> Iterator[Flask]:
    """The application over any database, its context open."""
    app = build(url)
    with app.app_context():
        yield app
        db.engine.dispose()


def test_a_database_that_answers_has_no_fault(cast: Cast) -> None:
    assert cast.program_id
    assert why_no_database() is None
    assert is_migrated()


def test_people_are_counted_apart(cast: Cast) -> None:
    assert population() == Population(real=9, demo=0)
    program = db.session.get_one(Program, cast.program_id)
    make_person(program, Role.PARTICIPANT, "Demo", is_demo=True)
    assert population() == Population(real=9, demo=1)


@pytest.mark.usefixtures("context")
def test_an_empty_database_holds_nobody() -> None:
    assert population() == Population(real=0, demo=0)


def test_without_tables_it_holds_nobody(unmigrated_url: str) -> None:
    with over(unmigrated_url):
        assert not is_migrated()
        assert population() == Population(real=0, demo=0)


def test_a_folder_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "companion.sqlite3"
    with over(f"sqlite:///{path}"):
        assert (
            why_no_database() == f"The database {path} cannot be opened and written to: unable to open database file."
        )


def test_a_busy_database_is_told_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client_app.gateways.databases.BUSY_TIMEOUT_MS", 0)
    path = tmp_path / "busy.sqlite3"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("BEGIN IMMEDIATE")
    with over(f"sqlite:///{path}"):
        assert why_no_database() == f"The database {path} cannot be opened and written to: database is locked."
    writer.close()


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with over("postgresql+psycopg://someone:secret@127.0.0.1:1/companion"):
        reason = why_no_database()
    assert reason is not None
    assert reason.startswith("The PostgreSQL server does not answer: ")
    assert "secret" not in reason
    assert "\n" not in reason
