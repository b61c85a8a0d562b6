"""The one way to write: an act is one transaction with one commit and at least one line in the audit record."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, inspect, select
from sqlalchemy.orm import Session

from client_app.domain.viewers import Viewer
from client_app.extensions import Base, db
from client_app.gateways.databases import IMMEDIATE, turn_to_write
from client_app.models import AuditEntry, Enrollment, Program
from client_app.services._calendar_changes import note_changes

_LOCK = select(Enrollment.id).where(Enrollment.participant_id == bindparam("participant_id")).with_for_update()
_LOCK_PROGRAM = select(Program.id).where(Program.id == bindparam("program_id")).with_for_update(key_share=True)
_RECORD = insert(AuditEntry)


class UnauditedWriteError(RuntimeError):
    """An act was about to commit without a line in the audit record."""


@dataclass
class Act:
    """A write in progress: its session, who does it (nobody: the worker or a command) and when (UTC)."""

    session: Session
    viewer: Viewer | None
    now: datetime
    lines: list[dict[str, Any]] = field(default_factory=list)
    """For the audit record; written together, right before the commit."""
    is_unchanged: bool = field(default=False)

    @property
    def actor_id(self) -> int | None:
        """The acting person's id, or nothing for the worker and commands."""
        return self.viewer.person_id if self.viewer else None

    def audit(
        self,
        action: str,
        subject: Base | str,
        *,
        participant_id: int | None = None,
        by_id: int | None = None,
        **details: Any,
    ) -> None:
        """Add a line to the audit record; ``details`` never holds an answer, a name or a note.

        The subject is a row, or ``subject_at(…)`` where none was read, or says in words what there is no row of;
        ``by_id`` says who acts where nobody was signed in when the act began.
        """
        if isinstance(subject, Base) and not inspect(subject).has_identity:
            self.session.flush()  # a new row gets its number
        if self.viewer and self.viewer.is_on_trusted_phone:
            details["via"] = "trusted_phone"
        self.lines.append(
            {
                "at": self.now,
                "actor_id": by_id or self.actor_id,
                "action": action,
                "subject": subject_of(subject) if isinstance(subject, Base) else subject,
                "participant_id": participant_id,
                "details": details,
            }
        )

    def leave_unchanged(self) -> None:
        """Say that there is nothing to do: the same was done before."""
        self.is_unchanged = True

    def lock_participant(self, participant_id: int) -> None:
        """Let acts about this participant follow one another; SQLite has one writer at a time anyway."""
        if self.session.connection().dialect.name != "sqlite":
            self.session.execute(_LOCK, {"participant_id": participant_id}).all()

    def lock_program(self, program_id: int) -> None:
        """Let acts of a program's directors follow one another; what others add to the program does not wait."""
        if self.session.connection().dialect.name != "sqlite":
            self.session.execute(_LOCK_PROGRAM, {"program_id": program_id}).all()


def subject_of(row: Base) -> str:
    """The row's noun and number, for example ``check_in:17``."""
    key = "-".join(str(value) for value in row.__mapper__.primary_key_from_instance(row))
    return f"{row.__tablename__}:{key}"


def subject_at(table: type[Base], number: int) -> str:
    """The same of a row that was not read."""
    return f"{table.__tablename__}:{number}"


@contextmanager
def act(viewer: Viewer | None, now: datetime) -> Iterator[Act]:
    """Begin a write transaction, hand out the act, commit once at the end; any exception takes everything back.

    Raises:
        UnauditedWriteError: the act left no line in the audit record.

    """
    with housekeeping() as session:
        current = Act(session, viewer, now)
        yield current
        if current.is_unchanged:
            session.rollback()
        elif not current.lines:
            raise UnauditedWriteError("This act left no line in the audit record.")
        else:
            session.flush()
            note_changes(session, viewer, now, current.lines)
            session.connection().execute(_RECORD, current.lines)


@contextmanager
def housekeeping() -> Iterator[Session]:
    """A write that is nobody's act and touches nobody's record: a heartbeat, a seal, the time of a sign of life."""
    session = db.session()
    session.rollback()  # ends the read transaction of this request, if any: SQLite cannot turn it into a writing one
    with turn_to_write(db.engine):
        session.connection(execution_options={IMMEDIATE: True})
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
