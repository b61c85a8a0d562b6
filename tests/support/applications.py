"""The application under test: built as a deployment builds it, with CSRF on and secure cookies."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from client_app import create_app
from client_app.config import Settings
from client_app.extensions import db
from tests.support.runs import run_folder

if TYPE_CHECKING:
    from tests.support.databases import Database

SECRET = "a secret for tests only, long enough to be taken"


def build(url: str, *, demo: bool = False) -> Flask:
    """The application over the database at ``url``."""
    head, keys = own_files().values()
    app = create_app(
        Settings(secret_key=SECRET, database_url=url, demo=demo, audit_head_file=head, push_keys_file=keys)
    )
    app.testing = True
    return app


def own_files() -> dict[str, str]:
    """Settings that name files of this application alone, and never those of a deployment in this folder."""
    name = uuid4().hex
    return {
        "audit_head_file": str(run_folder() / f"audit-head-{name}"),
        "push_keys_file": str(run_folder() / f"push-keys-{name}.json"),
    }


def migrate(url: str) -> None:
    """Bring the database at ``url`` to the newest revision, as ``flask db upgrade`` does."""
    app = build(url)
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def _applications() -> Iterator[dict[str, Flask]]:
    """One application per database of this process: building it takes longer than most tests."""
    built: dict[str, Flask] = {}
    yield built
    for app in built.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(database: "Database", _applications: dict[str, Flask]) -> Flask:
    """The application over an empty database of each kind; no context is open."""
    if database.url not in _applications:
        _applications[database.url] = build(database.url)
    found = _applications[database.url]
    Path(found.config["AUDIT_HEAD_FILE"]).unlink(missing_ok=True)
    return found


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The application with its context open, for tests that call services or make rows themselves."""
    with app.app_context():
        yield app
        db.session.rollback()


class Statements(list[str]):
    """The SQL statements of a stretch of a test, in order."""

    @property
    def selects(self) -> list[str]:
        """Those that only read."""
        return [statement for statement in self if statement.lstrip().upper().startswith(("SELECT", "WITH"))]


@contextmanager
def counted(app: Flask) -> Iterator[Statements]:
    """Collect the SQL statements that ``app`` sends while the block runs; transactions' own words are not counted."""
    statements = Statements()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def count_statements(app: Flask) -> Callable[[], AbstractContextManager[Statements]]:
    """Collect the SQL of a stretch of the test: a context manager that hands out the statements."""
    return lambda: counted(app)
