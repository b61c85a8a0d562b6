"""What the check-in's pages and rules need to know of a participant's own past. Column reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.history import REMEMBERED, History, PastDay
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CheckIn, CheckInDraft, Person

_HISTORY = select(CheckIn.day, CheckIn.answers).where(
    CheckIn.participant_id == bindparam("participant_id"),
    CheckIn.kind == Kind.DAILY,
    CheckIn.day >= bindparam("since"),
)
_OPEN_DRAFT = (
    select(CheckInDraft.id, CheckInDraft.client_id, CheckInDraft.kind, CheckInDraft.day, CheckInDraft.answers)
    .where(
        CheckInDraft.participant_id == bindparam("participant_id"),
        CheckInDraft.kind == bindparam("kind"),
        CheckInDraft.day == bindparam("day"),
        CheckInDraft.closed_at.is_(None),
    )
    .order_by(CheckInDraft.touched_at.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Draft:
    """Answers that the participant has given and not sent."""

    id: int
    client_id: str
    kind: Kind
    day: date
    answers: Answers


@dataclass(frozen=True)
class Receipt:
    """What the participant sees of a sent check-in."""

    check_in_id: int
    kind: Kind
    day: date
    answers: Answers
    answered_at: datetime
    arrived_at: datetime
    sent_late: bool
    changed_at: datetime | None
    read_at: datetime | None
    read_by: str | None


def history_of(participant_id: int, around: date) -> History:
    """The participant's daily check-ins in the weeks before ``around``, and any after it."""
    since = max(around, date.min + REMEMBERED) - REMEMBERED  # a forged day may be the first of all
    rows = db.session.execute(_HISTORY, {"participant_id": participant_id, "since": since})
    return History(tuple(PastDay(row.day, Answers.from_json(row.answers)) for row in rows))


def open_draft(viewer: Viewer, kind: Kind, day: date) -> Draft | None:
    """The draft to go on with, on whichever device it was begun."""
    wanted = {"participant_id": viewer.person_id, "kind": kind, "day": day}
    row = db.session.execute(_OPEN_DRAFT, wanted).one_or_none()
    return Draft(row.id, row.client_id, row.kind, row.day, Answers.from_json(row.answers)) if row else None


def daily_sent(viewer: Viewer, days: tuple[date, ...]) -> Mapping[date, int]:
    """Which of the days have their check-in, and the check-in's number."""
    rows = db.session.execute(
        select(CheckIn.day, CheckIn.id).where(
            CheckIn.participant_id == viewer.person_id, CheckIn.kind == Kind.DAILY, CheckIn.day.in_(days)
        )
    )
    return {row.day: row.id for row in rows}


def receipt(viewer: Viewer, check_in_id: int) -> Receipt | None:
    """The receipt of one of the viewer's own check-ins."""
    return _receipt(_receipts(viewer).where(CheckIn.id == check_in_id))


def latest_receipt(viewer: Viewer, since: date) -> Receipt | None:
    """The receipt of what the viewer sent last, for ``since`` or a later day."""
    newest_first = _receipts(viewer).where(CheckIn.day >= since)
    return _receipt(newest_first.order_by(CheckIn.arrived_at.desc(), CheckIn.id.desc()).limit(1))


def _receipts(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(
            CheckIn.id,
            CheckIn.kind,
            CheckIn.day,
            CheckIn.answers,
            CheckIn.answered_at,
            CheckIn.arrived_at,
            CheckIn.sent_late,
            CheckIn.changed_at,
            CheckIn.read_at,
            Person.name.label("read_by"),
        )
        .outerjoin(Person, Person.id == CheckIn.read_by_id)
        .where(CheckIn.participant_id == viewer.person_id)
    )


def _receipt(chosen: Select[*tuple[Any, ...]]) -> Receipt | None:
    row: Row[Any] | None = db.session.execute(chosen).one_or_none()
    if row is None:
        return None
    return Receipt(
        check_in_id=row.id,
        kind=row.kind,
        day=row.day,
        answers=Answers.from_json(row.answers),
        answered_at=row.answered_at,
        arrived_at=row.arrived_at,
        sent_late=row.sent_late,
        changed_at=row.changed_at,
        read_at=row.read_at,
        read_by=row.read_by,
    )
