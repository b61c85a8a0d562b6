"""Planning reminders: what is due to whom until the end of tomorrow stands in the outbox, and nothing else does.

Planning again changes nothing, so every worker may plan each minute. What is not to be sent any more is taken out, what
is to be sent after all is put back; and each message is judged once more right before it is sent (``still_wanted``).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.reminder_choices import Choices
from client_app.domain.reminders import Reminder, is_kept_back, is_quiet, reminders_of
from client_app.extensions import db
from client_app.models import Enrollment, Nudge, OutboxMessage, Person, Program, ReminderChoice
from client_app.services._outbox import NewMessage, put, withdraw
from client_app.services._reminded import (
    CHOSEN,
    PLANNED,
    Kept,
    Standing,
    choices_in,
    kept_messages,
    message_of,
    standings,
)
from client_app.services.acts import housekeeping
from client_app.services.calendars import Calendar


class Due(Protocol):
    """A message that is about to be sent: a row of the outbox, or what was read of one."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def kind(self) -> PushKind:
        """Why it is sent."""

    @property
    def person_id(self) -> int:
        """To whom."""

    @property
    def due_at(self) -> datetime:
        """When (UTC)."""

    @property
    def about(self) -> str:
        """What it is about."""


@dataclass(frozen=True)
class _Plan:
    """What is different between the outbox and what is to stand in it."""

    new: list[NewMessage]
    again: list[int]
    """Taken out earlier, and wanted after all."""
    gone: list[int]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.new or self.again or self.gone)


def plan_reminders(program_id: int, now: datetime) -> None:
    """Let the outbox hold what is due to the participants of a program until the end of tomorrow."""
    calendar = _calendar(program_id)
    kept = kept_messages(db.session(), calendar, now)
    plan = _plan(standings(db.session(), calendar, now, kept), kept, calendar, now)
    if plan.is_empty:
        db.session.rollback()
        return
    with housekeeping() as session:
        put(session, plan.new, now)
        if plan.gone:
            withdraw(session, now, OutboxMessage.id.in_(plan.gone))
        if plan.again:
            _put_back(session, plan.again)


def still_wanted(session: Session, messages: Collection[Due], now: datetime) -> set[int]:
    """Give the numbers of the messages that are still to be sent: what they are about was not done, moved or put off.

    Call it right before sending, with the messages of one batch: it asks as many statements per program however many
    messages there are, and changes nothing. Pages and tests are always wanted. One that is late and meets quiet hours
    is not; withdraw it like the others, planning puts it back after them.
    """
    planned = [message for message in messages if message.kind in PLANNED]
    nudges = [message for message in messages if message.kind is PushKind.NUDGE]
    judged = {message.id for message in (*planned, *nudges)}
    others = {message.id for message in messages} - judged
    return others | _wanted_of_plan(session, planned, now) | _wanted_nudges(session, nudges, now)


def _plan(people: Mapping[int, Standing], kept: Iterable[Kept], calendar: Calendar, now: datetime) -> _Plan:
    wanted = {
        (number, *one.name): one for number, standing in people.items() for one in _wanted(standing, calendar, now)
    }
    born = {name for name, one in wanted.items() if _may_be_born(one, people[name[0]], calendar, now)}
    stands = {(one.person_id, *one.reminder.name): one for one in kept}
    return _Plan(
        new=[message_of(name[0], wanted[name]) for name in sorted(born - stands.keys())],
        again=[
            stands[name].id for name in wanted.keys() & stands.keys() if _comes_back(stands[name], people[name[0]], now)
        ],
        gone=[one.id for name, one in stands.items() if name not in wanted and _is_to_come(one, now)],
    )


def _wanted(standing: Standing, calendar: Calendar, now: datetime) -> list[Reminder]:
    """What a participant is to be reminded of from yesterday until tomorrow, and is not stale."""
    today = local_day(now, calendar.zone)
    found = reminders_of(standing.reminded, today - ONE_DAY, today + ONE_DAY)
    return [one for one in found if one.stale_at > now]


def _may_be_born(one: Reminder, standing: Standing, calendar: Calendar, now: datetime) -> bool:
    """Is it to be put into the outbox now? A late one comes on its own day only, and not to somebody who chose anew."""
    is_of_today = local_day(one.due_at, calendar.zone) >= local_day(now, calendar.zone)
    return is_of_today and one.due_at >= standing.since and not _is_kept_back(one, standing, now)


