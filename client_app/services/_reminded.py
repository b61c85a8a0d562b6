"""Who of a program may be reminded, with all that decides of what. As many SQL statements however many they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from client_app.domain.appointments import Appointment
from client_app.domain.check_ins import Kind
from client_app.domain.enrollments import active_from
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.reminder_choices import FIELDS, Choices
from client_app.domain.reminders import SNOOZE, Reminded, Reminder
from client_app.domain.roles import Role
from client_app.domain.rosters import is_expected
from client_app.models import AbsenceNotice, CheckIn, Enrollment, OutboxMessage, Person, ReminderChoice
from client_app.services._outbox import NewMessage
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.pauses import pauses_in
from client_app.services.rosters import stays_in

PLANNED = (PushKind.CHECK_IN, PushKind.APPOINTMENT)
"""What the worker plans; all else is put into the outbox by whoever causes it."""

CHOSEN = tuple(getattr(ReminderChoice, name) for name in (*FIELDS, "away_until"))
"""A person's choices, as columns; each is empty while there are none."""


@dataclass(frozen=True)
class Kept:
    """A planned message as it stands in the outbox."""

    id: int
    person_id: int
    reminder: Reminder
    state: MessageState
    done_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """A participant who may be reminded, and since when what decides of it stands."""

    reminded: Reminded
    since: datetime
    """They joined, or changed their choices: what was due before is not made up for."""


def choices_in(row: Row[Any]) -> Choices:
    """The choices that a row holds, or the product's own."""
    if row.check_in is None:
        return Choices()
    return Choices(away_until=row.away_until, **{name: getattr(row, name) for name in FIELDS})


def message_of(person_id: int, one: Reminder) -> NewMessage:
    """The reminder as the outbox takes it."""
    return NewMessage(one.kind, person_id, one.due_at, one.stale_at, one.path, one.about)


def standings(
    session: Session,
    calendar: Calendar,
    now: datetime,
    kept: Iterable[Kept],
    *who: ColumnElement[bool],
    with_appointments: bool = True,
) -> dict[int, Standing]:
    """The participants of a program, all or some, who may be reminded of something from yesterday until tomorrow."""
    today = local_day(now, calendar.zone)
    rows = session.execute(_people(calendar, *who)).all()
    if not rows:
        return {}
    done = _checked_in(session, calendar, today - ONE_DAY, *who)
    days = Stretch(today, today + 2 * ONE_DAY)
    coming = _appointments(session, calendar, days, *who) if with_appointments else {}
    away = pauses_in(calendar.program_id)
    own: dict[int, list[Kept]] = {}
    for message in kept:
        own.setdefault(message.person_id, []).append(message)
    return {
        row.id: Standing(
            replace(
                _reminded(row, calendar.zone, own.get(row.id, ())),
                pauses=tuple(away.get(row.enrollment_id, ())),
                checked_in_on=done.get(row.id, ()),
                appointments=coming.get(row.id, ()),
            ),
            max(row.joined_at, row.changed_at or row.joined_at),
        )
        for row in rows
    }


def kept_messages(session: Session, calendar: Calendar, now: datetime, *who: ColumnElement[bool]) -> list[Kept]:
    """What stands in the outbox from yesterday on for people of the program, the latest made first."""
    since = now - 2 * ONE_DAY
    rows = session.execute(
        select(
            OutboxMessage.id,
            OutboxMessage.person_id,
            OutboxMessage.kind,
            OutboxMessage.due_at,
            OutboxMessage.stale_at,
            OutboxMessage.path,
            OutboxMessage.about,
            OutboxMessage.state,
            OutboxMessage.done_at,
        )
        .join(Person, Person.id == OutboxMessage.person_id)
        .where(
            Person.program_id == calendar.program_id,
            OutboxMessage.kind.in_(PLANNED),
            OutboxMessage.due_at >= since,
            *who,
        )
        .order_by(OutboxMessage.made_at.desc(), OutboxMessage.id.desc())
    )
    return [
        Kept(
            row.id,
            row.person_id,
            Reminder(row.kind, row.due_at, row.stale_at, row.path, row.about),
            row.state,
            row.done_at,
        )
        for row in rows
    ]


def _people(calendar: Calendar, *who: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Person.id,
            Person.joined_at,
            Enrollment.id.label("enrollment_id"),
            Enrollment.started_on,
            ReminderChoice.changed_at,
            *CHOSEN,
        )
        .join(Enrollment, Enrollment.participant_id == Person.id)
        .outerjoin(ReminderChoice, ReminderChoice.person_id == Person.id)
        .where(
            Enrollment.program_id == calendar.program_id,
            Enrollment.ended_on.is_(None),
            Person.role == Role.PARTICIPANT,
            Person.joined_at.is_not(None),
            Person.disabled_at.is_(None),
            *who,
        )
    )


def _checked_in(
    session: Session, calendar: Calendar, since: date, *who: ColumnElement[bool]
) -> Mapping[int, tuple[date, ...]]:
    rows = session.execute(
        select(CheckIn.participant_id, CheckIn.day)
        .join(Person, Person.id == CheckIn.participant_id)
        .where(Person.program_id == calendar.program_id, CheckIn.kind == Kind.DAILY, CheckIn.day >= since, *who)
    )
    found: dict[int, tuple[date, ...]] = {}
    for row in rows:
        found[row.participant_id] = (*found.get(row.participant_id, ()), row.day)
    return found


def _appointments(
    session: Session, calendar: Calendar, days: Stretch, *who: ColumnElement[bool]
) -> Mapping[int, tuple[Appointment, ...]]:
    """What each is expected at, unless they told that they cannot come."""
    planned = [one for one in appointments_in(calendar, days) if one.is_on]
    if not planned:
        return {}
    told = session.execute(
        select(AbsenceNotice.participant_id, AbsenceNotice.series_id, AbsenceNotice.day)
        .join(Person, Person.id == AbsenceNotice.participant_id)
        .where(
            Person.program_id == calendar.program_id,
            AbsenceNotice.day.in_({one.day for one in planned}),
            *who,
        )
    )
    absent = {tuple(row) for row in told}
    found: dict[int, tuple[Appointment, ...]] = {}
    for stay in stays_in(calendar, days, *who):
        number = stay.participant_id
        for one in planned:
            if is_expected(stay, one) and (number, one.series.id, one.day) not in absent:
                found[number] = (*found.get(number, ()), one)
    return found


def _reminded(row: Row[Any], zone: ZoneInfo, kept: Iterable[Kept]) -> Reminded:
    prompts = [one for one in kept if one.reminder.kind is PushKind.CHECK_IN]
    tried = {MessageState.SENT, MessageState.CLAIMED}
    return Reminded(
        choices=choices_in(row),
        zone=zone,
        active_from=active_from(row.started_on, local_day(row.joined_at, zone)),
        snoozed=tuple(one.reminder for one in prompts if one.reminder.about == SNOOZE),
        prompted_at=tuple(
            one.reminder.due_at for one in prompts if one.reminder.about != SNOOZE and one.state in tried
        ),
    )
