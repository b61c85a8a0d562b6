"""The newest seal, kept outside the database by the worker: the one thing that a restored or cut database lacks."""

from pathlib import Path

from sqlalchemy import select

from client_app.domain.seals import Head
from client_app.extensions import db
from client_app.gateways.audit_head import read_head, write_head
from client_app.gateways.kept_files import alone_with
from client_app.models import AuditSeal


class LostSealError(RuntimeError):
    """The seal that was kept outside is not in the database: its end was cut off, or an older one was restored."""


def keep_head(path: Path) -> None:
    """Move the file on to the newest seal. It only moves forward, and only along the chain that it has known.

    Raises:
        LostSealError: the database does not hold the seal in the file, which stays as the proof of it.
        UnreadableHeadError: the file holds something else.

    """
    db.session.rollback()  # what other workers have sealed is seen from here on
    with alone_with(path):
        kept, newest = read_head(path), newest_seal()
        if kept is not None and not is_kept(kept):
            raise LostSealError("The seal kept outside is not in the database.")
        if newest is not None and (kept is None or newest.position > kept.position):
            write_head(path, newest)


def newest_seal() -> Head | None:
    """The chain's head in the database; nothing before the first seal."""
    newest = select(AuditSeal.position, AuditSeal.hash, AuditSeal.sealed_at).order_by(AuditSeal.position.desc())
    row = db.session.execute(newest.limit(1)).one_or_none()
    return Head(row.position, row.hash, row.sealed_at) if row else None


def is_kept(head: Head) -> bool:
    """Whether this seal stands at its place in the database."""
    return db.session.scalar(select(AuditSeal.hash).where(AuditSeal.position == head.position)) == head.hash
