"""How pages went, and what the participant's screen may say of them: only what a row proves."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from client_app.domain.deliveries import Meaning
from client_app.domain.pushes import MessageState
from client_app.extensions import db
from client_app.models import DeliveryAttempt, Flag, OutboxMessage, Person
from client_app.models import PushSubscription as Subscription
from client_app.services.escalations import page_again
from client_app.services.flag_histories import Event, history_of_flag
from client_app.services.flags import Resolution, claim_flags, resolve_flag
from client_app.services.pagings import NOBODY, Alert, Paged, alert_about
from tests.cast import Cast
from tests.factories import stored
from tests.support.escalations import MINUTE, set_up
from tests.support.flags import seen


def phone_of(person_id: int, at: datetime) -> Subscription:
    """A phone of theirs that may be pushed to."""
    return stored(
        Subscription(
            person_id=person_id,
            endpoint=f"https://push.example/{person_id}",
            endpoint_hash=str(person_id),
            p256dh="",
            auth="",
            application_key="",
            subscribed_at=at,
            seen_at=at,
        )
    )


def message_to(person_id: int) -> OutboxMessage:
    """The first page to somebody."""
    messages = select(OutboxMessage).where(OutboxMessage.person_id == person_id)
    return db.session.scalars(messages.order_by(OutboxMessage.id)).all()[0]


def answered(message_id: int, at: datetime, answer: Meaning, subscription_id: int | None = None) -> None:
    """A service answered."""
    stored(
        DeliveryAttempt(message_id=message_id, at=at, answer=answer.value, subscription_id=subscription_id, status=201)
    )


def mark(state: MessageState) -> None:
    """Every message stands so."""
    db.session.execute(update(OutboxMessage).values(state=state))
    db.session.commit()


def pages_on(flag_id: int) -> list[Event]:
    """The pages among what happened to the flag."""
    return [event for event in history_of_flag(flag_id) if event.is_page]


def test_each_page_says_who_was_paged_and_what_came_of_it(cast: Cast, now: datetime, asked_for_help: int) -> None:
    phone, other = phone_of(cast.counselor.id, now), phone_of(cast.cover.id, now)
    message = message_to(cast.counselor.id)
    answered(message.id, now + MINUTE, Meaning.LATER, phone.id)
    answered(message.id, now + 2 * MINUTE, Meaning.ACCEPTED, phone.id)
    answered(message.id, now + 3 * MINUTE, Meaning.ACCEPTED, other.id)
    answered(message.id, now + 4 * MINUTE, Meaning.ACCEPTED)
    message.state, message.opened_at = MessageState.SENT, now + 5 * MINUTE
    db.session.commit()
    page_again(cast.ana.id, now + 15 * MINUTE)
    first, second = pages_on(asked_for_help)
    expected = Paged("Carla Reyes", MessageState.SENT, now + 2 * MINUTE, now + 4 * MINUTE, now + 5 * MINUTE)
    assert (first.what.english(), first.at, first.paged) == ("Whoever is to look at it was paged.", now, (expected,))
    assert second.what.english() == "Paged again, with the cover and a director."
    assert second.paged == tuple(
        Paged(who.name, MessageState.WAITING) for who in (cast.counselor, cast.cover, cast.director)
    )


def test_what_the_outbox_has_forgotten_is_still_on_the_flag(cast: Cast, asked_for_help: int) -> None:
    db.session.delete(message_to(cast.counselor.id))
    db.session.commit()
    [event] = pages_on(asked_for_help)
    assert event.paged == (Paged("Carla Reyes"),)


def test_an_hour_and_nobody_left_are_told_too(cast: Cast, now: datetime, asked_for_help: int) -> None:
    for who in (cast.counselor, cast.cover, cast.other_counselor, cast.director):
        set_up(Person, who.id, disabled_at=now)
    page_again(cast.ana.id, now + timedelta(hours=1))
    assert pages_on(asked_for_help)[1].what.english() == "Paged again, with every director."
    assert pages_on(asked_for_help)[1].paged == ()


@pytest.mark.usefixtures("asked_for_help")
@pytest.mark.parametrize(
    ("state", "has_phone", "has_mail", "is_on_its_way"),
    [
        (MessageState.WAITING, True, False, True),
        (MessageState.CLAIMED, True, False, True),
        (MessageState.WAITING, False, True, True),
        (MessageState.WAITING, False, False, False),
        (MessageState.SENT, True, True, False),
        (MessageState.EXPIRED, True, True, False),
        (MessageState.UNREACHABLE, True, True, False),
        (MessageState.WITHDRAWN, True, True, False),
    ],
)
def test_a_message_is_on_its_way_only_where_it_can_go_somewhere(
    cast: Cast, now: datetime, state: MessageState, *, has_phone: bool, has_mail: bool, is_on_its_way: bool
) -> None:
    mark(state)
    if has_phone:
        phone_of(cast.counselor.id, now)
    assert alert_about(cast.ana.id, has_mail=has_mail) == Alert(is_on_its_way=is_on_its_way)


@pytest.mark.usefixtures("asked_for_help")
def test_a_phone_that_was_removed_is_none(cast: Cast, now: datetime) -> None:
    phone = phone_of(cast.counselor.id, now)
    phone.removed_at = now
    db.session.commit()
    assert alert_about(cast.ana.id, has_mail=False) == NOBODY


def test_the_latest_that_was_accepted_is_told_until_the_flag_is_closed(
    cast: Cast, now: datetime, asked_for_help: int
) -> None:
    answered(message_to(cast.counselor.id).id, now + MINUTE, Meaning.NO_ANSWER)
    mark(MessageState.SENT)
    assert alert_about(cast.ana.id, has_mail=True).accepted_at is None
    answered(message_to(cast.counselor.id).id, now + 2 * MINUTE, Meaning.ACCEPTED)
    assert alert_about(cast.ana.id, has_mail=True) == Alert(accepted_at=now + 2 * MINUTE)
    assert alert_about(cast.luis.id, has_mail=True) == NOBODY
    claim_flags(cast.counselor.viewer, seen(asked_for_help), now)
    resolve_flag(cast.counselor.viewer, seen(asked_for_help), Resolution("talked"), now)
    assert alert_about(cast.ana.id, has_mail=True) == NOBODY
    assert db.session.get_one(Flag, asked_for_help).page_at is None
