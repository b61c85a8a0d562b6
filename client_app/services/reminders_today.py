"""What the first page tells of reminders: whether they rest, whether the check-in was put off, and how it can be."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, exists, func, select
from sqlalchemy.orm import aliased

from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.nudges import NUDGE_WORDS
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.reminder_choices import next_monday
from client_app.domain.reminders import SNOOZE, Reminded, Reminder, Snooze, put_off
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Nudge, OutboxMessage, Pause, Person, ReminderChoice
from client_app.services._reminded import CHOSEN, choices_in

Author = aliased(Person)


@dataclass(frozen=True)
class KindWords:
    """A nudge that its participant has not said to have seen."""

    id: int
    words: str
    """Marked for translation."""
    author: str
    sent_at: datetime


@dataclass(frozen=True)
class Later:
    """How a participant's reminders stand today."""

    rests_until: date | None
    """Nothing while they come."""
    snoozed_until: datetime | None
    ways: tuple[Snooze, ...]
    """Until when a check-in that is not sent yet can be put off."""
    rests: tuple[date, ...]
    """The days until which they can be let rest by a tap: tomorrow, and next Monday."""
    nudge: KindWords | None
    """The latest that is not seen yet."""


def later_of(viewer: Viewer, now: datetime) -> Later:
    """How the viewer's own reminders stand, in one statement: the first page asks."""
    zone = ZoneInfo(viewer.zone)
    today = local_day(now, zone)
    row = _row(viewer, now, today)
    choices = choices_in(row)
    person = Reminded(choices=choices, zone=zone, active_from=None if row.is_paused else today)
    return Later(
        rests_until=choices.away_until if choices.is_away(today) else None,
        snoozed_until=row.snoozed,
        ways=tuple(until for until in Snooze if isinstance(put_off(person, until, now), Reminder)),
        rests=tuple(sorted({today + ONE_DAY, next_monday(today)})),
        nudge=KindWords(row.nudge_id, NUDGE_WORDS[row.words], row.author, row.sent_at) if row.nudge_id else None,
    )


def _row(viewer: Viewer, now: datetime, today: date) -> Row[*tuple[Any, ...]]:
    snoozed = select(func.max(OutboxMessage.due_at)).where(
        OutboxMessage.person_id == viewer.person_id,
        OutboxMessage.kind == PushKind.CHECK_IN,
        OutboxMessage.about == SNOOZE,
        OutboxMessage.state == MessageState.WAITING,
        OutboxMessage.due_at > now,
    )
    unseen = select(func.max(Nudge.id)).where(Nudge.participant_id == viewer.person_id, Nudge.seen_at.is_(None))
    paused = exists().where(
        Pause.enrollment_id == Enrollment.id,
        Enrollment.participant_id == viewer.person_id,
        Enrollment.ended_on.is_(None),
        Pause.first_on <= today,
        Pause.last_on >= today,
    )
    return db.session.execute(
        select(
            paused.label("is_paused"),
            snoozed.scalar_subquery().label("snoozed"),
            Nudge.id.label("nudge_id"),
            Nudge.words,
            Nudge.sent_at,
            Author.name.label("author"),
            *CHOSEN,
        )
        .select_from(Person)
        .outerjoin(ReminderChoice, ReminderChoice.person_id == Person.id)
        .outerjoin(Nudge, Nudge.id == unseen.scalar_subquery())
        .outerjoin(Author, Author.id == Nudge.author_id)
        .where(Person.id == viewer.person_id)
    ).one()
