"""The address that a notification opens: it notes the first tap on it and says where that leads."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from client_app.extensions import db
from client_app.models import OutboxMessage
from client_app.services._links import hash_of
from client_app.services.acts import housekeeping

GOOD_FOR = timedelta(days=7)
"""From the due instant: a notification that lies on a phone for longer leads home."""


def path_of(token: str, now: datetime) -> str | None:
    """Where the address leads; nothing where it is made up or old."""
    path: str | None = db.session.scalar(select(OutboxMessage.path).where(*_good(token, now)))
    return path


def open_message(token: str, now: datetime) -> str | None:
    """Note that the notification was opened, unless it was before, and say where it leads.

    It is nobody's act: nobody is signed in for it, and it tells only that a tap came.
    """
    found = db.session.execute(
        select(OutboxMessage.path, OutboxMessage.opened_at).where(*_good(token, now))
    ).one_or_none()
    if found is None:
        return None
    if found.opened_at is None:
        with housekeeping() as session:
            session.execute(
                update(OutboxMessage)
                .where(*_good(token, now), OutboxMessage.opened_at.is_(None))
                .values(opened_at=now)
                .execution_options(synchronize_session=False)
            )
    path: str = found.path
    return path


def _good(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (OutboxMessage.token_hash == hash_of(token), OutboxMessage.due_at > now - GOOD_FOR)
