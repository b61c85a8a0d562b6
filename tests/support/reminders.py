"""Reminders as tests look at them: what waits in the outbox, and a sender that takes what is due and keeps it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from client_app.domain.local_days import ONE_DAY
from client_app.domain.pushes import MessageState
from client_app.extensions import db
from client_app.models import OutboxMessage, ReminderChoice
from client_app.services.acts import housekeeping
from client_app.services.reminders import plan_reminders, still_wanted
from tests.cast import Cast

CHICAGO = ZoneInfo("America/Chicago")
EIGHT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
"""8:00 of the Monday on which Ana and Luis live."""
MINUTE = timedelta(minutes=1)


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


def plan(cast: Cast, now: datetime) -> None:
    """Plan for Ana's program."""
    db.session.rollback()
    plan_reminders(cast.program_id, now)


def choose(cast: Cast, at: datetime = EIGHT - ONE_DAY, **chosen: Any) -> None:
    """Let Ana's choices be what the test says, the others the product's own."""
    usual: dict[str, Any] = {"check_in": True, "check_in_at": time(9), "appointments": True, "nudges": True}
    usual |= {"evening_before_at": time(18), "minutes_before": 60, "quiet_from": time(21), "quiet_until": time(8)}
    db.session.merge(ReminderChoice(person_id=cast.ana.id, revision=1, changed_at=at, **{**usual, **chosen}))
    db.session.commit()
