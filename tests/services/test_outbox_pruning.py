"""What was done long ago is forgotten with its tries; what is not done stays, however old."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from client_app.domain.deliveries import Answer, Meaning
from client_app.domain.pushes import MessageState
from client_app.domain.retries import Outcome
from client_app.extensions import db
from client_app.models import DeliveryAttempt, OutboxMessage
from client_app.services import outbox_pruning
from client_app.services.outbox import REMINDERS, claim_messages
from client_app.services.outbox_pruning import KEPT_FOR, forget_messages
from client_app.services.outbox_results import Result, Try, mark_messages
from tests.cast import Cast
from tests.support.applications import SECRET
from tests.support.outbox import message

SECOND = timedelta(seconds=1)


def done(person_id: int, at: datetime) -> int:
    """A message that was sent then, with a try."""
    number = message(person_id, at)
    claim_messages(REMINDERS, "worker", SECRET, at)
    tries = [Try(None, at, Answer(Meaning.ACCEPTED, 250))]
    mark_messages("worker", [Result(number, tries, Outcome(MessageState.SENT))], at)
    return number


def kept() -> list[int]:
    """Which messages are there, each with its try."""
    db.session.rollback()
    tries = db.session.scalar(select(func.count()).select_from(DeliveryAttempt))
    found = list(db.session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id)))
    assert tries == len(found)
    return found


def test_a_message_is_kept_for_90_days(cast: Cast, now: datetime) -> None:
    assert timedelta(days=90) == KEPT_FOR
    old, newer = done(cast.ana.id, now), done(cast.ana.id, now + SECOND)
    assert forget_messages(now + KEPT_FOR - SECOND) == 0
    assert kept() == [old, newer]
    assert forget_messages(now + KEPT_FOR) == 1
    assert kept() == [newer]


def test_many_are_forgotten_some_at_a_time(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_pruning, "AT_ONCE", 2)
    for n in range(3):
        done(cast.ana.id, now + n * SECOND)
    later = now + 2 * KEPT_FOR
    assert [forget_messages(later) for _ in range(3)] == [2, 1, 0]
    assert kept() == []


def test_what_is_not_done_stays(cast: Cast, now: datetime) -> None:
    message(cast.ana.id, now)
    assert forget_messages(now + 10 * KEPT_FOR) == 0
