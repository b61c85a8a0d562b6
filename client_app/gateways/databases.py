"""How connections are opened, and how SQLite's transactions are begun."""

from contextlib import AbstractContextManager, nullcontext
from sqlite3 import Connection as SqliteConnection
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url

BUSY_TIMEOUT_MS = 10_000
"""Milliseconds that a writer waits for another one before it gives up."""

KEPT_CONNECTIONS = 5
"""That stay open while nobody needs them."""

MOST_CONNECTIONS = 20
"""Of one process: as many as the web server has threads, so that no request waits for one."""

PATIENCE = 5
"""Seconds that somebody waits for a PostgreSQL server that does not answer: help stands on the page after them."""

IMMEDIATE = "sqlite_immediate"
"""Execution option of a connection whose next transaction is going to write."""

_TURN = Lock()


def engine_options(url: str) -> dict[str, Any]:
    """How SQLAlchemy is to reach the database at ``url``; one in memory has a single connection by nature."""
    options: dict[str, Any] = {"hide_parameters": True}  # an error that is logged repeats no answer
    if make_url(url).database not in {None, "", ":memory:"}:
        options |= {"pool_size": KEPT_CONNECTIONS, "max_overflow": MOST_CONNECTIONS - KEPT_CONNECTIONS}
    return options


def turn_to_write(engine: Engine) -> AbstractContextManager[Any]:
    """Hold it around a transaction that writes: on SQLite the writers of one process then follow one another.

    SQLite itself lets them sleep and ask again, in no order; on a busy machine the unluckiest gave up after the whole
    busy timeout, and its check-in was lost. That timeout is left for writers of other processes.
    """
    return _TURN if engine.dialect.name == "sqlite" else nullcontext()


def prepare(engine: Engine) -> None:
    """Set durability, foreign keys and explicit transactions on every connection of an SQLite ``engine``.

    PostgreSQL needs none of this, but would let a page wait for minutes while its server cannot be reached.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "do_connect", _be_impatient)
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: SqliteConnection, _record: Any) -> None:
    """WAL with FULL: with NORMAL, acknowledged commits were lost in simulated power cuts."""
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below; the driver must not.
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _be_impatient(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
    """A time limit that the address itself names stays."""
    parameters.setdefault("connect_timeout", PATIENCE)


def _on_begin(connection: Connection) -> None:
    """A writer takes the write lock at once: a reader that turns writer halfway would be refused as busy."""
    immediate = connection.get_execution_options().get(IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
