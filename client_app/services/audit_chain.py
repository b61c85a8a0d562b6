"""Proving the audit record: every seal is computed anew, in order, until one does not fit.

A stretch of the chain can be proved without the one before it, from the hash on which it goes on: a long record is
shared among processes, one for each core.
"""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    String,
    Text,
    cast,
    create_engine,
    func,
    select,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError

from client_app.domain.seals import BEFORE_THE_FIRST, Head, is_sealed
from client_app.extensions import db
from client_app.models import AuditEntry, AuditSeal
from client_app.services.audit_heads import is_kept, newest_seal
from client_app.services.sealing import unsealed_count

AT_ONCE = 20_000
"""Seals of one stretch: as many rows are in a process's memory at the same time."""

SHARED_FROM = 100_000
"""Seals from which on several processes share the work; a shorter record is proved before a second one has started."""

NO_HEAD = "No seal is kept outside the database, so nobody can tell whether the end was cut off."

Entry = tuple[Any, ...]
"""Its columns as ``is_sealed`` takes them."""
Seal = tuple[int, str, int]
"""Position, hash, and entry's number."""


@dataclass(frozen=True)
class Proof:
    """What came of looking through the whole record."""

    sealed: int
    """Entries whose seals fit, from the first on."""
    unsealed: int
    """Entries that wait for a worker."""
    fault: str | None
    """The first thing that is wrong, in one sentence for whoever runs the server; nothing when the record is whole."""


def prove(kept: Head | None) -> Proof:
    """Look through the whole chain, and whether it still holds the seal that was kept outside the database."""
    db.session.rollback()
    newest = newest_seal()
    last = newest.position if newest else 0
    with _stretches(last) as proved:
        sealed = _fitting(proved, last)
    fault = _what_is_wrong(sealed) if sealed < last else None
    return Proof(sealed, unsealed_count(), fault or _why_not_head(kept))


@contextmanager
def _stretches(last: int) -> Iterator[Iterable[int]]:
    """Give how far each stretch of the chain fits, in order, by as many processes as it is worth."""
    stretches = [(first, min(first + AT_ONCE - 1, last)) for first in range(1, last + 1, AT_ONCE)]
    if last < SHARED_FROM:
        yield (_proved(db.engine, *stretch) for stretch in stretches)
        return
    url = db.engine.url.render_as_string(hide_password=False)
    spawned = multiprocessing.get_context("spawn")  # a forked process would share this one's connections
    with ProcessPoolExecutor(max(1, (os.cpu_count() or 1) - 1), mp_context=spawned) as others:
        # This process begins at the front and the others at the end, so that nobody waits for them to start.
        taken = {stretch: others.submit(proved_elsewhere, url, *stretch) for stretch in reversed(stretches)}
        try:
            yield (
                _proved(db.engine, *stretch) if taken[stretch].cancel() else taken[stretch].result()
                for stretch in stretches
            )
        finally:
            others.shutdown(cancel_futures=True)


def _fitting(proved: Iterable[int], last: int) -> int:
    """Give the last seal that fits, of stretches that follow one another."""
    sealed = 0
    for position in proved:
        if position < min(sealed + AT_ONCE, last):
            return position
        sealed = position
    return sealed


def proved_elsewhere(url: str, first: int, last: int) -> int:
    """What another process does for this one: look through a stretch of the chain in the database at ``url``."""
    return _proved(_engine(url), first, last)


@cache
def _engine(url: str) -> Engine:
    return create_engine(url, hide_parameters=True)


def _proved(engine: Engine, first: int, last: int) -> int:
    """Give the last seal up to which the chain fits from ``first`` on; the one before ``first`` when none does."""
    try:
        with engine.connect() as connection:
            return _walk(connection, first, last)
    except (DBAPIError, engine.dialect.loaded_dbapi.Error):  # bytes that are no text, somewhere in this stretch
        if first == last:
            return first - 1
    middle = (first + last) // 2
    proved = _proved(engine, first, middle)
    return proved if proved < middle else _proved(engine, middle + 1, last)


