"""Messages that were done long ago, forgotten together with their tries."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from client_app.models import DeliveryAttempt, OutboxMessage
from client_app.services.acts import housekeeping

KEPT_FOR = timedelta(days=90)
"""After that nobody asks any more whether a reminder went out."""

AT_ONCE = 500
"""Messages removed in one commit: a few milliseconds in which nobody else writes to SQLite."""


def forget_messages(now: datetime) -> int:
    """Remove some messages that were done 90 days ago or earlier, and give how many; what is not done stays."""
    old = OutboxMessage.done_at <= now - KEPT_FOR
    with housekeeping() as session:
        ids = session.scalars(select(OutboxMessage.id).where(old).order_by(OutboxMessage.id).limit(AT_ONCE)).all()
        if ids:
            session.execute(delete(DeliveryAttempt).where(DeliveryAttempt.message_id.in_(ids)))
            session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(ids)))
    return len(ids)
