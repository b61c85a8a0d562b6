"""The address that a notification opens: it notes the first tap on it and says where that leads."""

from datetime import datetime, timedelta

from sqlalchemy import Row, select, update

from client_app.domain.message_tokens import is_token_of, number_in
from client_app.extensions import db
from client_app.models import OutboxMessage
from client_app.services.acts import housekeeping

GOOD_FOR = timedelta(days=7)
"""From the due instant: a notification that lies on a phone for longer leads home."""

_Message = Row[int, str, datetime, datetime, datetime | None]


def path_of(token: str, secret: str, now: datetime) -> str | None:
    """Where the address leads; nothing where it is made up or old."""
    message = _message(token, secret, now)
    return message.path if message else None


def open_message(token: str, secret: str, now: datetime) -> str | None:
    """Note that the notification was opened, unless it was before, and say where it leads.

    It is nobody's act: nobody is signed in for it, and it tells only that a tap came.
    """
    message = _message(token, secret, now)
    if message is None:
        return None
    if message.opened_at is None:
        with housekeeping() as session:
            session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == message.id, OutboxMessage.opened_at.is_(None))
                .values(opened_at=now)
                .execution_options(synchronize_session=False)
            )
    path: str = message.path
    return path


def _message(token: str, secret: str, now: datetime) -> _Message | None:
    number = number_in(token)
    if number is None:
        return None
    message = db.session.execute(
        select(
            OutboxMessage.id, OutboxMessage.path, OutboxMessage.made_at, OutboxMessage.due_at, OutboxMessage.opened_at
        ).where(OutboxMessage.id == number)
    ).one_or_none()
    is_good = message is not None and is_token_of(token, number, message.made_at, secret)
    return message if message and is_good and now < message.due_at + GOOD_FOR else None
