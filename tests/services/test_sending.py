"""What is due reaches the push service of every device, and each answer means something for message and device."""

import json
import logging
from datetime import datetime, timedelta

import pytest

from client_app.domain.breakers import FAILURES, FIRST_REST
from client_app.domain.deliveries import Answer, Meaning, Target
from client_app.domain.pushes import MessageState, PushKind
from client_app.gateways import push as push_gateway
from client_app.services.outbox import PAGES
from client_app.services.outbox_results import GONE
from client_app.services.sending import Memory
from tests.cast import Cast
from tests.support.outbox import (
    HOUR,
    ORIGIN,
    device_row,
    keep_device,
    message,
    pair,
    row,
    send,
    sender,
    subscribe,
    tries_of,
)
from tests.support.push_service import PushService, hang, push_service, say_nonsense

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_a_message_goes_to_every_device(cast: Cast, now: datetime, service: PushService) -> None:
    devices = [subscribe(cast.luis.id, service, now, failed_at=now).id for _ in range(2)]
    sent = message(cast.luis.id, now)
    send(now, sender(service))
    assert service.faults == []
    assert len(service.received) == 2
    assert {len(push.payload) for push in service.received} == {768}
    assert {(push.headers["ttl"], push.headers["urgency"], push.topic) for push in service.received} == {
        ("3600", "normal", "check-in")
    }
    notification = json.loads(service.received[0].payload)["notification"]
    assert notification["title"] == "Tienes un recordatorio."
    assert notification["navigate"].startswith(f"{ORIGIN}/reminders/")
    assert (row(sent).state, row(sent).done_at, row(sent).attempts) == (MessageState.SENT, now, 1)
    assert row(sent).claimed_by is None
    assert sorted(tries_of(sent)) == [(device, 201, "accepted") for device in devices]
    assert [(device_row(device).accepted_at, device_row(device).failed_at) for device in devices] == [(now, None)] * 2


def test_nothing_goes_out_before_its_time_or_once_it_is_stale(cast: Cast, now: datetime, service: PushService) -> None:
    subscribe(cast.ana.id, service, now)
    early, late = message(cast.ana.id, now + SECOND), message(cast.ana.id, now - HOUR)
    send(now, sender(service))
    assert service.received == []
    assert (row(early).state, row(late).state) == (MessageState.WAITING, MessageState.EXPIRED)


def test_who_has_no_device_is_not_reached(cast: Cast, now: datetime, service: PushService) -> None:
    nowhere = message(cast.ana.id, now)
    subscribe(cast.luis.id, service, now)
    elsewhere = message(cast.luis.id, now)
    send(now, None)
    assert {(row(one).state, row(one).done_at) for one in (nowhere, elsewhere)} == {(MessageState.UNREACHABLE, now)}
    assert tries_of(nowhere) == tries_of(elsewhere) == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_removed(cast: Cast, now: datetime, service: PushService, status: int) -> None:
    device = subscribe(cast.ana.id, service, now).id
    sent = message(cast.ana.id, now)
    service.answers(status)
    send(now, sender(service))
    assert (device_row(device).removed_at, device_row(device).removed_why) == (now, GONE)
    assert (row(sent).state, row(sent).done_at) == (MessageState.UNREACHABLE, now)
    assert tries_of(sent) == [(device, status, "gone")]


@pytest.mark.parametrize(("status", "told"), [(413, "413, a payload that is too long"), (400, "400"), (302, "302")])
def test_a_fault_of_ours_is_told_and_not_tried_again(
    cast: Cast, now: datetime, service: PushService, caplog: pytest.LogCaptureFixture, status: int, told: str
) -> None:
    device = subscribe(cast.ana.id, service, now).id
    sent = message(cast.ana.id, now)
    service.answers(status)
    send(now, sender(service))
    assert (device_row(device).removed_at, device_row(device).failed_at) == (None, now)
    assert row(sent).state is MessageState.UNREACHABLE
    assert tries_of(sent) == [(device, status, "our_fault")]
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert said == [f"A fault of ours: message {sent} was answered with {told}; it is not tried again"]


