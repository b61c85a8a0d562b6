"""The sender against a push service of our own that checks and decrypts everything."""

import asyncio
from collections.abc import Iterator

import pytest

from client_app.domain.deliveries import Answer, Meaning, Target
from client_app.domain.pushes import Push, Urgency
from client_app.gateways.push import PushSender
from client_app.gateways.push_sealing import Sealer, new_pair
from tests.support.push_service import PushService, push_service

PAIR = new_pair()
PUSH = Push(b'{"web_push": 8030}', 3600, Urgency.HIGH, "check-in")


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


def send(service: PushService, *targets: Target, push: Push = PUSH) -> list[Answer]:
    async def go() -> list[Answer]:
        sealer = Sealer([PAIR], "mailto:reminders@clinic.example")
        async with PushSender(sealer, (), (service.host,)) as sender:
            return [await sender.send(target, push) for target in targets]

    return asyncio.run(go())


def test_a_push_arrives_whole(service: PushService) -> None:
    target = service.subscribe(PAIR.public)
    assert send(service, target) == [Answer(Meaning.ACCEPTED, 201)]
    assert service.faults == []
    received = service.received[0]
    assert (received.endpoint, received.payload, received.topic) == (target.endpoint, PUSH.payload, "check-in")
    assert (received.headers["ttl"], received.headers["urgency"]) == ("3600", "high")
