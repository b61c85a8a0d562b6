"""Whether the worker is alive."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from client_app.extensions import db
from client_app.models import Heartbeat
from client_app.services.acts import housekeeping

WORKER = "worker"
LATE_AFTER = timedelta(seconds=90)
"""A worker that has been silent for longer is late."""

WorkerState = Literal["ok", "late", "never"]


class DatabaseSilentError(RuntimeError):
    """The database does not answer. Names the kind of error only: its text may hold the database's address."""


def worker_state(now: datetime) -> WorkerState:
    """Whether the worker's latest heartbeat is fresh, late, or was never there.

    Raises:
        DatabaseSilentError: the database does not answer.

    """
    try:
        beat_at = db.session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == WORKER))
    except SQLAlchemyError as error:
        raise DatabaseSilentError(type(error).__name__) from None
    if beat_at is None:
        return "never"
    return "late" if now - beat_at > LATE_AFTER else "ok"


def beat(now: datetime) -> None:
    """Say that the worker is alive."""
    with housekeeping() as session:
        session.merge(Heartbeat(name=WORKER, beat_at=now))
