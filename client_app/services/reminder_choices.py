"""What a participant decides about their own reminders: what and when, not before a day, later today, a test."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.local_days import day_bounds, local_day
from client_app.domain.pushes import TRAVEL, MessageState, PushKind
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.reminder_choices import CHANGED_MEANWHILE, FIELDS, Choices, TypedChoices, why_not_away
from client_app.domain.reminders import NOTHING_TO_PUT_OFF, SETTINGS_PATH, Reminded, Snooze, put_off
from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import OutboxMessage, Person, ReminderChoice
from client_app.services._outbox import NewMessage, put, withdraw
from client_app.services._reminded import CHOSEN, choices_in, kept_messages, message_of, standings
from client_app.services._reminder_rows import NEW, own_row
from client_app.services.acts import act, subject_at
from client_app.services.calendars import Calendar


@dataclass(frozen=True)
class KeptChoices:
    """A participant's choices as they stand now."""

    choices: Choices
    revision: int


def choices_of(viewer: Viewer) -> KeptChoices:
    """The viewer's own choices; the product's own while they have made none."""
    row = db.session.execute(
        select(ReminderChoice.revision, *CHOSEN)
        .select_from(Person)
        .outerjoin(ReminderChoice, ReminderChoice.person_id == Person.id)
        .where(Person.id == viewer.person_id)
    ).one()
    return KeptChoices(choices_in(row), row.revision or NEW)


def keep_choices(viewer: Viewer, typed: TypedChoices, revision: int, now: datetime) -> None:
    """Keep the choices as they were typed over the revision that the form was opened at; the same again change nothing.

    Raises:
        Conflict: they were changed meanwhile, on another page.
        Invalid: one of them cannot be kept.

    """
    problem = next(iter(typed.problems().values()), None)
    if problem:
        raise Invalid(problem)
    with act(viewer, now) as a:
        row = own_row(a)
        if revision != row.revision:
            raise Conflict(CHANGED_MEANWHILE)
        chosen = {name: getattr(typed.choices(), name) for name in FIELDS}
        if row.revision != NEW and all(getattr(row, name) == value for name, value in chosen.items()):
            a.leave_unchanged()
            return
        for name, value in chosen.items():
            setattr(row, name, value)
        row.revision, row.changed_at = row.revision + 1, now
        a.audit("reminder.chosen", subject=row, participant_id=viewer.person_id, revision=row.revision)


def rest_until(viewer: Viewer, until: date | None, now: datetime) -> None:
    """Let reminders rest until a local day; with nothing they come again at once.

    The form of choices does not hold this, so it goes on to fit: the revision stays.

    Raises:
        Invalid: they cannot rest until then.

    """
    problem = why_not_away(until, local_day(now, ZoneInfo(viewer.zone))) if until else None
    if problem:
        raise Invalid(problem)
    with act(viewer, now) as a:
        row = own_row(a)
        if row.away_until == until:
            a.leave_unchanged()
            return
        row.away_until, row.changed_at = until, now
        a.audit("reminder.rested", subject=row, participant_id=viewer.person_id)


def why_not_snooze(viewer: Viewer, now: datetime) -> dict[Snooze, Sentence | None]:
    """Say for each way to put today's check-in off why it cannot be."""
    person = _reminded(viewer, now)
    answers = {until: put_off(person, until, now) if person else NOTHING_TO_PUT_OFF for until in Snooze}
    return {until: answer if isinstance(answer, Sentence) else None for until, answer in answers.items()}


def snooze(viewer: Viewer, until: Snooze, now: datetime) -> None:
    """Put the prompt for today's check-in off; the one that was to come does not come.

    Raises:
        Refused: none is left for today, or it would be too late then.

    """
    zone = ZoneInfo(viewer.zone)
    begins_at, ends_at = day_bounds(local_day(now, zone), zone)
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        person = _reminded(viewer, now)
        later = put_off(person, until, now) if person else NOTHING_TO_PUT_OFF
        if isinstance(later, Sentence):
            raise Refused(later)
        todays = (OutboxMessage.due_at >= begins_at, OutboxMessage.due_at < ends_at)
        own = (OutboxMessage.person_id == viewer.person_id, OutboxMessage.kind == PushKind.CHECK_IN)
        withdraw(a.session, now, *own, *todays)
        put(a.session, [message_of(viewer.person_id, later)], now)
        a.audit("reminder.snoozed", subject_at(Person, viewer.person_id), participant_id=viewer.person_id)


def ask_for_test(viewer: Viewer, now: datetime) -> None:
    """Put a test into the outbox, for quiet hours and times away as well; one that is on its way is enough."""
    on_its_way = select(OutboxMessage.id).where(
        OutboxMessage.person_id == viewer.person_id,
        OutboxMessage.kind == PushKind.TEST,
        OutboxMessage.state.in_((MessageState.WAITING, MessageState.CLAIMED)),
        OutboxMessage.stale_at > now,
    )
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        if a.session.scalars(on_its_way.limit(1)).first():
            a.leave_unchanged()
            return
        stale_at = now + TRAVEL[PushKind.TEST].longest
        put(a.session, [NewMessage(PushKind.TEST, viewer.person_id, now, stale_at, SETTINGS_PATH)], now)
        a.audit("reminder.tested", subject_at(Person, viewer.person_id), participant_id=viewer.person_id)


def _reminded(viewer: Viewer, now: datetime) -> Reminded | None:
    """What decides of the viewer's own reminders; nothing while they take part in no program."""
    calendar, own = Calendar.of(viewer), Person.id == viewer.person_id
    found = standings(db.session(), calendar, now, kept_messages(db.session(), calendar, now, own), own)
    return found[viewer.person_id].reminded if found else None
