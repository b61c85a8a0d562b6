"""A counselor's nudge: kind words that stand on the participant's first page until they are seen, and a push."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, String, and_, cast, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from client_app.domain.local_days import local_day
from client_app.domain.nudges import CHOOSE_WORDS, NUDGE_WORDS, ONE_A_DAY, why_not_nudge
from client_app.domain.pushes import PushKind
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.reminders import nudge_reminder
from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Nudge, OutboxMessage, Person, ReminderChoice
from client_app.services._outbox import put, withdraw
from client_app.services._reminded import CHOSEN, choices_in, message_of
from client_app.services.acts import Act, act, subject_at
from client_app.services.enrollments import read_by

SHOWN = 3
"""How many nudges a record tells of."""

Author = aliased(Person)


@dataclass(frozen=True)
class SentNudge:
    """Kind words that were sent."""

    id: int
    words: str
    """Marked for translation."""
    author: str
    sent_at: datetime
    seen_at: datetime | None
    opened_at: datetime | None
    """When its push was tapped."""


@dataclass(frozen=True)
class NudgeCard:
    """What a record tells of nudges."""

    sent: tuple[SentNudge, ...]
    """The latest first."""
    wants_push: bool
    """Not, and while their reminders rest: the words stand on the participant's page only."""
    reason: Sentence | None
    """Why none can be sent now."""


def nudge_card(viewer: Viewer, participant_id: int, now: datetime) -> NudgeCard:
    """What was sent to a participant lately, and whether something can be sent now.

    Raises:
        NotFound: the viewer does not read the participant's record.

    """
    person = _readable(viewer, participant_id, now)
    rows = db.session.execute(_nudges(participant_id).limit(SHOWN)).all()
    today, choices = local_day(now, ZoneInfo(viewer.zone)), choices_in(person)
    was_nudged = bool(rows) and rows[0].day == today
    return NudgeCard(
        sent=tuple(_sent(row) for row in rows),
        wants_push=choices.nudges and not choices.is_away(today),
        reason=why_not_nudge(takes_part=_takes_part(person), was_nudged_today=was_nudged),
    )


def send_nudge(viewer: Viewer, participant_id: int, words: str, now: datetime) -> None:
    """Send one of the kind texts; its push waits for the end of quiet hours, and the page shows it at once.

    Raises:
        NotFound: the viewer does not read the participant's record.
        Invalid: there is no such text.
        Refused: they take no part now, or have not joined.
        Conflict: one was sent today.

    """
    person = _readable(viewer, participant_id, now)
    if words not in NUDGE_WORDS:
        raise Invalid(CHOOSE_WORDS)
    reason = why_not_nudge(takes_part=_takes_part(person), was_nudged_today=False)
    if reason:
        raise Refused(reason)
    zone = ZoneInfo(viewer.zone)
    try:
        with act(viewer, now) as a:
            nudge = Nudge(
                participant_id=participant_id,
                author_id=viewer.person_id,
                words=words,
                day=local_day(now, zone),
                sent_at=now,
            )
            a.session.add(nudge)
            a.audit("nudge.sent", subject=nudge, participant_id=participant_id)
            push = nudge_reminder(now, _about(nudge.id), choices_in(person), zone)
            put(a.session, [message_of(participant_id, push)] if push else [], now)
    except IntegrityError:
        raise Conflict(ONE_A_DAY) from None


def see_nudge(viewer: Viewer, nudge_id: int, now: datetime) -> None:
    """Say that one has seen it, and whatever was sent before it.

    Raises:
        NotFound: it is not the viewer's.

    """
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        own = select(Nudge).where(Nudge.participant_id == viewer.person_id, Nudge.id <= nudge_id)
        nudges = a.session.scalars(own.order_by(Nudge.id.desc())).all()
        if not nudges or nudges[0].id != nudge_id:
            raise NotFound
        unseen = [nudge for nudge in nudges if nudge.seen_at is None]
        if not unseen:
            a.leave_unchanged()
            return
        for nudge in unseen:
            nudge.seen_at = now
        _take_out(a, unseen)
        a.audit("nudge.seen", subject_at(Nudge, nudge_id), participant_id=viewer.person_id)


def _take_out(a: Act, nudges: list[Nudge]) -> None:
    """What is seen needs no push."""
    about = {_about(nudge.id) for nudge in nudges}
    of_viewer = OutboxMessage.person_id == a.actor_id
    withdraw(a.session, a.now, of_viewer, OutboxMessage.kind == PushKind.NUDGE, OutboxMessage.about.in_(about))


def _readable(viewer: Viewer, participant_id: int, now: datetime) -> Row[Any]:
    row = db.session.execute(
        select(Person.id, Person.joined_at, Person.disabled_at, Enrollment.id.label("enrollment_id"), *CHOSEN)
        .outerjoin(Enrollment, and_(Enrollment.participant_id == Person.id, Enrollment.ended_on.is_(None)))
        .outerjoin(ReminderChoice, ReminderChoice.person_id == Person.id)
        .where(Person.id == participant_id, Person.id.in_(read_by(viewer, now)))
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _takes_part(person: Row[Any]) -> bool:
    return person.enrollment_id is not None and person.joined_at is not None and person.disabled_at is None


def _nudges(participant_id: int) -> Select[*tuple[Any, ...]]:
    message = and_(
        OutboxMessage.person_id == Nudge.participant_id,
        OutboxMessage.kind == PushKind.NUDGE,
        OutboxMessage.about == literal(_about("")) + cast(Nudge.id, String),
    )
    return (
        select(
            Nudge.id,
            Nudge.words,
            Nudge.day,
            Nudge.sent_at,
            Nudge.seen_at,
            OutboxMessage.opened_at,
            Author.name.label("author"),
        )
        .join(Author, Author.id == Nudge.author_id)
        .outerjoin(OutboxMessage, message)
        .where(Nudge.participant_id == participant_id)
        .order_by(Nudge.id.desc())
    )


def _sent(row: Row[Any]) -> SentNudge:
    return SentNudge(row.id, NUDGE_WORDS[row.words], row.author, row.sent_at, row.seen_at, row.opened_at)


def _about(number: int | str) -> str:
    return f"nudges:{number}"
