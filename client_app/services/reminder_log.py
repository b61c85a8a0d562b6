"""What became of a participant's own reminders, as the outbox and the answers of the push services tell it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, select

from client_app.domain.deliveries import Meaning
from client_app.domain.pushes import PushKind
from client_app.domain.reminder_words import Told, fate_of
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import DeliveryAttempt, OutboxMessage

SHOWN = 20
"""How many reminders the log tells of."""
TEST_SHOWN_FOR = timedelta(hours=1)
"""How long the page tells what became of a test."""


def own_log(viewer: Viewer, now: datetime) -> tuple[Told, ...]:
    """The viewer's last reminders that have been due, the latest first."""
    rows = db.session.execute(
        _messages(viewer)
        .where(OutboxMessage.kind.not_in((PushKind.PAGE, PushKind.TEST)), OutboxMessage.due_at <= now)
        .limit(SHOWN)
    )
    return tuple(_told(row, now) for row in rows)


def own_test(viewer: Viewer, now: datetime) -> Told | None:
    """The viewer's latest test of the last hour."""
    since = now - TEST_SHOWN_FOR
    row = db.session.execute(
        _messages(viewer).where(OutboxMessage.kind == PushKind.TEST, OutboxMessage.due_at > since).limit(1)
    ).one_or_none()
    return _told(row, now) if row else None


def _messages(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    tries = select(func.min(DeliveryAttempt.at)).where(DeliveryAttempt.message_id == OutboxMessage.id)
    return (
        select(
            OutboxMessage.kind,
            OutboxMessage.due_at,
            OutboxMessage.opened_at,
            OutboxMessage.state,
            OutboxMessage.stale_at,
            tries.scalar_subquery().label("sent_at"),
            tries.where(DeliveryAttempt.answer == Meaning.ACCEPTED).scalar_subquery().label("accepted_at"),
        )
        .where(OutboxMessage.person_id == viewer.person_id)
        .order_by(OutboxMessage.due_at.desc(), OutboxMessage.id.desc())
    )


def _told(row: Row[Any], now: datetime) -> Told:
    return Told(
        kind=row.kind,
        due_at=row.due_at,
        sent_at=row.sent_at,
        accepted_at=row.accepted_at,
        opened_at=row.opened_at,
        fate=fate_of(row.state, was_tried=row.sent_at is not None, is_stale=row.stale_at <= now),
    )
