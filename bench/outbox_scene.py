"""An outbox to drain: devices at a push service on this machine, reminders that are due, and ways of sending them."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

import aiohttp
import pywebpush
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from sqlalchemy import Connection, create_engine, func, insert, select

from bench.scene import AT_ONCE, Scene
from bench.servers import SECRET
from client_app import create_app
from client_app.config import Settings
from client_app.domain.deliveries import Target
from client_app.domain.pushes import MessageState, PushKind, push_of
from client_app.gateways.clock import utc_now
from client_app.gateways.push import PushSender
from client_app.gateways.push_sealing import Sealer, new_pair
from client_app.models import OutboxMessage, PushSubscription
from client_app.services.outbox import REMINDERS
from client_app.services.reminders import still_wanted
from client_app.services.sending import Doors, Memory, send_due_messages
from tests.support.push_service import written

PAIR = new_pair()
CONTACT = "mailto:reminders@clinic.example"
ORIGIN = "https://companion.example.org"
PEOPLE = Scene(participants=1000, days=0)


@dataclass(frozen=True)
class Outbox:
    """A database with people and their devices, one each, at a push service."""

    url: str
    port: int

    @property
    def host(self) -> str:
        """What PUSH_TEST_HOSTS has to name."""
        return f"127.0.0.1:{self.port}"

    def add_devices(self) -> None:
        """Give everybody a device; what is posted for a person comes to a path with their number."""
        now = utc_now()
        with self._connected() as connection:
            connection.execute(
                insert(PushSubscription), [self._device(number, now) for number in PEOPLE.participant_ids]
            )

    def _device(self, number: int, now: datetime) -> dict[str, Any]:
        target = target_at(self.port, number)
        digest = sha256(target.endpoint.encode()).hexdigest()
        return {**vars(target), "person_id": number, "endpoint_hash": digest, "subscribed_at": now, "seen_at": now}

    def put(
        self,
        many: int,
        about: str,
        *,
        kind: PushKind = PushKind.TEST,
        due_in: timedelta = timedelta(),
        lasts: timedelta = timedelta(hours=1),
    ) -> None:
        """Put messages into it that are all due at the same instant."""
        now = utc_now()
        same = {
            "kind": kind,
            "due_at": now + due_in,
            "stale_at": now + due_in + lasts,
            "next_at": now + due_in,
            "path": "/today",
            "state": MessageState.WAITING,
            "attempts": 0,
            "made_at": now,
        }
        people = PEOPLE.participant_ids
        rows = ({**same, "person_id": people[n % len(people)], "about": f"{about}:{n}"} for n in range(many))
        with self._connected() as connection:
            while some := list(islice(rows, AT_ONCE)):
                connection.execute(insert(OutboxMessage), some)

    def states(self) -> dict[str, int]:
        """How many messages stand where."""
        counted = select(OutboxMessage.state, func.count().label("many")).group_by(OutboxMessage.state)
        with self._connected() as connection:
            return {row.state.value: row.many for row in connection.execute(counted)}

    def app(self) -> Flask:
        """The application over it."""
        return create_app(Settings(secret_key=SECRET, database_url=self.url, secure_cookies=False))

    def drain(self) -> None:
        """Send everything that is due, as a worker does; an application context must be open."""
        push = PushSender(Sealer([PAIR], CONTACT), (), (self.host,))
        doors = Doors(push, None, SECRET, ORIGIN, judge=still_wanted, clock=utc_now, is_stopping=lambda: False)
        asyncio.run(send_due_messages(REMINDERS, Memory(), doors))

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = create_engine(self.url)
        with engine.begin() as connection:
            yield connection
        engine.dispose()


def target_at(port: int, number: int) -> Target:
    """A device at the push service."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Target(f"http://127.0.0.1:{port}/send/{number}", written(point), written(os.urandom(16)), PAIR.public)


@dataclass(frozen=True)
class Bare:
    """A sender without a database: aiohttp alone, as many posts at once as the worker has."""

    targets: Sequence[Target]
    seals: bool
    """Encrypts and signs each; otherwise posts the same bytes every time."""

    def send(self, many: int) -> None:
        """Send so many."""
        asyncio.run(self._send(many))

    async def _send(self, many: int) -> None:
        sealer, now = Sealer([PAIR], CONTACT), utc_now()
        push = push_of(PushKind.TEST, "en", f"{ORIGIN}/reminders/{'0' * 64}", now + timedelta(hours=1), now)
        ready = sealer.seal(self.targets[0], push)
        turns = iter(range(many))

        async def hand() -> None:
            for turn in turns:
                target = self.targets[turn % len(self.targets)]
                sealed = sealer.seal(target, push) if self.seals else ready
                async with session.post(target.endpoint, headers=sealed.headers, data=sealed.body) as response:
                    await response.read()

        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            await asyncio.gather(*(hand() for _ in range(REMINDERS.at_once)))


def send_one_after_another(targets: Sequence[Target]) -> None:
    """As a plain loop with pywebpush does."""
    now = utc_now()
    push = push_of(PushKind.TEST, "en", f"{ORIGIN}/reminders/{'0' * 64}", now + timedelta(hours=1), now)
    key = pywebpush.Vapid.from_pem(PAIR.private.encode())
    for target in targets:
        pywebpush.webpush(
            {"endpoint": target.endpoint, "keys": {"p256dh": target.p256dh, "auth": target.auth}},
            push.payload,
            vapid_private_key=key,
            vapid_claims={"sub": CONTACT},
            ttl=push.ttl,
            timeout=10,
        )