def _is_to_come(message: Kept, now: datetime) -> bool:
    """Would it be sent? One that has gone stale is left to the sender, who says so."""
    return message.state is MessageState.WAITING and message.reminder.stale_at > now


def _comes_back(message: Kept, standing: Standing, now: datetime) -> bool:
    """Was it taken out, and is it still to come?

    What was not wanted when it was due is not made up for; what was late and met quiet hours comes after them.
    """
    one, person = message.reminder, standing.reminded
    if message.state is not MessageState.WITHDRAWN or message.done_at is None or one.due_at < standing.since:
        return False
    was_kept_back = is_kept_back(one.due_at, message.done_at, person.choices, person.zone)
    return one.due_at >= now or (was_kept_back and not is_quiet(now, person.choices, person.zone))


def _is_kept_back(one: Reminder, standing: Standing, now: datetime) -> bool:
    return is_kept_back(one.due_at, now, standing.reminded.choices, standing.reminded.zone)


def _put_back(session: Session, numbers: Collection[int]) -> None:
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(numbers), OutboxMessage.state == MessageState.WITHDRAWN)
        .values(state=MessageState.WAITING, next_at=OutboxMessage.due_at, done_at=None)
        .execution_options(synchronize_session=False)
    )


def _calendar(program_id: int) -> Calendar:
    zone = db.session.scalars(select(Program.time_zone).where(Program.id == program_id)).one()
    return Calendar(program_id, ZoneInfo(zone))


def _calendars_of(session: Session, people: Collection[int]) -> list[Calendar]:
    """The programs of these people."""
    if not people:
        return []
    rows = session.execute(
        select(Program.id, Program.time_zone)
        .join(Person, Person.program_id == Program.id)
        .where(Person.id.in_(people))
        .distinct()
    )
    return [Calendar(row.id, ZoneInfo(row.time_zone)) for row in rows]


def _wanted_of_plan(session: Session, messages: Collection[Due], now: datetime) -> set[int]:
    people = {message.person_id for message in messages}
    names: set[tuple[int, PushKind, datetime, str]] = set()
    are_appointments = any(message.kind is PushKind.APPOINTMENT for message in messages)
    for calendar in _calendars_of(session, people):
        theirs = Person.id.in_(people)
        prompts = kept_messages(session, calendar, now, theirs, OutboxMessage.kind == PushKind.CHECK_IN)
        found = standings(session, calendar, now, prompts, theirs, with_appointments=are_appointments)
        for number, standing in found.items():
            wanted = _wanted(standing, calendar, now)
            names.update((number, *one.name) for one in wanted if not _is_kept_back(one, standing, now))
    return {one.id for one in messages if (one.person_id, one.kind, one.due_at, one.about) in names}


def _wanted_nudges(session: Session, messages: Collection[Due], now: datetime) -> set[int]:
    """Those that nobody has seen yet, of people who take part and want them pushed."""
    if not messages:
        return set()
    rows = session.execute(
        select(Nudge.id, Program.time_zone, *CHOSEN)
        .join(Person, Person.id == Nudge.participant_id)
        .join(Program, Program.id == Person.program_id)
        .join(Enrollment, Enrollment.participant_id == Person.id)
        .outerjoin(ReminderChoice, ReminderChoice.person_id == Person.id)
        .where(
            Nudge.participant_id.in_({message.person_id for message in messages}),
            Nudge.seen_at.is_(None),
            Person.disabled_at.is_(None),
            Enrollment.ended_on.is_(None),
        )
    )
    unseen = {f"nudges:{row.id}": (choices_in(row), ZoneInfo(row.time_zone)) for row in rows}
    return {one.id for one in messages if one.about in unseen and _may_push(one.due_at, *unseen[one.about], now)}


def _may_push(due_at: datetime, choices: Choices, zone: ZoneInfo, now: datetime) -> bool:
    """May a nudge be pushed now? Where not, it stands on the page all the same."""
    is_left_alone = choices.is_away(local_day(now, zone)) or is_kept_back(due_at, now, choices, zone)
    return choices.nudges and not is_left_alone
