"""What was imported last, as the audit record has it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from client_app.domain.audit_actions import Action
from client_app.domain.imports import Subject
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AuditEntry, Person, Program
from client_app.services.acts import subject_at

ACTIONS = {Action.SCHEDULE_IMPORTED: Subject.SCHEDULE, Action.PARTICIPANTS_IMPORTED: Subject.PARTICIPANTS}


@dataclass(frozen=True)
class LastImport:
    """An import that was confirmed."""

    subject: Subject
    count: int
    alone: int
    """Of the people, those who came into nobody's caseload: a director makes their links."""
    at: datetime
    by: str
    is_own: bool
    """The viewer did it."""


def last_import(viewer: Viewer) -> LastImport | None:
    """The latest import into the viewer's program; nothing before the first."""
    row = db.session.execute(
        select(AuditEntry.action, AuditEntry.at, AuditEntry.details, AuditEntry.actor_id, Person.name)
        .join(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.action.in_(ACTIONS), AuditEntry.subject == subject_at(Program, viewer.program_id))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return LastImport(
        subject=ACTIONS[Action(row.action)],
        count=row.details["rows"],
        alone=row.details.get("alone", 0),
        at=row.at,
        by=row.name,
        is_own=row.actor_id == viewer.person_id,
    )
