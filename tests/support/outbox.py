"""Messages that are due, devices at a push service of the tests' own, and going through the outbox once."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from client_app.config import PUSH_SERVICES
from client_app.domain.deliveries import Target
from client_app.domain.pushes import PushKind
from client_app.extensions import db
from client_app.gateways.push import PushSender
from client_app.gateways.push_keys import KeyPair, write_keys
from client_app.gateways.push_sealing import Sealer, new_pair
from client_app.models import DeliveryAttempt, OutboxMessage, PushSubscription
from client_app.services._handing import Mail
from client_app.services._outbox import NewMessage, put
from client_app.services.acts import housekeeping
from client_app.services.outbox import REMINDERS, Claimed, Lane
from client_app.services.sending import Doors, Memory, send_due_messages
from tests.factories import stored
from tests.support.applications import SECRET
from tests.support.push_service import PushService, push_service

CONTACT = "mailto:office@riverside.example"
ORIGIN = "https://companion.example"
HOUR = timedelta(hours=1)


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service that accepts everything until told otherwise."""
    with push_service() as running:
        yield running


@cache
def pair() -> KeyPair:
    """The deployment's key pair."""
    return new_pair()


def subscribe(person_id: int, service: PushService, now: datetime, **columns: Any) -> PushSubscription:
    """A device of the person's at the service."""
    return keep_device(person_id, service.subscribe(pair().public), now, **columns)


def keep_device(person_id: int, target: Target, now: datetime, **columns: Any) -> PushSubscription:
    """A device that hears under this address."""
    return stored(
        PushSubscription(
            person_id=person_id,
            endpoint=target.endpoint,
            endpoint_hash=sha256(target.endpoint.encode()).hexdigest(),
            p256dh=target.p256dh,
            auth=target.auth,
            application_key=target.application_key,
            subscribed_at=now,
            seen_at=now,
            **columns,
        )
    )


def message(person_id: int, due_at: datetime, kind: PushKind = PushKind.CHECK_IN, **parts: Any) -> int:
    """A message that is due then, and stale an hour later unless told otherwise; its number."""
    given = {"stale_at": due_at + HOUR, "path": "/check-in", **parts}
    with housekeeping() as session:
        put(session, [NewMessage(kind, person_id, due_at, **given)], due_at)
    newest = db.session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id.desc())).first()
    db.session.rollback()
    assert newest
    return newest


def sender(*services: PushService) -> PushSender:
    """What sends to these services alone."""
    return PushSender(Sealer([pair()], CONTACT), PUSH_SERVICES, [service.host for service in services])


def send(
    now: datetime,
    push: PushSender | None,
    *,
    lane: Lane = REMINDERS,
    memory: Memory | None = None,
    mail: Mail | None = None,
    **other: Any,
) -> None:
    """Go through the outbox once, at a clock that stands still."""
    given: dict[str, Any] = {
        "secret": SECRET,
        "origin": ORIGIN,
        "judge": everything,
        "clock": lambda: now,
        "is_stopping": lambda: False,
        **other,
    }
    db.session.rollback()
    asyncio.run(send_due_messages(lane, memory or Memory(), Doors(push=push, mail=mail, **given)))


def everything(_session: Any, messages: Sequence[Claimed], _now: datetime) -> set[int]:
    """Whatever is due is still wanted."""
    return {message.id for message in messages}


def row(message_id: int) -> OutboxMessage:
    """The message as it stands now."""
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message_id, populate_existing=True)


def tries_of(message_id: int) -> list[tuple[int | None, int | None, str]]:
    """Its tries in order: the device, the status, the answer."""
    db.session.rollback()
    found = select(DeliveryAttempt.subscription_id, DeliveryAttempt.status, DeliveryAttempt.answer)
    asked = found.where(DeliveryAttempt.message_id == message_id).order_by(DeliveryAttempt.id)
    return [(one.subscription_id, one.status, one.answer) for one in db.session.execute(asked)]


def device_row(subscription_id: int) -> PushSubscription:
    """The device as it stands now."""
    db.session.rollback()
    return db.session.get_one(PushSubscription, subscription_id, populate_existing=True)


def push_settings(tmp: Path, service: PushService) -> Mapping[str, str]:
    """The settings of a deployment that pushes to this service."""
    write_keys(tmp / "push-keys.json", (pair(),))
    return {
        "PUSH_KEYS_FILE": str(tmp / "push-keys.json"),
        "PUSH_CONTACT": CONTACT,
        "PUSH_TEST_HOSTS": service.host,
        "SECURE_COOKIES": "0",
    }