@pytest.mark.parametrize("status", [406, 429, 500, 503])
def test_what_passes_is_tried_again_until_it_is_stale(
    cast: Cast, now: datetime, service: PushService, status: int
) -> None:
    device = subscribe(cast.ana.id, service, now).id
    sent = message(cast.ana.id, now)
    service.answers(status)
    send(now, sender(service))
    found = row(sent)
    assert (found.state, found.done_at, found.attempts, found.claimed_by) == (MessageState.WAITING, None, 1, None)
    assert now < found.next_at <= now + 5 * SECOND
    assert (device_row(device).removed_at, device_row(device).failed_at) == (None, now)
    at = found.next_at
    service.answers(201)
    send(at, sender(service))
    assert (row(sent).state, row(sent).attempts) == (MessageState.SENT, 2)
    assert tries_of(sent) == [(device, status, "later"), (device, 201, "accepted")]


def test_a_service_is_left_alone_for_as_long_as_it_asks(cast: Cast, now: datetime, service: PushService) -> None:
    subscribe(cast.ana.id, service, now)
    first, memory = message(cast.ana.id, now), Memory()
    service.answers(429, retry_after="120")
    send(now, sender(service), memory=memory)
    assert now + 2 * MINUTE <= row(first).next_at <= now + 2 * MINUTE + 5 * SECOND
    second = message(cast.ana.id, now + SECOND)
    send(now + SECOND, sender(service), memory=memory)  # the same device, another message
    assert len(service.received) == 1
    assert (row(second).attempts, tries_of(second)) == (0, [])
    assert row(second).next_at >= now + 2 * MINUTE
    service.answers(201)
    send(now + 2 * MINUTE + 10 * SECOND, sender(service), memory=memory)
    assert (row(first).state, row(second).state) == (MessageState.SENT, MessageState.SENT)


@pytest.mark.parametrize("misbehaviour", [hang, say_nonsense])
def test_a_service_that_hangs_or_talks_nonsense_is_tried_again(
    cast: Cast,
    now: datetime,
    service: PushService,
    monkeypatch: pytest.MonkeyPatch,
    misbehaviour: object,
) -> None:
    monkeypatch.setattr(push_gateway, "LONGEST", 0.3)
    device = subscribe(cast.ana.id, service, now).id
    sent = message(cast.ana.id, now)
    service.answers(misbehaviour)  # type: ignore[arg-type]
    send(now, sender(service))
    assert tries_of(sent) == [(device, None, "no_answer")]
    assert row(sent).state is MessageState.WAITING


def test_only_devices_that_did_not_accept_are_tried_again(cast: Cast, now: datetime, service: PushService) -> None:
    with push_service() as other:
        good, bad = subscribe(cast.ana.id, service, now).id, subscribe(cast.ana.id, other, now).id
        sent = message(cast.ana.id, now)
        other.answers(503)
        send(now, sender(service, other))
        found = row(sent)
        assert (found.state, found.done_at) == (MessageState.SENT, None)
        assert now < found.next_at <= now + 5 * SECOND
        other.answers(201)
        send(row(sent).next_at, sender(service, other))
        assert (len(service.received), len(other.received)) == (1, 2)
        assert {push.payload for push in other.received} == {service.received[0].payload}  # the same address
    assert row(sent).done_at is not None
    assert sorted(tries_of(sent)) == sorted([(good, 201, "accepted"), (bad, 503, "later"), (bad, 201, "accepted")])


def test_an_address_that_nothing_is_sent_to_is_no_try_of_a_service(cast: Cast, now: datetime) -> None:
    for endpoint in ("http://10.0.0.1/send", "no address at all"):
        keep_device(cast.ana.id, Target(endpoint, "p", "a", pair().public), now)
    sent = message(cast.ana.id, now)
    send(now, sender())
    assert {answer for _, _, answer in tries_of(sent)} == {"forbidden"}
    assert row(sent).state is MessageState.UNREACHABLE


