"""Migrated databases for one benchmark: SQLite files on the disk of this folder, a PostgreSQL cluster of its own.

Both keep every commit as a deployment would; only a cluster whose programs are missing is left out.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from psycopg import sql

from bench.servers import ROOT, SECRET
from client_app import create_app
from client_app.config import Settings
from client_app.extensions import db
from tests.support.postgresql import SERVER_USER, binaries

MADE = "made"
"""The database that was filled once; the others are copies of it."""

Fill = Callable[[str], None]
"""Fills a migrated database, of which it is given the address."""
Copies = Callable[[], str]
"""Makes another copy of the filled database and gives its address."""


@contextmanager
def sqlite(fill: Fill) -> Iterator[Copies]:
    """Files beside the product's own, so that a commit waits for the same disk."""
    instance = ROOT / "instance"
    instance.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=instance) as name:
        folder = Path(name)
        made = folder / f"{MADE}.sqlite3"
        _migrate_and_fill(f"sqlite:///{made}", fill)

        def another() -> str:
            copy = folder / f"{len(list(folder.iterdir()))}.sqlite3"
            shutil.copyfile(made, copy)
            return f"sqlite:///{copy}"

        yield another


@contextmanager
def postgresql(fill: Fill) -> Iterator[Copies]:
    """A cluster with PostgreSQL's own settings on a Unix socket; it refuses to run as root and is handed on then.

    Raises:
        RuntimeError: a program of it failed; the message holds its words.

    """
    home = Path(tempfile.mkdtemp(prefix="companion-bench-", dir="/tmp"))  # sockets want short names
    if os.geteuid() == 0:
        shutil.chown(home, SERVER_USER)
    data = f"{home}/data"
    try:
        _run("initdb", f"--pgdata={data}", "--username=postgres", "--auth=trust", "-E", "UTF8", "--no-locale")
        _run("pg_ctl", "start", "-w", "-D", data, "-l", f"{home}/log", "-o", f"-c listen_addresses='' -k {home}")
        _create(home, MADE, "template0")
        _migrate_and_fill(_url(home, MADE), fill)
        names = iter(f"copy_{number}" for number in range(1, 100))

        def another() -> str:
            name = next(names)
            _create(home, name, MADE)
            return _url(home, name)

        yield another
    finally:
        _run("pg_ctl", "stop", "-m", "immediate", "-D", data)
        shutil.rmtree(home)


def _migrate_and_fill(url: str, fill: Fill) -> None:
    with create_app(Settings(secret_key=SECRET, database_url=url, secure_cookies=False)).app_context():
        upgrade()
        db.engine.dispose()
    fill(url)


def _run(program: str, *arguments: str) -> None:
    folder = binaries()
    assert folder is not None, "PostgreSQL's programs are not on this machine"
    words = [str(folder / program), *arguments]
    if os.geteuid() == 0:
        words = ["runuser", "-u", SERVER_USER, "--", *words]
    result = subprocess.run(words, capture_output=True, text=True, cwd="/", check=False)
    if result.returncode:
        raise RuntimeError(f"{program}: {result.stdout}{result.stderr}")


def _create(home: Path, name: str, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with psycopg.connect(host=str(home), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)


def _url(home: Path, name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={home}"
