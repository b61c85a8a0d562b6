"""The record of who did what: append-only entries, and the chain that seals them."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from client_app.extensions import Base
from client_app.models.types import Document, Id, Instant


class AuditEntry(Base):
    """One act, without any answer's text. The database refuses to change or remove it."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_participant_id_at", "participant_id", "at"),
        Index("ix_audit_entries_action_at", "action", "at"),
    )

    id: Mapped[Id]
    at: Mapped[Instant]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Nobody: the worker or a command."""
    action: Mapped[str]
    subject: Mapped[str]
    """The table's noun and the row's number, for example ``check_in:17``."""
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Whose record it touches."""
    details: Mapped[Document]


class AuditSeal(Base):
    """An entry's place in the hash chain, written by the worker, so that no writer waits for the chain's head."""

    __tablename__ = "audit_seals"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3 … without a gap."""
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entries.id"), unique=True)
    hash: Mapped[str]
    """SHA-256, in hex, of the previous seal's hash and this entry's content."""
    sealed_at: Mapped[Instant]
