"""The outbox as workers use it: what is due is claimed for a while, sent, and marked with what came of it.

A claim is a lease. Marking a message before it is sent would lose it when a worker is killed in between, and reading
it, sending it and then marking it would send it twice when two workers read at once; a claim whose lease ends without
a mark is simply due again. So everything is handed to a push service at least once, and a second time under the same
topic only when a worker died with it in hand.

None of this is an act: the outbox, its tries and their answers are the record.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists, select, update
from sqlalchemy.orm import Session

from client_app.domain.deliveries import Meaning, Target
from client_app.domain.message_tokens import token_of
from client_app.domain.pushes import MessageState, PushKind
from client_app.extensions import db
from client_app.models import DeliveryAttempt, OutboxMessage, Person, PushSubscription
from client_app.services.acts import housekeeping


@dataclass(frozen=True)
class Lane:
    """Messages that are sent without waiting for those of another lane."""

    which: ColumnElement[bool]
    at_once: int
    """How many pushes are under way at the same time."""
    lease: timedelta
    """How long a worker keeps what it claimed; a killed one's claims come back then."""

    @property
    def most(self) -> int:
        """How many messages are claimed in one go."""
        return 2 * self.at_once


PAGES = Lane(OutboxMessage.kind == PushKind.PAGE, at_once=20, lease=timedelta(seconds=30))
"""For staff: no crowd of reminders and no hanging push service of theirs stands before them."""
REMINDERS = Lane(OutboxMessage.kind != PushKind.PAGE, at_once=100, lease=timedelta(minutes=2))


@dataclass(frozen=True)
class Device:
    """A browser that a message goes to."""

    subscription_id: int
    target: Target


@dataclass(frozen=True)
class Claimed:
    """A message that this worker has until its lease ends."""

    id: int
    kind: PushKind
    person_id: int
    about: str
    path: str
    due_at: datetime
    stale_at: datetime
    lease_ends: datetime
    tries: int
    """Before this one."""
    token: str = field(repr=False)
    """Of the address that a tap opens."""
    language: str | None = None
    email: str | None = field(default=None, repr=False)
    """Of somebody who is to be paged by e-mail as well, unless that went well before."""
    devices: tuple[Device, ...] = field(default=(), repr=False)
    """Those that have not accepted it before."""
    was_accepted: bool = False


Judge = Callable[[Session, Sequence[Claimed], datetime], Collection[int]]
"""Gives the numbers of the messages that are still to be sent."""

_DEVICE = (
    PushSubscription.id,
    PushSubscription.person_id,
    PushSubscription.endpoint,
    PushSubscription.p256dh,
    PushSubscription.auth,
    PushSubscription.application_key,
)


def is_anything_due(lane: Lane, now: datetime) -> bool:
    """Look, without keeping anybody from writing, whether there is something to claim."""
    found = db.session.scalar(select(exists(select(OutboxMessage.id).where(*_due(lane, now)))))
    db.session.rollback()
    return bool(found)


def claim_messages(lane: Lane, worker: str, secret: str, now: datetime) -> list[Claimed]:
    """Claim what has been due longest, for one lease; what has gone stale meanwhile is done instead."""
    with housekeeping() as session:
        rows = _claimed_rows(session, lane, worker, now)
        stale = [row.id for row in rows if row.stale_at <= now]
        if stale:
            _expire(session, stale, now)
        fresh = [row for row in rows if row.stale_at > now]
        return _with_devices(session, fresh, secret, now + lane.lease) if fresh else []


def keep_wanted(judge: Judge, messages: Sequence[Claimed], worker: str, now: datetime) -> list[Claimed]:
    """Judge claimed messages once more, outside of the transaction that claimed them; what is not wanted is taken out.

    One that a device has accepted before stays sent, and goes to no other device any more.
    """
    wanted = judge(db.session(), messages, now)
    db.session.rollback()
    unwanted = [message.id for message in messages if message.id not in wanted]
    if unwanted:
        with housekeeping() as session:
            session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id.in_(unwanted), OutboxMessage.claimed_by == worker)
                .values(state=_unless_sent(MessageState.WITHDRAWN), done_at=now, claimed_by=None)
                .execution_options(synchronize_session=False)
            )
    return [message for message in messages if message.id in wanted]


