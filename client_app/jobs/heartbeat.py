"""The worker's sign of life, for ``/healthz`` and for staff."""

from datetime import datetime

from client_app.services.health import beat


def show_life(now: datetime) -> None:
    """Say that the worker is alive."""
    beat(now)
