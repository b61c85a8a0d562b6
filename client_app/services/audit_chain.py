"""Proving the audit record: every seal is computed anew, in order, until one does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, Text, cast, func, select, type_coerce
from sqlalchemy.exc import DBAPIError

from client_app.domain.seals import BEFORE_THE_FIRST, Head, is_sealed
from client_app.extensions import db
from client_app.models import AuditEntry, AuditSeal
from client_app.services.audit_heads import is_kept, newest_seal
from client_app.services.sealing import unsealed_count

AT_ONCE = 2_000
"""Rows that are in memory at the same time."""

NO_HEAD = "No seal is kept outside the database, so nobody can tell whether the end was cut off."


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
    with (
        db.engine.connect().execution_options(yield_per=AT_ONCE) as connection,
        connection.execute(_sealed(connection.dialect.name)) as rows,
    ):
        sealed, fault = _walk(iter(rows))
    return Proof(sealed, unsealed_count(), fault or _why_not_head(kept))


def _walk(rows: Iterator[tuple[Any, ...]]) -> tuple[int, str | None]:
    """Give how many seals fit, and what is wrong with the first one that does not."""
    sealed, previous = 0, BEFORE_THE_FIRST
    try:
        for row in rows:
            position, seal, entry_id, *_ = row
            if position != sealed + 1:
                return sealed, f"Seal {sealed + 1} is missing: seal {position} follows seal {sealed}."
            if row[3] is None:
                return sealed, f"Entry {entry_id} was removed: seal {position} stands for it."
            if not is_sealed(seal, previous, row[3:]):
                return sealed, _what_is_wrong(row, next(rows, None), previous)
            sealed, previous = position, seal
    except DBAPIError:  # bytes that are no text
        return sealed, f"The entry at seal {sealed + 1} was changed: the database cannot read it any more."
    return sealed, None


def _what_is_wrong(row: tuple[Any, ...], following: tuple[Any, ...] | None, previous: str) -> str:
    """Say what happened to the first seal that does not fit, as far as the next one tells."""
    position, entry_id = row[0], row[2]
    if following and following[3] is not None and is_sealed(following[1], previous, following[3:]):
        if is_sealed(row[1], following[1], row[3:]):
            return f"Entry {entry_id} at seal {position} changed places with the one that follows."
        return f"Entry {entry_id} at seal {position} was slipped in: the next one was sealed without it."
    return f"Entry {entry_id} at seal {position} is not what was sealed: it, or what came before it, was changed."


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


def _sealed(dialect: str) -> Select[*tuple[Any, ...]]:
    """Every seal in order: position, hash and entry's number, then the entry's columns as ``is_sealed`` takes them."""
    at: Any = type_coerce(AuditEntry.at, String)
    details: Any = type_coerce(AuditEntry.details, String)
    if dialect == "postgresql":
        at = func.to_char(func.timezone("UTC", AuditEntry.at), 'YYYY-MM-DD"T"HH24:MI:SS.US')
        details = cast(AuditEntry.details, Text)
    return (
        select(
            AuditSeal.position,
            AuditSeal.hash,
            AuditSeal.entry_id,
            AuditEntry.id,
            at,
            AuditEntry.actor_id,
            AuditEntry.action,
            AuditEntry.subject,
            AuditEntry.participant_id,
            details,
        )
        .outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .order_by(AuditSeal.position)
    )
