"""The shared steps that put messages into the outbox and take them out. They never commit: the act that calls does.

A message is unique by kind, person, due instant and what it is about: putting it twice is putting it once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from client_app.domain.pushes import MessageState, PushKind
from client_app.models import OutboxMessage


@dataclass(frozen=True)
class NewMessage:
    """A reminder or a page that is due at an instant (UTC), and not worth anything from another one on."""

    kind: PushKind
    person_id: int
    due_at: datetime
    stale_at: datetime
    path: str
    """Where a tap leads: it says nothing about the person."""
    about: str = ""
    """What it is about, as table and number; empty where the kind says it all."""


def put(session: Session, messages: Iterable[NewMessage], now: datetime) -> int:
    """Put messages into the outbox and give how many are new; those that are there already stay as they are."""
    rows = [_row(message, now) for message in messages]
    if not rows:
        return 0
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(OutboxMessage).on_conflict_do_nothing().returning(OutboxMessage.id)
    return len(session.execute(statement, rows).all())


def withdraw(session: Session, now: datetime, *which: ColumnElement[bool]) -> int:
    """Take messages that nobody has sent yet out of the outbox, and give how many; what a worker has, it sends."""
    rows = session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == MessageState.WAITING, *which)
        .values(state=MessageState.WITHDRAWN, done_at=now)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    return len(rows.all())


def _row(message: NewMessage, now: datetime) -> dict[str, Any]:
    return {
        "kind": message.kind,
        "person_id": message.person_id,
        "due_at": message.due_at,
        "stale_at": message.stale_at,
        "path": message.path,
        "about": message.about,
        "state": MessageState.WAITING,
        "next_at": message.due_at,
        "attempts": 0,
        "made_at": now,
    }
