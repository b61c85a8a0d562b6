"""Sealing the audit record, a few seconds after it is written, and keeping its head outside the database."""

from datetime import datetime
from pathlib import Path

from flask import current_app

from client_app.services.audit_heads import keep_head
from client_app.services.sealing import seal_entries


def seal_new_entries(now: datetime) -> None:
    """Seal what was written since, and what was committed a little late."""
    seal_entries(now)
    keep_head(Path(current_app.config["AUDIT_HEAD_FILE"]))


def seal_every_entry(now: datetime) -> None:
    """Look through the whole record for an entry that was left out."""
    seal_entries(now, is_thorough=True)
