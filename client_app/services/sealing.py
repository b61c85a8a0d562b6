"""Sealing the audit record: the worker chains its entries by their hashes, so that writers never queue for the head.

An entry may be committed after others that took a higher number; it is sealed when it is seen. The order of the chain
is the order of sealing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from client_app.domain.seals import BEFORE_THE_FIRST, seal_of
from client_app.extensions import db
from client_app.models import AuditEntry, AuditSeal
from client_app.services.acts import housekeeping

AT_ONCE = 500
"""Entries sealed in one commit: a few milliseconds in which nobody else writes to SQLite."""

COMMITS = 20
"""How many commits one call makes at most, so that a worker that is told to stop is soon done."""

LOOK_BACK = 10_000
"""How many numbers behind the newest sealed entry a late one is still looked for, except in a thorough look."""


def seal_entries(now: datetime, *, is_thorough: bool = False) -> int:
    """Seal the entries that wait and give how many were; nothing when another worker was faster: there is a next time.

    Args:
        now: the present instant, UTC.
        is_thorough: look through the whole record, however old, and not only near its end.

    """
    sealed = 0
    after = 0 if is_thorough else _newest_sealed() - LOOK_BACK
    for _ in range(COMMITS):
        waiting = db.session.scalars(_unsealed_ids(after).limit(AT_ONCE)).all()
        if not waiting:
            break
        try:
            with housekeeping() as session:
                added = _seal(session, waiting, now)
        except IntegrityError:  # another worker has taken these places in the chain
            break
        sealed += added
    return sealed


def unsealed_count() -> int:
    """How many entries are not sealed yet."""
    entries = select(func.count()).select_from(AuditEntry).scalar_subquery()
    seals = select(func.count()).select_from(AuditSeal).scalar_subquery()
    count: int = db.session.execute(select(entries - seals)).scalar_one()
    return count


def _newest_sealed() -> int:
    return db.session.scalar(select(func.max(AuditSeal.entry_id))) or 0


def _unsealed_ids(after: int) -> Select[int]:
    return (
        select(AuditEntry.id)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(AuditEntry.id > after, AuditSeal.position.is_(None))
        .order_by(AuditEntry.id)
    )


def _seal(session: Session, entry_ids: Sequence[int], now: datetime) -> int:
    """Add a seal for each of the entries that has none, behind the chain's head."""
    head = session.execute(select(AuditSeal.position, AuditSeal.hash).order_by(AuditSeal.position.desc()).limit(1))
    newest, previous = head.one_or_none() or (0, BEFORE_THE_FIRST)
    entries = session.execute(
        select(*AuditEntry.__table__.columns)
        .outerjoin(AuditSeal, AuditSeal.entry_id == AuditEntry.id)
        .where(AuditEntry.id.in_(entry_ids), AuditSeal.position.is_(None))
        .order_by(AuditEntry.id)
    ).all()
    for position, entry in enumerate(entries, start=newest + 1):
        previous = seal_of(previous, _content(entry))
        session.add(AuditSeal(position=position, entry_id=entry.id, hash=previous, sealed_at=now))
    return len(entries)


def _content(entry: Row[Any]) -> dict[str, Any]:
    """The entry as plain JSON values, every column of it."""
    return {**entry._mapping, "at": entry.at.isoformat()}  # noqa: SLF001 - SQLAlchemy's public name for it