def _walk(connection: Connection, first: int, last: int) -> int:
    sealed = first - 1
    previous = _hash_at(connection, sealed)
    seals, entries = _read(connection, _seals_after(sealed).where(AuditSeal.position <= last))
    for position, seal, number in seals:
        entry = entries.get(number)
        if position != sealed + 1 or entry is None or not is_sealed(seal, previous, entry):
            break
        sealed, previous = position, seal
    return sealed


def _what_is_wrong(sealed: int) -> str:
    """Say what happened to the first seal that does not fit, as far as the next one tells."""
    with db.engine.connect() as connection:
        previous = _hash_at(connection, sealed)
        try:
            seals, entries = _read(connection, _seals_after(sealed).limit(2))
        except (DBAPIError, db.engine.dialect.loaded_dbapi.Error):
            return f"The entry at seal {sealed + 1} was changed: the database cannot read it any more."
    (position, seal, number), *more = seals
    entry = entries.get(number)
    if position != sealed + 1:
        return f"Seal {sealed + 1} is missing: seal {position} follows seal {sealed}."
    if entry is None:
        return f"Entry {number} was removed: seal {position} stands for it."
    for _, next_seal, next_number in more:
        following = entries.get(next_number)
        if following is not None and is_sealed(next_seal, previous, following):
            if is_sealed(seal, next_seal, entry):
                return f"Entry {number} at seal {position} changed places with the one that follows."
            return f"Entry {number} at seal {position} was slipped in: the next one was sealed without it."
    return f"Entry {number} at seal {position} is not what was sealed: it, or what came before it, was changed."


def _why_not_head(kept: Head | None) -> str | None:
    """Say why the record does not end as it should, by the seal that was kept outside; nothing when it does."""
    newest = newest_seal()
    if kept is None:
        return NO_HEAD if newest else None
    if newest is None or newest.position < kept.position:
        end = f"ends at seal {newest.position}" if newest else "holds no seal"
        return (
            f"The record {end}, but seal {kept.position} was there on {kept.sealed_at:%Y-%m-%d at %H:%M} UTC: "
            "its end was cut off, or an older database was restored."
        )
    if not is_kept(kept):
        return f"Seal {kept.position} is not the one that was kept outside the database: the chain was made anew."
    return None


def _hash_at(connection: Connection, position: int) -> str:
    """Give the hash on which the chain goes on after a seal; one that is missing was told by the stretch before."""
    found = connection.scalar(select(AuditSeal.hash).where(AuditSeal.position == position)) if position else None
    return found or BEFORE_THE_FIRST


def _seals_after(position: int) -> Select[int, str, int]:
    """The seals that follow one; from the first on also what somebody slipped in below it."""
    seals = select(AuditSeal.position, AuditSeal.hash, AuditSeal.entry_id).order_by(AuditSeal.position)
    return seals.where(AuditSeal.position > position) if position else seals


def _read(connection: Connection, seals: Select[int, str, int]) -> tuple[list[Seal], dict[int, Entry]]:
    """Give the seals, and their entries by number; one that was removed is not among them.

    Rows as the driver hands them out, by ranges: rows of SQLAlchemy's own would double the time, and of a join
    PostgreSQL would read all entries anew for each stretch.
    """
    rows: Any = connection.execute(seals).cursor.fetchall()
    numbers = {row[2] for row in rows if isinstance(row[2], int)}
    entries: dict[int, Entry] = {}
    if numbers:
        first, newest = min(numbers), max(numbers)
        columns = select(*_columns(connection.dialect.name)).order_by(AuditEntry.id).limit(AT_ONCE)
        while found := connection.execute(columns.where(AuditEntry.id.between(first, newest))).cursor.fetchall():
            entries |= {entry[0]: entry for entry in found if entry[0] in numbers}
            first = found[-1][0] + 1
    return rows, entries


def _columns(dialect: str) -> tuple[Any, ...]:
    """An entry's columns as ``is_sealed`` takes them."""
    at: Any = type_coerce(AuditEntry.at, String)
    details: Any = type_coerce(AuditEntry.details, String)
    if dialect == "postgresql":
        at = func.to_char(func.timezone("UTC", AuditEntry.at), 'YYYY-MM-DD"T"HH24:MI:SS.US')
        details = cast(AuditEntry.details, Text)
    entry = AuditEntry
    return entry.id, at, entry.actor_id, entry.action, entry.subject, entry.participant_id, details
