"""A worker that is told to stop finishes what it has or gives it back; what goes wrong in one message stays there."""

import asyncio
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from client_app.domain.deliveries import Answer, Meaning
from client_app.domain.pushes import MessageState, PushKind
from client_app.gateways import push as push_gateway
from client_app.services import _handing, sending
from client_app.services.outbox import PAGES, REMINDERS, Lane
from client_app.services.outbox_results import Result, mark_messages
from client_app.services.sending import Memory
from tests.cast import Cast
from tests.support.outbox import message, row, send, sender, subscribe, tries_of
from tests.support.push_service import PushService, hang, push_service

SECOND = timedelta(seconds=1)
FEW = Lane(REMINDERS.which, at_once=1, lease=timedelta(minutes=2))


def stop_after(seconds: float) -> dict[str, Any]:
    """Tell it to stop after a while."""
    until = time.monotonic() + seconds
    return {"is_stopping": lambda: time.monotonic() >= until}


def test_who_is_told_to_stop_claims_nothing(cast: Cast, now: datetime, service: PushService) -> None:
    waits = message(cast.ana.id, now)
    send(now, sender(service), is_stopping=lambda: True)
    assert row(waits).state is MessageState.WAITING


def test_what_is_claimed_is_finished(cast: Cast, now: datetime, service: PushService) -> None:
    subscribe(cast.ana.id, service, now)
    service.delay = 0.2
    messages = [message(cast.ana.id, now + n * SECOND) for n in range(5)]
    send(now + 5 * SECOND, sender(service), lane=FEW, **stop_after(0.1))
    assert [row(one).state for one in messages] == [MessageState.SENT] * 4 + [MessageState.WAITING]


def test_what_hangs_is_given_back_in_time(
    cast: Cast, now: datetime, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FINISHED_WITHIN", 0.3)
    with push_service() as dead:
        dead.answers(hang)
        good, bad = subscribe(cast.ana.id, service, now).id, subscribe(cast.ana.id, dead, now).id
        half = message(cast.ana.id, now - SECOND)
        subscribe(cast.luis.id, dead, now)
        begun = message(cast.luis.id, now)
        begins_at = time.monotonic()
        send(now, sender(service, dead), **stop_after(0.2))
    assert time.monotonic() - begins_at < 5
    assert (row(half).state, row(half).next_at, row(half).claimed_by) == (MessageState.SENT, now, None)
    assert sorted(tries_of(half)) == sorted([(good, 201, "accepted"), (bad, None, "no_answer")])
    assert (row(begun).state, row(begun).next_at) == (MessageState.WAITING, now)
    assert [answer for _, _, answer in tries_of(begun)] == ["no_answer"]


def test_what_was_not_begun_is_given_back_untried(
    cast: Cast, now: datetime, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FINISHED_WITHIN", 0.2)
    service.answers(hang)
    subscribe(cast.ana.id, service, now)
    begun, behind = message(cast.ana.id, now - SECOND), message(cast.ana.id, now)
    send(now, sender(service), lane=FEW, **stop_after(0.1))
    assert [row(one).attempts for one in (begun, behind)] == [1, 0]
    assert (row(behind).state, row(behind).next_at, tries_of(behind)) == (MessageState.WAITING, now, [])


def test_nothing_is_begun_so_late_that_its_lease_could_end(cast: Cast, now: datetime, service: PushService) -> None:
    subscribe(cast.ana.id, service, now)
    short = Lane(REMINDERS.which, at_once=1, lease=_handing.TAKES)
    late = message(cast.ana.id, now)
    send(now, sender(service), lane=short)
    assert (row(late).state, tries_of(late)) == (MessageState.WAITING, [])
    assert row(late).next_at > now
    assert service.received == []


def fail_to_mark(monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    """The database takes no marks so many times."""
    errors = [OSError("the disk is busy") for _ in range(failures)]

    def fails_at_first(worker: str, results: Sequence[Result], at: datetime) -> None:
        if errors:
            raise errors.pop()
        mark_messages(worker, results, at)

    monkeypatch.setattr(sending, "mark_messages", fails_at_first)
    monkeypatch.setattr(sending, "PAUSE", 0)


def test_a_mark_that_fails_is_made_again(
    cast: Cast, now: datetime, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_to_mark(monkeypatch, 2)
    subscribe(cast.ana.id, service, now)
    sent = message(cast.ana.id, now)
    send(now, sender(service))
    assert row(sent).state is MessageState.SENT
    assert len(tries_of(sent)) == 1


def test_a_mark_that_goes_on_failing_is_an_error_and_the_lease_brings_the_message_back(
    cast: Cast, now: datetime, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_to_mark(monkeypatch, 3)
    subscribe(cast.ana.id, service, now)
    sent = message(cast.ana.id, now)
    with pytest.raises(OSError, match="busy"):
        send(now, sender(service))
    assert row(sent).state is MessageState.CLAIMED
    send(now + FEW.lease, sender(service))
    assert row(sent).state is MessageState.SENT
    assert len({push.payload for push in service.received}) == 1  # the same topic and address: one is seen


def test_a_message_that_cannot_be_made_keeps_nothing_from_the_others(
    cast: Cast, now: datetime, service: PushService, caplog: pytest.LogCaptureFixture
) -> None:
    subscribe(cast.ana.id, service, now)
    broken = message(cast.ana.id, now)
    send(now, sender(service), origin="https://" + "a" * 800)
    assert tries_of(broken)[0][2] == "our_fault"
    assert f"ValueError while message {broken} was made" in caplog.text


def test_a_fault_in_sending_itself_is_an_error_and_not_an_endless_wait(
    cast: Cast, now: datetime, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_given: object) -> None:
        raise KeyError("a mistake")

    subscribe(cast.ana.id, service, now)
    sent = message(cast.ana.id, now)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "hand_over", fails)
        with pytest.raises(KeyError):
            send(now, sender(service))
    assert row(sent).state is MessageState.WAITING


def test_a_mail_server_that_hangs_is_tried_again(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(_to: str, _subject: str, _text: str) -> Answer:
        await asyncio.sleep(60)
        return Answer(Meaning.ACCEPTED)

    monkeypatch.setattr(_handing, "TAKES", timedelta(seconds=0.1))
    page = message(cast.counselor.id, now, PushKind.PAGE)
    send(now, None, lane=PAGES, mail=hangs)
    assert tries_of(page) == [(None, None, "no_answer")]
    assert row(page).state is MessageState.WAITING


def test_what_becomes_due_meanwhile_waits_for_nothing_that_hangs(
    app: Flask, cast: Cast, now: datetime, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_gateway, "LONGEST", 3.0)
    service.answers(hang)
    subscribe(cast.ana.id, service, now)
    message(cast.ana.id, now)

    def remind_again() -> None:
        with app.app_context():
            while not service.received:
                time.sleep(0.01)
            time.sleep(0.2)
            message(cast.ana.id, now - SECOND)

    another = threading.Thread(target=remind_again)
    another.start()
    send(now, sender(service))
    another.join()
    assert len(service.received) == 2
    assert service.received[1].at - service.received[0].at < 2


def test_rests_that_are_over_are_forgotten(now: datetime) -> None:
    memory = Memory(rests={1: now, 2: now + SECOND})
    memory.forget_rests(now)
    assert memory.rests == {2: now + SECOND}


def test_every_worker_has_a_name_of_its_own() -> None:
    assert Memory().worker != Memory().worker
