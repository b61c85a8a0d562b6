"""A sealed audit record, and the hand that tampers with it behind the program's back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, insert, text

from client_app.extensions import db
from client_app.models import AuditEntry
from client_app.services.sealing import seal_entries


def make_entries(numbers: range | list[int], now: datetime, **columns: Any) -> None:
    """Entries of the record, as if acts had written them."""
    db.session.execute(
        insert(AuditEntry),
        [
            {"id": n, "at": now, "action": "person.added", "subject": f"people:{n}", "details": {"n": n}, **columns}
            for n in numbers
        ],
    )
    db.session.commit()


def make_sealed(numbers: range | list[int], now: datetime, **columns: Any) -> None:
    """The same, sealed."""
    make_entries(numbers, now, **columns)
    seal_entries(now)


@contextmanager
def behind() -> Iterator[Connection]:
    """A connection of somebody who owns the database: neither triggers nor foreign keys hold it back.

    On SQLite the triggers stay away until the database is wiped.
    """
    db.session.rollback()
    engine = create_engine(db.engine.url, poolclass=NullPool)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'")
            for name in connection.scalars(triggers).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
    engine.dispose()


def tamper(*statements: str) -> None:
    """Run SQL behind the program's back."""
    with behind() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
