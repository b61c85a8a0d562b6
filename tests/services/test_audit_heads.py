"""The newest seal outside the database: it moves forward only, and only along the chain that it has known."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from client_app.domain.seals import Head
from client_app.gateways.audit_head import read_head, write_head
from client_app.services import sealing
from client_app.services.audit_chain import prove
from client_app.services.audit_heads import LostSealError, keep_head, newest_seal
from client_app.services.sealing import seal_entries
from tests.support.audit import make_entries, make_sealed, tamper

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the head is kept."""
    return tmp_path / "audit-head"


def test_it_follows_the_chain(path: Path, now: datetime) -> None:
    keep_head(path)
    assert read_head(path) is None
    make_sealed([1, 2], now)
    for _ in range(2):
        keep_head(path)
        assert read_head(path) == newest_seal() == Head(2, getattr(newest_seal(), "hash", ""), now)
    make_sealed([3], now + timedelta(minutes=1))
    keep_head(path)
    assert read_head(path) == newest_seal()


def test_a_cut_tail_never_moves_it_back(path: Path, now: datetime) -> None:
    make_sealed([1, 2, 3], now)
    keep_head(path)
    kept = read_head(path)
    tamper("DELETE FROM audit_seals WHERE position > 1", "DELETE FROM audit_entries WHERE id > 1")
    with pytest.raises(LostSealError):
        keep_head(path)
    make_sealed([4, 5, 6], now)  # grown beyond it again
    with pytest.raises(LostSealError):
        keep_head(path)
    assert read_head(path) == kept
    assert prove(kept).fault == "Seal 3 is not the one that was kept outside the database: the chain was made anew."


def test_a_head_of_another_database_is_not_overwritten(path: Path, now: datetime) -> None:
    write_head(path, Head(1, "another's", now))
    make_sealed([1, 2], now)
    with pytest.raises(LostSealError):
        keep_head(path)
    assert read_head(path) == Head(1, "another's", now)


def test_workers_that_seal_and_keep_at_once_leave_the_newest(context: Flask, path: Path, now: datetime) -> None:
    make_entries(range(1, 121), now)
    start = Barrier(2)

    def work() -> None:
        with context.app_context():
            start.wait()
            for _ in range(15):
                seal_entries(now)
                keep_head(path)

    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(2) as workers:
        patched.setattr(sealing, "AT_ONCE", 10)
        patched.setattr(sealing, "COMMITS", 1)
        done = [workers.submit(work) for _ in range(2)]
    for worker in done:
        worker.result()
    assert read_head(path) == newest_seal()
    proof = prove(read_head(path))
    assert (proof.sealed, proof.unsealed, proof.fault) == (120, 0, None)
