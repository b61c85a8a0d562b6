"""Real workers and a real push service: every message goes out once, and a killed worker loses none."""

import json
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from client_app.domain.pushes import MessageState, PushKind
from client_app.extensions import db
from client_app.gateways.clock import utc_now
from client_app.models import OutboxMessage
from client_app.services._outbox import NewMessage, put
from client_app.services.acts import housekeeping
from client_app.services.outbox import REMINDERS
from tests.cast import Cast
from tests.support.outbox import HOUR, message, push_settings, subscribe
from tests.support.programs import PATIENCE, Program, environment, flask_command, lines_until, started
from tests.support.push_service import PushService, Received, hang

MANY = 600
"""More than one worker claims in one go."""


@pytest.fixture
def settings(app: Flask, service: PushService, tmp_path: Path) -> Mapping[str, str]:
    """Of a deployment over the test's database that pushes to the test's service."""
    return environment(app.config["SQLALCHEMY_DATABASE_URI"], **push_settings(tmp_path, service))


@pytest.fixture
def workers(settings: Mapping[str, str]) -> Iterator[list[Program]]:
    """Two workers that are told to start at the same time."""
    with ExitStack() as stack:
        yield [stack.enter_context(started(flask_command("worker"), settings)) for _ in range(2)]


def remind(cast: Cast, service: PushService, many: int = MANY) -> None:
    """Put reminders into the outbox that are due now."""
    now = utc_now()
    for person in (cast.counselor, cast.other_counselor):  # the worker plans nothing for them
        subscribe(person.id, service, now)
    with housekeeping() as session:
        people = [cast.counselor.id, cast.other_counselor.id]
        new = (
            NewMessage(PushKind.TEST, people[n % 2], now, now + HOUR, "/today", about=f"nudges:{n}")
            for n in range(many)
        )
        put(session, new, now)


def times_sent(service: PushService) -> Counter[str]:
    """How often each message has come to the push service, by its address."""
    return Counter(json.loads(push.payload)["notification"]["navigate"] for push in [*service.received])


def states() -> dict[str, int]:
    """How many messages of the test's stand where; participants' own reminders are planned beside them."""
    db.session.rollback()
    counted = select(OutboxMessage.state, func.count().label("many")).group_by(OutboxMessage.state)
    counted = counted.where(OutboxMessage.kind.in_({PushKind.TEST, PushKind.PAGE}))
    return {row.state: row.many for row in db.session.execute(counted)}


def until_all_are_sent(many: int) -> None:
    """Wait until every message is marked as sent."""
    until = time.monotonic() + PATIENCE
    while states() != {MessageState.SENT: many}:
        assert time.monotonic() < until, states()
        time.sleep(0.1)


def until_received(service: PushService, many: int) -> None:
    """Wait until so many have come to the push service."""
    until = time.monotonic() + PATIENCE
    while len(service.received) < many:
        assert time.monotonic() < until, f"only {len(service.received)} came"
        time.sleep(0.01)


def stop(program: Program) -> float:
    """Stop a worker and give the seconds that took."""
    asked_at = time.monotonic()
    program.send_signal(signal.SIGTERM)
    _, errors = program.communicate(timeout=PATIENCE)
    assert (program.returncode, errors) == (0, "")
    return time.monotonic() - asked_at


def test_two_workers_send_each_message_once(cast: Cast, service: PushService, workers: list[Program]) -> None:
    for worker in workers:
        lines_until(worker, "The worker runs.")
    service.delay = 0.06
    remind(cast, service)
    until_all_are_sent(MANY)
    assert [stop(worker) < 10 for worker in workers] == [True, True]
    assert times_sent(service) == Counter({*times_sent(service)})
    assert (len(service.received), service.faults) == (MANY, [])


def test_a_killed_worker_loses_nothing(cast: Cast, service: PushService, settings: Mapping[str, str]) -> None:
    service.delay = 0.3
    remind(cast, service)
    with started(flask_command("worker"), settings) as killed:
        until_received(service, 150)
        killed.kill()
        killed.wait()
    claimed = states().get(MessageState.CLAIMED, 0)
    assert claimed
    service.delay = 0.0
    with started(flask_command("worker"), settings) as second:
        until_received(service, MANY - claimed)
        end_leases()
        until_all_are_sent(MANY)
        stop(second)
    times = times_sent(service)
    assert len(times) == MANY
    assert max(times.values()) <= 2
    assert 0 < len(service.received) - MANY <= claimed <= 3 * REMINDERS.most
    assert {push.topic for push in service.received} == {"test"}


def end_leases() -> None:
    """Let the time of every claim be over."""
    claimed = OutboxMessage.state == MessageState.CLAIMED
    with housekeeping() as session:
        session.execute(update(OutboxMessage).where(claimed).values(next_at=utc_now() - timedelta(seconds=1)))


def test_a_worker_stops_in_time_while_a_push_service_hangs(
    cast: Cast, service: PushService, settings: Mapping[str, str]
) -> None:
    service.answers(hang)
    remind(cast, service, many=3)
    with started(flask_command("worker"), settings) as worker:
        until_received(service, 3)
        assert stop(worker) < 10
    assert states() == {MessageState.WAITING: 3}


def test_a_page_is_with_the_push_service_within_two_seconds(
    cast: Cast, service: PushService, settings: Mapping[str, str]
) -> None:
    """Behind a crowd of reminders, and another page, whose push service hangs."""
    subscribe(cast.counselor.id, service, utc_now())
    with started(flask_command("worker"), settings) as worker:
        lines_until(worker, "The worker runs.")
        service.answers(hang)
        remind(cast, service, many=300)
        until_received(service, 100)
        for number in (1, 2):
            message(cast.counselor.id, utc_now(), PushKind.PAGE, path="/triage", about=f"flags:{number}")
            committed_at = time.monotonic()
            assert page_received(service, number).at - committed_at < 2
        worker.kill()


def page_received(service: PushService, number: int) -> Received:
    """Wait for this page."""
    until = time.monotonic() + PATIENCE
    while len(pages := [push for push in [*service.received] if push.topic == "page"]) < number:
        assert time.monotonic() < until
        time.sleep(0.01)
    return pages[number - 1]