def test_a_dead_service_is_left_alone_and_asked_once_after_its_rest(
    cast: Cast, now: datetime, service: PushService
) -> None:
    subscribe(cast.ana.id, service, now)
    memory = Memory()
    service.answers(500)
    for n in range(FAILURES):
        message(cast.ana.id, now - n * SECOND)
    send(now, sender(service), memory=memory)
    assert len(service.received) == FAILURES
    waiting = [message(cast.ana.id, now + (n + 1) * SECOND) for n in range(10)]
    send(now + 10 * SECOND, sender(service), memory=memory)
    assert len(service.received) == FAILURES
    assert all(row(one).next_at >= now + FIRST_REST for one in waiting)
    assert all(row(one).attempts == 0 for one in waiting)
    send(now + FIRST_REST + 20 * SECOND, sender(service), memory=memory)
    assert len(service.received) == FAILURES + 1  # one asks whether it is back
    service.answers(201)
    send(now + 5 * MINUTE, sender(service), memory=memory)
    send(now + 7 * MINUTE, sender(service), memory=memory)
    assert {row(one).state for one in waiting} == {MessageState.SENT}


def test_a_dead_service_keeps_nothing_from_another_one(cast: Cast, now: datetime, service: PushService) -> None:
    with push_service() as dead:
        dead.answers(500)
        subscribe(cast.ana.id, dead, now)
        subscribe(cast.luis.id, service, now)
        for n in range(FAILURES + 1):
            message(cast.ana.id, now - n * SECOND)
        memory = Memory()
        send(now, sender(service, dead), memory=memory)
        sent = message(cast.luis.id, now)
        send(now, sender(service, dead), memory=memory)
    assert row(sent).state is MessageState.SENT


class Mailbox:
    """A mail server that answers as told."""

    def __init__(self, *answers: Answer) -> None:
        self.mails: list[tuple[str, str, str]] = []
        self._answers = list(answers)

    async def __call__(self, to: str, subject: str, text: str) -> Answer:
        self.mails.append((to, subject, text))
        return self._answers.pop(0)


def test_a_page_goes_by_mail_as_well_and_says_as_little(cast: Cast, now: datetime, service: PushService) -> None:
    device = subscribe(cast.counselor.id, service, now).id
    page = message(cast.counselor.id, now, PushKind.PAGE, path="/triage/flags/7")
    mailbox = Mailbox(Answer(Meaning.ACCEPTED, 250))
    send(now, sender(service), lane=PAGES, mail=mailbox)
    words = "Someone needs you now."
    assert mailbox.mails == [(cast.counselor.email, words, f"{words}\n\n{ORIGIN}/triage\n")]
    assert service.received[0].headers["urgency"] == "high"
    assert sorted(tries_of(page), key=str) == sorted([(device, 201, "accepted"), (None, 250, "accepted")], key=str)


def test_a_mail_that_went_is_not_sent_again_with_a_push_that_did_not(
    cast: Cast, now: datetime, service: PushService
) -> None:
    subscribe(cast.counselor.id, service, now)
    page = message(cast.counselor.id, now, PushKind.PAGE)
    service.answers(503)
    mailbox = Mailbox(Answer(Meaning.LATER, 451), Answer(Meaning.ACCEPTED, 250))
    at = now
    for _ in range(3):
        send(at, sender(service), lane=PAGES, mail=mailbox)
        at = row(page).next_at
    assert (len(mailbox.mails), len(service.received)) == (2, 3)
    assert (row(page).state, row(page).done_at) == (MessageState.SENT, None)


def test_a_reminder_never_goes_by_mail(cast: Cast, now: datetime) -> None:
    sent = message(cast.ana.id, now)
    mailbox = Mailbox()
    send(now, None, mail=mailbox)
    assert mailbox.mails == []
    assert row(sent).state is MessageState.UNREACHABLE
