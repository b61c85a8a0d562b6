"""What was paged, as tests ask for it, and minutes that pass for the worker."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from client_app.domain.flag_life import EventKind
from client_app.domain.pushes import MessageState
from client_app.extensions import db
from client_app.jobs.escalations import page_about_urgent_flags
from client_app.models import (
    Flag,
    FlagEvent,
    OnCallShift,
    OutboxMessage,
    Person,
)
from client_app.services.drafts import save_draft
from client_app.services.flags import (
    Seen,
)
from tests.cast import Cast
from tests.factories import stored
from tests.support.posts import a_post, fresh

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked_for_help(cast: Cast, now: datetime) -> int:
    """Ana answers urgently; the number of her flag."""
    save_draft(cast.ana.viewer, a_post(safety="active"), frozenset({"safety"}), now)
    return the_flag().id


def the_flag() -> Flag:
    """The only flag, as it stands now."""
    fresh()
    return db.session.scalars(select(Flag)).one()


def seen() -> Seen:
    """The only flag, as a form opened now knows it."""
    flag = the_flag()
    return Seen(flag.id, flag.revision)


def pages(since: datetime | None = None) -> list[tuple[str, datetime, MessageState]]:
    """Who was paged when, in order, and where each message stands."""
    fresh()
    found = select(Person.name, OutboxMessage.due_at, OutboxMessage.state).join(
        Person, Person.id == OutboxMessage.person_id
    )
    if since is not None:
        found = found.where(OutboxMessage.due_at >= since)
    rows = db.session.execute(found.order_by(OutboxMessage.due_at, Person.id))
    return [(row.name, row.due_at, row.state) for row in rows]


def paged(since: datetime | None = None) -> list[str]:
    """Who was paged, in order."""
    return [name for name, _, _ in pages(since)]


def page_events() -> list[tuple[datetime, str, int]]:
    """When each step was taken, how wide it went, and which one it was."""
    fresh()
    found = select(FlagEvent.at, FlagEvent.inputs).where(FlagEvent.kind == EventKind.PAGED).order_by(FlagEvent.id)
    return [(at, inputs["reach"], inputs["step"]) for at, inputs in db.session.execute(found)]


def let_pass(start: datetime, minutes: Iterable[int]) -> None:
    """The worker looks after each of these minutes."""
    for minute in minutes:
        page_about_urgent_flags(start + minute * MINUTE)


def on_call(cast: Cast, person_id: int, now: datetime) -> None:
    """Somebody is on call on the weekday of ``now``, around the clock."""
    stored(
        OnCallShift(
            program_id=cast.program_id, person_id=person_id, weekday=now.weekday(), starts=time(0), ends=time(0)
        )
    )


def set_up(row: type[Any], number: int, **columns: Any) -> None:
    """Change a row as if a director had."""
    for name, value in columns.items():
        setattr(db.session.get_one(row, number), name, value)
    db.session.commit()
