"""Sent check-ins as the care team reads them: labelled answers, what they said before, who has read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from client_app.domain.answer_sheets import Line, answer_sheet
from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.definitions import Choice
from client_app.domain.tools import coping_choices
from client_app.extensions import db
from client_app.gateways.content import definition, kit_tools
from client_app.models import CheckIn, CheckInVersion, Person
from client_app.services.check_in_options import triggers_known_to
from client_app.services.plans import strategies_ever

Reader = aliased(Person)


@dataclass(frozen=True)
class Earlier:
    """What a check-in said before it was changed."""

    stored_at: datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """One sent check-in or update."""

    id: int
    kind: Kind
    day: date
    lines: tuple[Line, ...]
    answered_at: datetime
    arrived_at: datetime
    sent_late: bool
    changed_at: datetime | None
    read_at: datetime | None
    read_by: str | None
    earlier: tuple[Earlier, ...]
    """The oldest first; empty when it was never changed."""


@dataclass(frozen=True)
class _Known:
    """What the values of the person's answers may name, beside the chips of the questions themselves."""

    coping: Sequence[Choice]
    triggers: Sequence[Choice]


def sheets(participant_id: int, *which: ColumnElement[bool], limit: int | None = None) -> tuple[Sheet, ...]:
    """Those of the participant's check-ins, the latest first. It asks four questions of the database, however many."""
    rows = db.session.execute(
        select(
            CheckIn.id,
            CheckIn.kind,
            CheckIn.day,
            CheckIn.definition_version,
            CheckIn.answers,
            CheckIn.answered_at,
            CheckIn.arrived_at,
            CheckIn.sent_late,
            CheckIn.changed_at,
            CheckIn.read_at,
            Reader.name.label("reader"),
        )
        .outerjoin(Reader, Reader.id == CheckIn.read_by_id)
        .where(CheckIn.participant_id == participant_id, *which)
        .order_by(CheckIn.day.desc(), CheckIn.id.desc())
        .limit(limit)
    ).all()
    known = _Known(coping_choices(strategies_ever(participant_id), kit_tools()), triggers_known_to(participant_id))
    changed = {row.id: row.definition_version for row in rows if row.changed_at}
    earlier = _earlier(changed, known)
    return tuple(
        Sheet(
            id=row.id,
            kind=row.kind,
            day=row.day,
            lines=_lines(row.answers, row.definition_version, known),
            answered_at=row.answered_at,
            arrived_at=row.arrived_at,
            sent_late=row.sent_late,
            changed_at=row.changed_at,
            read_at=row.read_at,
            read_by=row.reader,
            earlier=earlier.get(row.id, ()),
        )
        for row in rows
    )


def _earlier(changed: Mapping[int, str], known: _Known) -> Mapping[int, tuple[Earlier, ...]]:
    """What the changed ones, each with the questions that it answered, said in the versions before the last."""
    versions: dict[int, list[Earlier]] = defaultdict(list)
    for row in db.session.execute(
        select(CheckInVersion.check_in_id, CheckInVersion.answers, CheckInVersion.stored_at)
        .where(CheckInVersion.check_in_id.in_(list(changed)))
        .order_by(CheckInVersion.check_in_id, CheckInVersion.number)
    ):
        lines = _lines(row.answers, changed[row.check_in_id], known)
        versions[row.check_in_id].append(Earlier(row.stored_at, lines))
    return {check_in_id: tuple(found[:-1]) for check_in_id, found in versions.items()}


def _lines(answers: Mapping[str, Any], version: str, known: _Known) -> tuple[Line, ...]:
    return answer_sheet(Answers.from_json(answers), definition(version), known.coping, known.triggers)
