"""The worker's sign of life, and a database that does not answer."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from client_app.extensions import db
from client_app.models import Heartbeat
from client_app.services.health import DatabaseSilentError, beat, worker_state
from tests.support.applications import build

pytestmark = pytest.mark.usefixtures("context")


def test_a_worker_that_never_ran(now: datetime) -> None:
    assert worker_state(now) == "never"


@pytest.mark.parametrize(
    ("silence", "state"),
    [
        (timedelta(0), "ok"),
        (timedelta(seconds=90), "ok"),
        (timedelta(seconds=90, microseconds=1), "late"),
        (timedelta(days=3), "late"),
        (timedelta(seconds=-5), "ok"),
    ],
)
def test_a_worker_is_late_after_ninety_seconds(now: datetime, silence: timedelta, state: str) -> None:
    beat(now)
    db.session.rollback()
    assert worker_state(now + silence) == state


def test_the_heartbeat_is_one_row_that_moves(now: datetime) -> None:
    beat(now)
    beat(now + timedelta(minutes=5))
    assert worker_state(now + timedelta(minutes=6)) == "ok"
    assert db.session.scalar(select(func.count()).select_from(Heartbeat)) == 1


def test_a_silent_database_is_told_without_its_address(now: datetime) -> None:
    app = build("postgresql+psycopg://companion:hush@/companion?host=/nowhere")
    with app.app_context(), pytest.raises(DatabaseSilentError) as raised:
        worker_state(now)
    assert str(raised.value) == "OperationalError"
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
