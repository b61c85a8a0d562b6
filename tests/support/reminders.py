"""Reminders as tests look at them: what waits in the outbox, and a sender that takes what is due and keeps it."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from client_app.domain.pushes import MessageState
from client_app.extensions import db
from client_app.models import OutboxMessage
from client_app.services.acts import housekeeping
from client_app.services.reminders import still_wanted

CHICAGO = ZoneInfo("America/Chicago")


def messages(*which: ColumnElement[bool]) -> list[OutboxMessage]:
    """The rows of the outbox, by when they are due."""
    db.session.rollback()
    return list(
        db.session.scalars(select(OutboxMessage).where(*which).order_by(OutboxMessage.due_at, OutboxMessage.id))
    )


def waiting(person_id: int, zone: ZoneInfo = CHICAGO) -> list[str]:
    """What waits for a person: the day and time by the wall, and what it is."""
    rows = messages(OutboxMessage.person_id == person_id, OutboxMessage.state == MessageState.WAITING)
    return [said(row, zone) for row in rows]


def said(row: OutboxMessage, zone: ZoneInfo = CHICAGO) -> str:
    """A message in few words, such as "Mon 23 09:00 check_in"."""
    about = row.about.partition(":")[0] or row.kind.value
    return f"{row.due_at.astimezone(zone):%a %d %H:%M} {about}"


@dataclass
class Phones:
    """Takes what is due, asks once more whether it is wanted, and keeps when whose phone was told what."""

    rang: list[tuple[datetime, int, str]] = field(default_factory=list)

    def send_due(self, now: datetime) -> None:
        """Send what is due now and not stale."""
        with housekeeping() as session:
            due = session.scalars(
                select(OutboxMessage)
                .where(OutboxMessage.state == MessageState.WAITING, OutboxMessage.next_at <= now)
                .order_by(OutboxMessage.due_at, OutboxMessage.id)
                .with_for_update()
            ).all()
            alive = [row for row in due if row.stale_at > now]
            wanted = still_wanted(session, alive, now)
            for row in due:
                row.done_at = now
                row.state = MessageState.SENT if row.id in wanted else MessageState.WITHDRAWN
                if row.stale_at <= now:
                    row.state = MessageState.EXPIRED
                if row.state is MessageState.SENT:
                    self.rang.append((now, row.person_id, row.about.partition(":")[0] or row.kind.value))
