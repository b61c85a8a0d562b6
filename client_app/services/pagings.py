"""How pages went, from the rows that prove it: for the care team on a flag, for the participant on the urgent screen.

A push service or a mail server accepts a message; nobody knows whether a person saw it before they open it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.types import String

from client_app.domain.deliveries import Meaning
from client_app.domain.flags import Severity
from client_app.domain.pushes import MessageState, PushKind
from client_app.extensions import db
from client_app.models import DeliveryAttempt, Flag, OutboxMessage, Person, PushSubscription
from client_app.models.types import UtcInstant
from client_app.services.acts import subject_at
from client_app.services.flag_standings import is_unresolved


@dataclass(frozen=True)
class Paged:
    """Somebody who was paged, and what came of it."""

    name: str
    state: MessageState | None = None
    """Of the message; nothing when the outbox has forgotten it."""
    pushed_at: datetime | None = None
    """When a push service first accepted it for one of their phones."""
    mailed_at: datetime | None = None
    """When the mail server accepted it."""
    opened_at: datetime | None = None


@dataclass(frozen=True)
class Alert:
    """What rows prove about the team being paged."""

    is_on_its_way: bool = False
    """A message waits to be handed over, to somebody with a phone or a mailbox that it can go to."""
    accepted_at: datetime | None = None
    """When a push service, or the mail server, last took one."""


NOBODY = Alert()


def paged_in(events: Iterable[Any]) -> Mapping[int, tuple[Paged, ...]]:
    """Give who was paged in each of these events of flags (``id``, ``at``, ``inputs``), in three statements."""
    events = list(events)
    if not events:
        return {}
    person_ids = {number for event in events for number in event.inputs["paged"]}
    names = dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids))).all())
    messages = _messages(person_ids, {event.inputs["about"] for event in events})
    return {
        event.id: tuple(
            _paged(names[number], messages.get((number, event.inputs["about"], event.at)))
            for number in event.inputs["paged"]
        )
        for event in events
    }


def alert_about(participant_id: int, *, has_mail: bool) -> Alert:
    """Give what is proven about pages on the participant's urgent flags that are not closed.

    Args:
        participant_id: whose flags.
        has_mail: a mail server is configured, so that somebody without a phone is reached as well.

    """
    has_phone = exists().where(
        PushSubscription.person_id == OutboxMessage.person_id, PushSubscription.removed_at.is_(None)
    )
    accepted_at = (
        select(func.min(DeliveryAttempt.at, type_=UtcInstant()))
        .where(DeliveryAttempt.message_id == OutboxMessage.id, DeliveryAttempt.answer == Meaning.ACCEPTED)
        .scalar_subquery()
    )
    going = and_(
        OutboxMessage.state.in_((MessageState.WAITING, MessageState.CLAIMED)), or_(has_phone, literal(has_mail))
    )
    named = literal(subject_at(Flag, 0).removesuffix("0")) + cast(Flag.id, String)
    row = db.session.execute(
        select(
            func.max(accepted_at, type_=UtcInstant()).label("accepted_at"),
            func.max(case((going, 1), else_=0)).label("is_going"),
        )
        .select_from(Flag)
        .join(OutboxMessage, and_(OutboxMessage.about == named, OutboxMessage.kind == PushKind.PAGE))
        .where(Flag.participant_id == participant_id, is_unresolved(), Flag.severity == Severity.URGENT)
    ).one()
    return Alert(is_on_its_way=bool(row.is_going), accepted_at=row.accepted_at)


def _messages(person_ids: Collection[int], about: Collection[str]) -> dict[tuple[int, str, datetime], Any]:
    """The pages to these people about these flags, each with when it was accepted, by person, flag and instant."""
    tries = (
        select(OutboxMessage.id, DeliveryAttempt.subscription_id, DeliveryAttempt.at)
        .join(DeliveryAttempt, DeliveryAttempt.message_id == OutboxMessage.id)
        .where(OutboxMessage.kind == PushKind.PAGE, OutboxMessage.about.in_(about))
        .where(DeliveryAttempt.answer == Meaning.ACCEPTED)
        .order_by(DeliveryAttempt.at.desc())
    )
    first: defaultdict[int, dict[bool, datetime]] = defaultdict(dict)
    for row in db.session.execute(tries):
        first[row.id][row.subscription_id is None] = row.at
    found = select(
        OutboxMessage.id,
        OutboxMessage.person_id,
        OutboxMessage.about,
        OutboxMessage.due_at,
        OutboxMessage.state,
        OutboxMessage.opened_at,
    ).where(
        OutboxMessage.kind == PushKind.PAGE,
        OutboxMessage.about.in_(about),
        OutboxMessage.person_id.in_(person_ids),
    )
    return {(row.person_id, row.about, row.due_at): (row, first[row.id]) for row in db.session.execute(found)}


def _paged(name: str, message: Any) -> Paged:
    if message is None:
        return Paged(name)
    row, accepted = message
    return Paged(name, row.state, accepted.get(False), accepted.get(True), row.opened_at)
