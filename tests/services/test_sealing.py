"""Sealing the audit record: a chain without a gap, whoever seals and however late an entry comes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from client_app.domain.seals import BEFORE_THE_FIRST, seal_of
from client_app.extensions import db
from client_app.models import AuditEntry, AuditSeal
from client_app.services import sealing
from client_app.services.sealing import seal_entries, unsealed_count
from tests.support.audit import make_entries


def chain() -> list[tuple[int, int]]:
    """Position and entry of every seal, in order."""
    rows = db.session.execute(select(AuditSeal.position, AuditSeal.entry_id).order_by(AuditSeal.position))
    return [(row.position, row.entry_id) for row in rows]


@pytest.mark.usefixtures("context")
def test_entries_are_sealed_in_order(now: datetime) -> None:
    make_entries([1, 2, 3], now)
    assert unsealed_count() == 3
    assert seal_entries(now + timedelta(seconds=20)) == 3
    assert chain() == [(1, 1), (2, 2), (3, 3)]
    assert unsealed_count() == 0
    assert seal_entries(now) == 0


@pytest.mark.usefixtures("context")
def test_each_hash_covers_the_entry_and_the_hash_before(now: datetime) -> None:
    make_entries([1, 2], now)
    seal_entries(now)
    contents = [
        {
            "id": number,
            "at": "2026-11-23T15:00:00+00:00",
            "actor_id": None,
            "action": "person.added",
            "subject": f"people:{number}",
            "participant_id": None,
            "details": {"n": number},
        }
        for number in (1, 2)
    ]
    hashes = db.session.scalars(select(AuditSeal.hash).order_by(AuditSeal.position)).all()
    assert hashes[0] == seal_of(BEFORE_THE_FIRST, contents[0])
    assert hashes[1] == seal_of(hashes[0], contents[1])


@pytest.mark.usefixtures("context")
def test_an_entry_that_was_committed_late_is_sealed_behind_later_ones(now: datetime) -> None:
    make_entries([1, 3], now)
    seal_entries(now)
    make_entries([2, 4], now)
    assert seal_entries(now) == 2
    assert chain() == [(1, 1), (2, 3), (3, 2), (4, 4)]


@pytest.mark.usefixtures("context")
def test_only_a_thorough_look_goes_back_further_than_the_end(now: datetime) -> None:
    late = 5
    make_entries([late + sealing.LOOK_BACK], now)
    seal_entries(now)
    make_entries([late], now)
    assert seal_entries(now) == 0
    assert seal_entries(now, is_thorough=True) == 1
    assert unsealed_count() == 0


@pytest.mark.usefixtures("context")
def test_many_entries_take_several_commits(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    monkeypatch.setattr(sealing, "COMMITS", 3)
    make_entries(range(1, 8), now)
    assert seal_entries(now) == 6
    assert seal_entries(now) == 1
    assert [position for position, _ in chain()] == list(range(1, 8))


@pytest.mark.usefixtures("context")
def test_a_worker_whose_place_is_taken_seals_nothing_and_tries_again(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_entries([1, 2], now)

    def taken(previous: str, entry: dict[str, object]) -> str:
        place = {"position": 2, "entry_id": 2, "hash": "another worker's", "sealed_at": now}
        if entry["id"] == 1:
            db.session.execute(insert(AuditSeal).values(place))
        return seal_of(previous, entry)

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "seal_of", taken)
        assert seal_entries(now) == 0
    assert chain() == []
    assert seal_entries(now) == 2


def test_workers_that_seal_at_once_make_one_chain(context: Flask, now: datetime) -> None:
    make_entries(range(1, 201), now)
    start = Barrier(2)

    def work() -> int:
        with context.app_context():
            start.wait()
            return sum(seal_entries(now) for _ in range(20))

    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(2) as workers:
        patched.setattr(sealing, "AT_ONCE", 10)
        sealed = [workers.submit(work) for _ in range(2)]
    assert sum(worker.result() for worker in sealed) == 200
    assert chain() == [(number, number) for number in range(1, 201)]
    assert_whole()


def assert_whole() -> None:
    """Every seal's hash is what its entry and the seal before say."""
    previous = BEFORE_THE_FIRST
    rows = db.session.execute(
        select(AuditSeal.hash, *AuditEntry.__table__.columns)
        .join(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .order_by(AuditSeal.position)
    )
    for row in rows:
        content = {name: value for name, value in row._mapping.items() if name != "hash"}
        previous = seal_of(previous, content | {"at": row.at.isoformat()})
        assert row.hash == previous


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("statement", ["UPDATE audit_seals SET hash = 'x'", "DELETE FROM audit_seals"])
def test_a_seal_can_neither_be_changed_nor_removed(statement: str, now: datetime) -> None:
    make_entries([1], now)
    seal_entries(now)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()
