"""The databases that tests run on: SQLite always, PostgreSQL wherever its programs are.

Each process of the run has one database of each kind, copied from a template that was migrated once per run, and wiped
between tests. ``database`` is a parameter: a test that asks for ``app`` runs on both.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.support import postgresql
from tests.support.applications import migrate
from tests.support.runs import only_one, run_folder


@dataclass(frozen=True)
class Database:
    """A migrated database without rows: its URL and how to wipe it."""

    kind: str
    """``sqlite`` or ``postgresql``."""
    url: str
    wipe: Callable[[], None]
    """Leave only what the migrations made; nobody may be in the middle of a transaction."""


def pytest_report_header() -> str:
    """Say at the top which databases the tests run on."""
    why = postgresql.missing()
    return f"databases: SQLite; PostgreSQL NOT TESTED: {why}" if why else "databases: SQLite and PostgreSQL"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly at the end what was left out."""
    if why := postgresql.missing():
        terminalreporter.write_sep("!", f"POSTGRESQL WAS NOT TESTED: {why}", red=True, bold=True)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty migrated database; the test runs once on each kind."""
    found: Database = request.getfixturevalue(f"_{request.param}")
    yield found
    found.wipe()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def unmigrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if why := postgresql.missing():
        pytest.skip(f"PostgreSQL: {why}")
    name = f"empty_{uuid4().hex}"
    _create(postgresql.socket_folder(), name)
    return postgresql_url(postgresql.socket_folder(), name)


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return sqlite_database(run_folder() / tmp_path_factory.getbasetemp().name / "tests.sqlite3")


@pytest.fixture(scope="session")
def _postgresql(worker_id: str) -> Database:
    if why := postgresql.missing():
        pytest.skip(f"PostgreSQL: {why}")
    folder = postgresql.socket_folder()
    with only_one("postgresql-template"):
        if not _exists(folder, "template"):
            _create(folder, "made")
            migrate(postgresql_url(folder, "made"))
            _ask(folder, "postgres", sql.SQL("ALTER DATABASE made RENAME TO template"))
        _create(folder, worker_id, template="template")
    return Database("postgresql", postgresql_url(folder, worker_id), lambda: _empty(folder, worker_id))


def sqlite_database(path: Path) -> Database:
    """A migrated SQLite database at ``path``, which may be open elsewhere when it is wiped."""
    template = run_folder() / "template.sqlite3"
    with only_one("sqlite-template"):
        if not template.exists():
            migrate(f"sqlite:///{template}.made")
            Path(f"{template}.made").rename(template)
    path.parent.mkdir(parents=True, exist_ok=True)
    wiped = Database("sqlite", f"sqlite:///{path}", lambda: _copy(template, path))
    wiped.wipe()
    return wiped


def postgresql_url(folder: Path, name: str) -> str:
    """The address of a database of the cluster that listens in ``folder``."""
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"


def _copy(template: Path, path: Path) -> None:
    """Put the template's pages in place through SQLite itself, so that open connections see the wiped database."""
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(path, timeout=10)) as target:
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)


def _exists(folder: Path, name: str) -> bool:
    with psycopg.connect(host=str(folder), user="postgres", dbname="postgres") as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _create(folder: Path, name: str, template: str = "template0") -> None:
    _ask(
        folder,
        "postgres",
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)),
    )


def _empty(folder: Path, name: str) -> None:
    """Delete row by row, in one message: with a handful of rows that takes a twentieth of TRUNCATE's time."""
    connection, wiping = _wiper(folder, name)
    connection.execute(wiping)


@cache
def _wiper(folder: Path, name: str) -> tuple[psycopg.Connection[Any], sql.Composed]:
    """A connection that stays open for the run, and what it sends after each test.

    An append-only table refuses everyone else, and the order of foreign keys does not matter.
    """
    connection = psycopg.connect(host=str(folder), user="postgres", dbname=name, autocommit=True)
    connection.execute("SET session_replication_role = replica")
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    ).fetchall()
    wiping = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for (table,) in tables]
    restart = sql.SQL(
        "SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"
    )
    return connection, sql.SQL("; ").join([*wiping, restart])


def _ask(folder: Path, name: str, statement: sql.SQL | sql.Composed) -> None:
    with psycopg.connect(host=str(folder), user="postgres", dbname=name, autocommit=True) as connection:
        connection.execute(statement)
