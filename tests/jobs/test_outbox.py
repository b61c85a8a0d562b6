"""What the worker does with the outbox: two lanes, each only when something is due, and forgetting in turns."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from client_app.domain.pushes import MessageState, PushKind
from client_app.extensions import db
from client_app.gateways.push_keys import write_keys
from client_app.jobs import outbox
from client_app.jobs._each import STOPPING
from client_app.jobs.outbox import forget_old_messages, send_pages, send_reminders
from client_app.models import OutboxMessage
from client_app.services import outbox_pruning
from client_app.services.outbox_pruning import KEPT_FOR
from tests.cast import Cast
from tests.support.outbox import CONTACT, message, pair, row, subscribe
from tests.support.push_service import PushService

SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def pushes(app: Flask, service: PushService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PushService:
    """A push service to which the deployment pushes."""
    write_keys(tmp_path / "keys.json", (pair(),))
    monkeypatch.setitem(app.config, "PUSH_KEYS_FILE", str(tmp_path / "keys.json"))
    monkeypatch.setitem(app.config, "PUSH_CONTACT", CONTACT)
    monkeypatch.setitem(app.config, "PUSH_TEST_HOSTS", (service.host,))
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://companion.example")
    return service


def test_each_lane_sends_its_own(cast: Cast, now: datetime, pushes: PushService) -> None:
    subscribe(cast.counselor.id, pushes, now)
    page, reminder = message(cast.counselor.id, now, PushKind.PAGE), message(cast.counselor.id, now, PushKind.TEST)
    send_pages(now)
    assert (row(page).state, row(reminder).state) == (MessageState.SENT, MessageState.WAITING)
    send_reminders(now)
    assert row(reminder).state is MessageState.SENT
    assert pushes.faults == []
    assert b"https://companion.example/reminders/" in pushes.received[0].payload


def test_without_keys_nobody_is_reached(cast: Cast, now: datetime, service: PushService) -> None:
    subscribe(cast.ana.id, service, now)
    reminder = message(cast.ana.id, now, PushKind.TEST)
    send_reminders(now)
    assert row(reminder).state is MessageState.UNREACHABLE
    assert service.received == []


def test_what_nobody_wants_any_more_never_leaves(cast: Cast, now: datetime, pushes: PushService) -> None:
    subscribe(cast.ana.id, pushes, now)
    reminder = message(cast.ana.id, now, about="appointments:7")  # there is no such appointment
    send_reminders(now)
    assert row(reminder).state is MessageState.WITHDRAWN
    assert pushes.received == []


@pytest.mark.usefixtures("cast")
def test_while_nothing_is_due_nothing_is_opened(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "push_sender", lambda _config: pytest.fail("it was opened"))
    send_pages(now)
    send_reminders(now)


def test_everything_old_is_forgotten(
    cast: Cast, now: datetime, clock: time_machine.TimeMachineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_pruning, "AT_ONCE", 1)
    for n in range(3):
        message(cast.ana.id, now - n * SECOND)
    send_reminders(now)
    clock.shift(KEPT_FOR)
    try:
        STOPPING.set()
        forget_old_messages(now + KEPT_FOR)
        assert len(db.session.scalars(select(OutboxMessage.id)).all()) == 3
    finally:
        STOPPING.clear()
    forget_old_messages(now + KEPT_FOR)
    db.session.rollback()
    assert db.session.scalars(select(OutboxMessage.id)).all() == []
