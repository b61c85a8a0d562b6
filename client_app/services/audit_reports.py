"""Who saw what, and when: the audit record of one person, for whoever has to answer for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from client_app.domain.audit_actions import DOORS, LISTS, LOOKS, Action
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import AuditEntry, Person
from client_app.services._listed import has_listed
from client_app.services.acts import act, subject_at
from client_app.services.people import Account

LOOKED_OR_CAME_IN = LOOKS | DOORS
"""What a report tells of, unless everything is asked for."""

Actor = aliased(Person)
Participant = aliased(Person)


@dataclass(frozen=True)
class ReportLine:
    """One entry of the record, as it is told."""

    number: int
    at: datetime
    who: str
    """Nobody's name: the worker, a command, or somebody whom nobody knows."""
    action: str
    subject: str
    participant: str
    """Whose record it touches, with their number; nobody's, or several people's, is an empty text."""
    details: dict[str, Any]


def report_on(person: Account, since: datetime, now: datetime, *, everything: bool = False) -> tuple[ReportLine, ...]:
    """What the record holds about a person up to now, the latest first; that it was asked for is kept as well.

    Of a participant: who looked at the record, opened alone or in a list. Of anybody: what they looked at, how they
    came in, and what was refused to them. With ``everything``: each act that touches or was done by the person.
    """
    lines = _about(person, since, now, everything=everything)
    with act(None, now) as a:
        participant_id = person.id if person.role is Role.PARTICIPANT else None
        a.audit(Action.REPORTED, subject_at(Person, person.id), participant_id=participant_id, entries=len(lines))
    return lines


def _about(person: Account, since: datetime, now: datetime, *, everything: bool) -> tuple[ReportLine, ...]:
    """By the indexes for whoever looked at a participant; the rest is a walk through the stretch of time."""
    within = _entries().where(AuditEntry.at >= since, AuditEntry.at <= now)
    found: dict[int, ReportLine] = {}
    for about in _conditions(person, everything=everything):
        found |= {row.id: _line(row, person) for row in db.session.execute(within.where(about))}
    return tuple(sorted(found.values(), key=lambda line: (line.at, line.number), reverse=True))


def _conditions(person: Account, *, everything: bool) -> tuple[ColumnElement[bool], ...]:
    """Each finds some of the entries; a participant's own doors are looked for apart."""
    own = or_(AuditEntry.actor_id == person.id, AuditEntry.subject == subject_at(Person, person.id))
    about = AuditEntry.participant_id == person.id
    if person.role is not Role.PARTICIPANT:
        return (own,) if everything else (and_(own, _is_one_of(LOOKED_OR_CAME_IN)),)
    if everything:
        return about, has_listed(person.id), own
    return and_(about, _is_one_of(LOOKED_OR_CAME_IN)), has_listed(person.id), and_(own, _is_one_of(DOORS))


def _is_one_of(actions: Collection[Action]) -> ColumnElement[bool]:
    return AuditEntry.action.in_(sorted(actions))


def _entries() -> Select[*tuple[Any, ...]]:
    entries = select(
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.action,
        AuditEntry.subject,
        AuditEntry.participant_id,
        AuditEntry.details,
        Actor.name.label("actor"),
        Actor.role.label("actor_role"),
        Participant.name.label("participant"),
    )
    return (
        entries.select_from(AuditEntry)
        .outerjoin(Actor, Actor.id == AuditEntry.actor_id)
        .outerjoin(Participant, Participant.id == AuditEntry.participant_id)
    )


def _line(row: Row[*tuple[Any, ...]], person: Account) -> ReportLine:
    who = f"{row.actor} ({row.actor_role.replace('_', ' ')})" if row.actor else "nobody signed in"
    details = row.details
    if row.action in LISTS and person.role is Role.PARTICIPANT:  # who else was on the list is no business of theirs
        details = {"listed": len(details["participants"])}
    participant = f"{row.participant} ({row.participant_id})" if row.participant else ""
    return ReportLine(row.id, row.at, who, row.action, row.subject, participant, details)
