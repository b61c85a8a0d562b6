"""What came of messages that a worker had: each try is kept, and the message, its devices and its lease are marked.

Many results are marked in one commit. A message whose lease has gone to another worker meanwhile is that worker's to
mark; what was tried is kept all the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.orm import Session

from client_app.domain.deliveries import Answer, Meaning
from client_app.domain.pushes import MessageState
from client_app.domain.retries import Outcome
from client_app.models import DeliveryAttempt, OutboxMessage, PushSubscription
from client_app.services.acts import housekeeping

GONE = "gone"
"""Why a subscription was removed that the push service knows no longer."""

FAILED = frozenset({Meaning.LATER, Meaning.NO_ANSWER, Meaning.OUR_FAULT, Meaning.FORBIDDEN})


@dataclass(frozen=True)
class Try:
    """What a device's service, or the mail server, answered."""

    subscription_id: int | None
    """Nothing: by e-mail."""
    at: datetime
    answer: Answer


@dataclass(frozen=True)
class Result:
    """What came of one message in one go."""

    message_id: int
    tries: Sequence[Try]
    """None where it was not sent at all: it is given back."""
    outcome: Outcome


def mark_messages(worker: str, results: Sequence[Result], now: datetime) -> None:
    """Keep every try and mark every message, in one commit."""
    tries = [(result.message_id, one) for result in results for one in result.tries]
    with housekeeping() as session:
        if tries:
            session.connection().execute(insert(DeliveryAttempt), [_row(*one) for one in tries])
        _mark_done(session, worker, results, now)
        _mark_again(session, worker, results)
        _mark_devices(session, [one for _, one in tries], now)


def _row(message_id: int, one: Try) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "subscription_id": one.subscription_id,
        "at": one.at,
        "status": one.answer.status,
        "answer": one.answer.meaning.value,
    }


def _mark_done(session: Session, worker: str, results: Iterable[Result], now: datetime) -> None:
    done: defaultdict[tuple[MessageState, int], list[int]] = defaultdict(list)
    for result in results:
        if result.outcome.next_at is None:
            done[result.outcome.state, int(bool(result.tries))].append(result.message_id)
    for (state, tries), message_ids in done.items():
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(message_ids), OutboxMessage.claimed_by == worker)
            .values(state=state, done_at=now, claimed_by=None, attempts=OutboxMessage.attempts + tries)
            .execution_options(synchronize_session=False)
        )


def _mark_again(session: Session, worker: str, results: Iterable[Result]) -> None:
    rows = [
        {
            "message_id": result.message_id,
            "its_state": result.outcome.state,
            "its_next_at": result.outcome.next_at,
            "tries": int(bool(result.tries)),
        }
        for result in results
        if result.outcome.next_at is not None
    ]
    if rows:
        session.connection().execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == bindparam("message_id"), OutboxMessage.claimed_by == worker)
            .values(
                state=bindparam("its_state"),
                next_at=bindparam("its_next_at"),
                attempts=OutboxMessage.attempts + bindparam("tries"),
                claimed_by=None,
            ),
            rows,
        )


def _mark_devices(session: Session, tries: Iterable[Try], now: datetime) -> None:
    """The newest answer of each device counts; 404 and 410 remove it, nothing else does."""
    newest = {one.subscription_id: one.answer.meaning for one in tries if one.subscription_id is not None}
    if not newest:
        return
    if session.connection().dialect.name != "sqlite":  # two workers that reach the same people follow one another
        locked = select(PushSubscription.id).where(PushSubscription.id.in_(newest)).order_by(PushSubscription.id)
        session.execute(locked.with_for_update()).all()
    _mark(
        session,
        [key for key, meaning in newest.items() if meaning is Meaning.ACCEPTED],
        accepted_at=now,
        failed_at=None,
    )
    _mark(session, [key for key, meaning in newest.items() if meaning in FAILED], failed_at=now)
    gone = [key for key, meaning in newest.items() if meaning is Meaning.GONE]
    _mark(session, gone, PushSubscription.removed_at.is_(None), removed_at=now, removed_why=GONE)


def _mark(session: Session, subscription_ids: Sequence[int], *which: ColumnElement[bool], **columns: Any) -> None:
    if subscription_ids:
        session.execute(
            update(PushSubscription)
            .where(PushSubscription.id.in_(subscription_ids), *which)
            .values(columns)
            .execution_options(synchronize_session=False)
        )
