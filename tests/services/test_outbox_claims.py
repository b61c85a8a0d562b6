"""Claiming: what is due goes to one worker at a time, for one lease, and comes back when nothing is heard of it."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from client_app.domain.deliveries import Target
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.retries import Outcome
from client_app.extensions import db
from client_app.models import OutboxMessage, Person
from client_app.services.acts import housekeeping
from client_app.services.outbox import PAGES, REMINDERS, Claimed, Lane, claim_messages, is_anything_due, keep_wanted
from client_app.services.outbox_results import Result, mark_messages
from tests.cast import Cast
from tests.support.applications import SECRET, Statements
from tests.support.outbox import keep_device, message, pair, row

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def claim(now: datetime, worker: str = "first", lane: Lane = REMINDERS) -> list[Claimed]:
    """Claim what is due."""
    db.session.rollback()
    return claim_messages(lane, worker, SECRET, now)


def ids(claimed: list[Claimed]) -> list[int]:
    """Which messages these are."""
    return sorted(one.id for one in claimed)


def sent(message_id: int, now: datetime, worker: str) -> None:
    """Mark it as sent."""
    mark_messages(worker, [Result(message_id, (), Outcome(MessageState.SENT))], now)


@pytest.mark.parametrize(("early", "is_due"), [(SECOND, False), (timedelta(), True), (-HOUR + SECOND, True)])
def test_a_message_is_claimed_from_its_instant_on(cast: Cast, now: datetime, early: timedelta, is_due: bool) -> None:
    due = message(cast.ana.id, now)
    assert is_anything_due(REMINDERS, now - early) is is_due
    assert ids(claim(now - early)) == ([due] if is_due else [])


def test_one_worker_has_it_until_its_lease_ends(cast: Cast, now: datetime) -> None:
    due = message(cast.ana.id, now)
    assert ids(claim(now)) == [due]
    assert (row(due).state, row(due).claimed_by, row(due).next_at) == (
        MessageState.CLAIMED,
        "first",
        now + REMINDERS.lease,
    )
    assert claim(now, "second") == []
    assert claim(now + REMINDERS.lease - SECOND, "second") == []
    assert ids(claim(now + REMINDERS.lease, "second")) == [due]


def test_a_message_comes_back_from_a_worker_that_was_killed_before_it_sent(cast: Cast, now: datetime) -> None:
    """Had it been marked before it was sent, it would be lost now."""
    due = message(cast.ana.id, now)
    claim(now, "killed")
    later = now + REMINDERS.lease
    assert ids(claim(later, "second")) == [due]
    sent(due, later, "second")
    assert (row(due).state, row(due).done_at) == (MessageState.SENT, later)
    assert claim(later + HOUR) == []


def test_two_workers_that_look_at_the_same_time_never_both_send(app: Flask, cast: Cast, now: datetime) -> None:
    """Had they read, sent and then marked, each would have sent everything."""
    due = [message(cast.ana.id, now - n * SECOND) for n in range(40)]
    few = Lane(REMINDERS.which, at_once=2, lease=MINUTE)
    claimed: list[list[int]] = [[], []]
    start = threading.Barrier(2)

    def work(number: int) -> None:
        with app.app_context():
            start.wait()
            while found := claim_messages(few, f"worker-{number}", SECRET, now):
                claimed[number] += ids(found)

    threads = [threading.Thread(target=work, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed[0] + claimed[1]) == sorted(due)


def test_who_lost_the_lease_marks_nothing(cast: Cast, now: datetime) -> None:
    due = message(cast.ana.id, now)
    claim(now, "slow")
    later = now + REMINDERS.lease
    claim(later, "second")
    sent(due, later, "slow")
    mark_messages("slow", [Result(due, (), Outcome(MessageState.WAITING, now))], later)
    assert (row(due).state, row(due).claimed_by) == (MessageState.CLAIMED, "second")


def test_what_has_been_due_longest_goes_first(cast: Cast, now: datetime) -> None:
    due = [message(cast.ana.id, now - n * SECOND) for n in range(5)]
    assert ids(claim(now, lane=Lane(REMINDERS.which, at_once=1, lease=MINUTE))) == due[3:]


def test_a_stale_message_is_done_and_not_handed_out(cast: Cast, now: datetime) -> None:
    gone_stale, fresh = message(cast.ana.id, now - HOUR), message(cast.ana.id, now - HOUR + SECOND)
    assert ids(claim(now)) == [fresh]
    assert (row(gone_stale).state, row(gone_stale).done_at) == (MessageState.EXPIRED, now)
    half_sent = message(cast.luis.id, now)
    with housekeeping() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == half_sent).values(state=MessageState.SENT))
    assert ids(claim(now + HOUR)) == []
    assert (row(half_sent).state, row(half_sent).done_at) == (MessageState.SENT, now + HOUR)


def test_pages_and_reminders_do_not_wait_for_each_other(cast: Cast, now: datetime) -> None:
    reminder = message(cast.ana.id, now)
    page = message(cast.counselor.id, now, PushKind.PAGE)
    assert is_anything_due(PAGES, now)
    found = claim(now, lane=PAGES)
    assert [(one.id, one.email, one.lease_ends) for one in found] == [(page, cast.counselor.email, now + PAGES.lease)]
    assert not is_anything_due(PAGES, now)
    found = claim(now)
    assert [(one.id, one.email) for one in found] == [(reminder, None)]


def test_the_token_is_the_same_for_every_try_and_another_for_every_message(cast: Cast, now: datetime) -> None:
    message(cast.ana.id, now)
    message(cast.luis.id, now)
    first = {one.id: one.token for one in claim(now)}
    again = {one.id: one.token for one in claim(now + REMINDERS.lease)}
    assert first == again
    assert len({*first.values()}) == 2
    assert "token" not in repr(claim(now + 2 * REMINDERS.lease)[0])


def test_living_devices_are_handed_along(cast: Cast, now: datetime) -> None:
    targets = [Target(f"https://fcm.googleapis.com/{n}", "p", "a", pair().public) for n in range(3)]
    living = keep_device(cast.ana.id, targets[0], now).id
    keep_device(cast.ana.id, targets[1], now, removed_at=now, removed_why="owner")
    of_luis = keep_device(cast.luis.id, targets[2], now).id
    message(cast.ana.id, now)
    message(cast.luis.id, now)
    found = sorted(claim(now), key=lambda one: one.id)
    assert [[device.subscription_id for device in one.devices] for one in found] == [[living], [of_luis]]
    assert [device.target for device in found[0].devices] == [targets[0]]
    assert [one.language for one in found] == ["en", "es"]


def test_whose_account_is_closed_is_not_reached(cast: Cast, now: datetime) -> None:
    keep_device(cast.counselor.id, Target("https://fcm.googleapis.com/1", "p", "a", "k"), now)
    message(cast.counselor.id, now, PushKind.PAGE)
    db.session.get_one(Person, cast.counselor.id).disabled_at = now
    db.session.commit()
    found = claim(now, lane=PAGES)
    assert [(one.devices, one.email) for one in found] == [((), None)]


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("lane", "index"), [(PAGES, "kind_next_at"), (REMINDERS, "next_at")])
def test_what_is_due_is_found_by_an_index(
    now: datetime,
    lane: Lane,
    index: str,
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    with count_statements() as statements:
        is_anything_due(lane, now)
    assert len(statements) == 1
    found = select(OutboxMessage.id).where(OutboxMessage.done_at.is_(None), OutboxMessage.next_at <= now, lane.which)
    is_sqlite = db.engine.dialect.name == "sqlite"
    said = found.order_by(OutboxMessage.next_at).limit(10).compile(db.engine, compile_kwargs={"literal_binds": True})
    if not is_sqlite:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))  # an empty table is read whole otherwise
    plan = db.session.execute(text(f"EXPLAIN {'QUERY PLAN' if is_sqlite else ''} {said}")).all()
    assert f"ix_outbox_messages_{index}" in str(plan)


def test_what_is_not_wanted_any_more_is_taken_out_and_what_was_accepted_stays_sent(cast: Cast, now: datetime) -> None:
    wanted, unwanted, partly = (message(cast.ana.id, now, about=f"test:{n}") for n in range(3))
    with housekeeping() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == partly).values(state=MessageState.SENT))
    kept = keep_wanted(lambda *_: {wanted}, claim(now), "first", now)
    assert [one.id for one in kept] == [wanted]
    states = [(row(number).state, row(number).done_at) for number in (wanted, unwanted, partly)]
    assert states == [(MessageState.CLAIMED, None), (MessageState.WITHDRAWN, now), (MessageState.SENT, now)]
    assert len(keep_wanted(lambda *_: {wanted}, kept, "first", now)) == 1
