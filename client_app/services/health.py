"""Whether the worker is alive."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select

from client_app.extensions import db
from client_app.models import Heartbeat
from client_app.services.acts import housekeeping

WORKER = "worker"
LATE_AFTER = timedelta(seconds=90)
"""A worker that has been silent for longer is late."""

WorkerState = Literal["ok", "late", "never"]


def worker_state(now: datetime) -> WorkerState:
    """Whether the worker's latest heartbeat is fresh, late, or was never there."""
    beat_at = db.session.scalar(select(Heartbeat.beat_at).where(Heartbeat.name == WORKER))
    if beat_at is None:
        return "never"
    return "late" if now - beat_at > LATE_AFTER else "ok"


def beat(now: datetime) -> None:
    """Say that the worker is alive."""
    with housekeeping() as session:
        session.merge(Heartbeat(name=WORKER, beat_at=now))