def _due(lane: Lane, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (OutboxMessage.done_at.is_(None), OutboxMessage.next_at <= now, lane.which)


def _claimed_rows(session: Session, lane: Lane, worker: str, now: datetime) -> Sequence[Any]:
    """Compare and swap: SQLite has one writer at a time, PostgreSQL skips what another worker is claiming."""
    due = (
        select(OutboxMessage.id)
        .where(*_due(lane, now))
        .order_by(OutboxMessage.next_at)
        .limit(lane.most)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(select(due.c.id)), OutboxMessage.done_at.is_(None), OutboxMessage.next_at <= now)
        .values(state=_unless_sent(MessageState.CLAIMED), claimed_by=worker, next_at=now + lane.lease)
        .returning(
            OutboxMessage.id,
            OutboxMessage.kind,
            OutboxMessage.person_id,
            OutboxMessage.about,
            OutboxMessage.path,
            OutboxMessage.due_at,
            OutboxMessage.made_at,
            OutboxMessage.stale_at,
            OutboxMessage.attempts,
            OutboxMessage.state,
        )
        .execution_options(synchronize_session=False)
    ).all()


def _unless_sent(state: MessageState) -> ColumnElement[MessageState]:
    """A message that one of its devices has accepted stays sent, whatever becomes of the others."""
    return case((OutboxMessage.state == MessageState.SENT, OutboxMessage.state), else_=state)


def _expire(session: Session, message_ids: Sequence[int], now: datetime) -> None:
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(message_ids))
        .values(state=_unless_sent(MessageState.EXPIRED), done_at=now, claimed_by=None)
        .execution_options(synchronize_session=False)
    )


def _with_devices(session: Session, rows: Sequence[Any], secret: str, lease_ends: datetime) -> list[Claimed]:
    """The claimed rows with whom and what they go to, each with its token."""
    people = _people(session, {row.person_id for row in rows})
    accepted = _accepted(session, [row.id for row in rows if row.attempts])
    found = []
    for row in rows:
        person = people.get(row.person_id, _Reached())
        is_mailed = row.kind is PushKind.PAGE and (row.id, None) not in accepted
        claimed = Claimed(
            id=row.id,
            kind=row.kind,
            person_id=row.person_id,
            about=row.about,
            path=row.path,
            due_at=row.due_at,
            stale_at=row.stale_at,
            lease_ends=lease_ends,
            tries=row.attempts,
            token=token_of(row.id, row.made_at, secret),
            language=person.language,
            email=person.email if is_mailed else None,
            devices=tuple(device for device in person.devices if (row.id, device.subscription_id) not in accepted),
            was_accepted=row.state is MessageState.SENT,
        )
        found.append(claimed)
    return found


@dataclass
class _Reached:
    """How somebody is reached; whoever's account is closed is not."""

    language: str | None = None
    email: str | None = None
    devices: list[Device] = field(default_factory=list)


def _people(session: Session, person_ids: Collection[int]) -> dict[int, _Reached]:
    is_open = (Person.id.in_(person_ids), Person.disabled_at.is_(None))
    people = session.execute(select(Person.id, Person.language, Person.email).where(*is_open))
    found = {row.id: _Reached(row.language, row.email) for row in people}
    living = (PushSubscription.person_id.in_(found), PushSubscription.removed_at.is_(None))
    for row in session.execute(select(*_DEVICE).where(*living)):
        target = Target(row.endpoint, row.p256dh, row.auth, row.application_key)
        found[row.person_id].devices.append(Device(row.id, target))
    return found


def _accepted(session: Session, message_ids: Collection[int]) -> set[tuple[int, int | None]]:
    """Which devices accepted these messages before; nothing stands for the mail server."""
    if not message_ids:
        return set()
    tries = select(DeliveryAttempt.message_id, DeliveryAttempt.subscription_id).where(
        DeliveryAttempt.message_id.in_(message_ids), DeliveryAttempt.answer == Meaning.ACCEPTED
    )
    return {(row.message_id, row.subscription_id) for row in session.execute(tries)}
