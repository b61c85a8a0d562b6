"""Posts of the check-in as the services get them, what they leave behind, and several of them at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from threading import Barrier
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.posts import Post
from client_app.domain.refusals import Refused
from client_app.extensions import db
from client_app.models import AuditEntry, CheckIn, CheckInDraft, CheckInVersion, FlagEvent
from client_app.models import Flag as FlagRow

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)

Result = TypeVar("Result")


def a_post(
    kind: Kind = Kind.DAILY,
    day: date = TODAY,
    client_id: str | None = None,
    answered_at: datetime | None = None,
    **answers: Any,
) -> Post:
    """A post with these answers, under an id of its own; a craving of 4 when the test does not care."""
    return Post(client_id or str(uuid4()), kind, day, Answers.from_json(answers or {"craving_now": 4}), answered_at)


def fresh() -> None:
    """Let go of everything that this test has read, so that it sees what others have stored."""
    db.session.rollback()
    db.session.expire_all()


def check_in(number: int) -> CheckIn:
    """A sent check-in as it stands now."""
    fresh()
    return db.session.get_one(CheckIn, number)


def versions(number: int) -> list[tuple[int, dict[str, Any]]]:
    """Every version of a check-in with its answers, the first one first."""
    fresh()
    found = select(CheckInVersion).where(CheckInVersion.check_in_id == number).order_by(CheckInVersion.number)
    return [(version.number, version.answers) for version in db.session.scalars(found)]


def check_ins_of(participant_id: int) -> list[tuple[Kind, date]]:
    """The kind and day of everything that the participant has sent, in the order of arrival."""
    fresh()
    found = select(CheckIn.kind, CheckIn.day).where(CheckIn.participant_id == participant_id).order_by(CheckIn.id)
    return [(row.kind, row.day) for row in db.session.execute(found)]


def drafts_of(participant_id: int) -> list[CheckInDraft]:
    """The participant's drafts, the oldest first."""
    fresh()
    found = select(CheckInDraft).where(CheckInDraft.participant_id == participant_id).order_by(CheckInDraft.id)
    return list(db.session.scalars(found))


def flags_of(participant_id: int) -> list[FlagRow]:
    """The participant's flags, the oldest first."""
    fresh()
    return list(
        db.session.scalars(select(FlagRow).where(FlagRow.participant_id == participant_id).order_by(FlagRow.id))
    )


def rules_of(participant_id: int) -> list[str]:
    """The rules of the participant's flags, in the order in which they were raised."""
    return [flag.rule for flag in flags_of(participant_id)]


def events_of(participant_id: int, rule: str) -> list[str]:
    """What has happened to the participant's flags of one rule, in order; their pages are told elsewhere."""
    fresh()
    found = select(FlagEvent.kind).join(FlagRow, FlagRow.id == FlagEvent.flag_id).where(FlagEvent.kind != "paged")
    mine = found.where(FlagRow.participant_id == participant_id, FlagRow.rule == rule)
    return [str(kind) for kind in db.session.scalars(mine.order_by(FlagEvent.id))]


def refusal_of(act: Callable[[], object]) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason.english()


@dataclass(frozen=True)
class Line:
    """A line of the audit record."""

    action: str
    subject: str
    actor_id: int | None
    participant_id: int | None
    details: dict[str, Any]


def audit_lines() -> list[Line]:
    """The audit record, in order."""
    fresh()
    return [
        Line(entry.action, entry.subject, entry.actor_id, entry.participant_id, entry.details)
        for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]


def at_once(app: Flask, *acts: Callable[[], Result]) -> list[Result | Exception]:
    """Do all of it at the same moment, each in a thread and context of its own; a refusal is handed back."""
    start = Barrier(len(acts))
    db.session.rollback()  # the test's own look at the database ends before they begin

    def do(one: Callable[[], Result]) -> Result | Exception:
        with app.app_context():
            start.wait()
            try:
                return one()
            except Exception as refusal:  # noqa: BLE001 - whatever comes of it is what the test looks at
                return refusal

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))
