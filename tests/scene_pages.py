"""Olive is on call around the clock, so she is paged about Ben and Maya; Carla's phone took what was sent of Ben."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from client_app.domain.deliveries import Meaning
from client_app.domain.pushes import MessageState
from client_app.extensions import db
from client_app.models import DeliveryAttempt, Flag, OnCallShift, OutboxMessage, PushSubscription
from client_app.services.acts import subject_at
from tests.cast import Cast


def on_call(cast: Cast, now: datetime) -> None:
    """Olive's hours, and Carla's phone."""
    db.session.add_all(
        OnCallShift(
            program_id=cast.program_id,
            person_id=cast.other_counselor.id,
            weekday=weekday,
            starts=time(17),
            ends=time(17),
        )
        for weekday in range(7)
    )
    keys = dict.fromkeys(("endpoint", "endpoint_hash", "p256dh", "auth", "application_key"), "carla")
    db.session.add(PushSubscription(person_id=cast.counselor.id, subscribed_at=now, seen_at=now, **keys))
    db.session.commit()


def paged_about(participant_id: int, now: datetime) -> int:
    """What came of the pages about somebody; the number of the flag that they named."""
    flags = select(Flag.id).where(Flag.participant_id == participant_id, Flag.page_at.is_not(None))
    about = {subject_at(Flag, number): number for number in db.session.scalars(flags)}
    named = 0
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.about.in_(about))).all():
        named = about[message.about]
        message.state, message.done_at = MessageState.UNREACHABLE, now
        for phone in db.session.scalars(
            select(PushSubscription.id).where(PushSubscription.person_id == message.person_id)
        ).all():
            message.state, message.opened_at = MessageState.SENT, now + timedelta(minutes=1)
            db.session.add(
                DeliveryAttempt(
                    message_id=message.id, subscription_id=phone, at=now, status=201, answer=Meaning.ACCEPTED.value
                )
            )
    db.session.commit()
    return named
