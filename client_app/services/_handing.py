"""Handing one message to one device's push service, or to the mail server, unless that is to be left alone."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex

from client_app.domain.breakers import Breaker, after, let_through, wait_of
from client_app.domain.deliveries import Answer, Meaning
from client_app.domain.push_addresses import origin_of
from client_app.domain.pushes import TRAVEL, push_of
from client_app.gateways.push import PushSender
from client_app.services.outbox import Claimed, Device, Judge

_LOG = logging.getLogger("client_app.worker")

Mail = Callable[[str, str, str], Awaitable[Answer]]
"""Hands a mail to the mail server: to whom, its subject, its text."""

MAIL_SERVER = "mail"
"""Beside the origins of push services."""
TAKES = timedelta(seconds=15)
"""That one handing over may take: nothing is begun so late that its lease could end meanwhile."""
SOON = 1
"""Seconds after which a message is due again that was not begun."""


@dataclass
class Memory:
    """What one worker knows of the services, from one go to the next."""

    worker: str = field(default_factory=lambda: token_hex(16))
    """A random name."""
    breakers: dict[str, Breaker] = field(default_factory=dict)
    """By the origin of each push service."""
    rests: dict[int, datetime] = field(default_factory=dict)
    """Devices whose service asked to leave them alone, by subscription, and until when."""

    def forget_rests(self, now: datetime) -> None:
        """Forget the rests that are over."""
        self.rests = {key: until for key, until in self.rests.items() if until > now}


@dataclass(frozen=True)
class Doors:
    """How messages leave, and what sending needs to know of the deployment."""

    push: PushSender | None
    """Nothing: no device is pushed to."""
    mail: Mail | None
    """Nothing: pages are pushed only."""
    secret: str = field(repr=False)
    """Of the deployment; tokens are made with it."""
    origin: str
    """Under which people reach the deployment; empty: the phone knows it."""
    judge: Judge
    """Says right before they leave which messages are still to be sent."""
    clock: Callable[[], datetime]
    is_stopping: Callable[[], bool]


@dataclass(frozen=True)
class Handed:
    """What came of handing over."""

    answer: Answer
    at: datetime
    was_tried: bool = True
    """Otherwise the service is left alone for now, or there is no time left."""


@dataclass(frozen=True)
class Way:
    """One way in which a message goes: to a device, or by mail."""

    device: Device | None
    send: Callable[[datetime], Awaitable[Answer]]

    @property
    def subscription_id(self) -> int | None:
        """Of the device; nothing by mail."""
        return self.device.subscription_id if self.device else None

    @property
    def service(self) -> str:
        """Who takes it, as the breakers know it."""
        if self.device is None:
            return MAIL_SERVER
        try:
            return origin_of(self.device.target.endpoint)
        except ValueError:  # nothing is sent there
            return ""


def ways_of(message: Claimed, doors: Doors) -> list[Way]:
    """Every way in which a message goes: to each device that has not accepted it, and a page by mail as well."""
    ways = []
    if doors.push:
        ways += [Way(device, partial(_push, doors.push, doors.origin, message, device)) for device in message.devices]
    if doors.mail and message.email:
        ways.append(Way(None, partial(_mail, doors.mail, doors.origin, message, message.email)))
    return ways


async def hand_over(message: Claimed, way: Way, memory: Memory, clock: Callable[[], datetime]) -> Handed:
    """Hand a message over; whatever happens is an answer."""
    now, service = clock(), way.service
    wait = _wait(way, service, memory, now)
    if wait is not None:
        return Handed(Answer(Meaning.LATER, retry_after=math.ceil(wait.total_seconds())), now, was_tried=False)
    if now >= message.stale_at or now + TAKES >= message.lease_ends:
        return Handed(Answer(Meaning.LATER, retry_after=SOON), now, was_tried=False)
    memory.breakers[service] = let_through(memory.breakers.get(service, Breaker()), now)
    answer = await _answer(message.id, way.send(now))
    at = clock()
    memory.breakers[service] = after(memory.breakers[service], answer, at)
    if way.subscription_id and answer.meaning is Meaning.LATER and answer.retry_after:
        memory.rests[way.subscription_id] = at + timedelta(seconds=answer.retry_after)
    return Handed(answer, at)


def _wait(way: Way, service: str, memory: Memory, now: datetime) -> timedelta | None:
    rests_until = memory.rests.get(way.subscription_id or 0, now)
    if rests_until > now:
        return rests_until - now
    return wait_of(memory.breakers.get(service, Breaker()), now)


async def _answer(message_id: int, sending: Awaitable[Answer]) -> Answer:
    try:
        answer = await sending
    except Exception as error:  # noqa: BLE001 - a message that cannot be made keeps nothing from the others
        _LOG.error("%s while message %s was made; it is not tried again", type(error).__name__, message_id)
        return Answer(Meaning.OUR_FAULT)
    if answer.meaning is Meaning.OUR_FAULT:
        told = "413, a payload that is too long" if answer.status == 413 else answer.status or "no request at all"
        _LOG.error("A fault of ours: message %s was answered with %s; it is not tried again", message_id, told)
    return answer


async def _push(sender: PushSender, origin: str, message: Claimed, device: Device, now: datetime) -> Answer:
    push = push_of(message.kind, message.language, f"{origin}/reminders/{message.token}", message.stale_at, now)
    return await sender.send(device.target, push)


async def _mail(send: Mail, origin: str, message: Claimed, email: str, _now: datetime) -> Answer:
    """As neutral as a push: it leads to the list and names no flag, and counts as opened by nobody who carries it."""
    words = TRAVEL[message.kind].text.in_language(message.language or "")
    try:
        async with asyncio.timeout(TAKES.total_seconds()):
            return await send(email, words, f"{words}\n\n{origin}/triage\n")
    except TimeoutError:
        return Answer(Meaning.NO_ANSWER)
