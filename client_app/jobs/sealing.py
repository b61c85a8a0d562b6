"""Sealing the audit record, a few seconds after it is written."""

from datetime import datetime

from client_app.services.sealing import seal_entries


def seal_new_entries(now: datetime) -> None:
    """Seal what was written since, and what was committed a little late."""
    seal_entries(now)


def seal_every_entry(now: datetime) -> None:
    """Look through the whole record for an entry that was left out."""
    seal_entries(now, is_thorough=True)
