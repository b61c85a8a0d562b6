"""The log of one's own reminders tells what rows prove: due, sent, accepted, opened; and a test the same."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from client_app.domain.deliveries import Meaning
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.reminder_words import Fate
from client_app.models import DeliveryAttempt, OutboxMessage
from client_app.services.reminder_log import SHOWN, own_log, own_test
from tests.cast import Cast
from tests.factories import stored

MINUTE = timedelta(minutes=1)


def message(
    cast: Cast, due_at: datetime, state: MessageState, answers: Sequence[Meaning] = (), **columns: Any
) -> OutboxMessage:
    """A reminder to Ana, tried once a minute from when it is due."""
    columns = {"kind": PushKind.CHECK_IN, "person_id": cast.ana.id, "stale_at": due_at + 600 * MINUTE, **columns}
    row = stored(
        OutboxMessage(due_at=due_at, about="", path="/check-in", state=state, next_at=due_at, made_at=due_at, **columns)
    )
    for number, answer in enumerate(answers):
        stored(DeliveryAttempt(message_id=row.id, at=due_at + number * MINUTE, status=201, answer=answer.value))
    return row


def test_what_became_of_each_reminder(cast: Cast, now: datetime) -> None:
    opened = now - 50 * MINUTE
    message(
        cast,
        now - 60 * MINUTE,
        MessageState.SENT,
        [Meaning.LATER, Meaning.ACCEPTED, Meaning.ACCEPTED],
        opened_at=opened,
    )
    message(cast, now - 40 * MINUTE, MessageState.UNREACHABLE, [Meaning.GONE])
    message(cast, now, MessageState.UNREACHABLE, kind=PushKind.NUDGE)
    message(cast, now + MINUTE, MessageState.WAITING)
    message(cast, now, MessageState.SENT, [Meaning.ACCEPTED], kind=PushKind.PAGE)
    message(cast, now, MessageState.SENT, [Meaning.ACCEPTED], person_id=cast.luis.id)
    message(cast, now - 20 * MINUTE, MessageState.WAITING, stale_at=now)
    found = own_log(cast.ana.viewer, now)
    assert [(one.kind, one.due_at, one.fate) for one in found] == [
        (PushKind.NUDGE, now, Fate.NO_PHONE),
        (PushKind.CHECK_IN, now - 20 * MINUTE, Fate.TOO_LATE),
        (PushKind.CHECK_IN, now - 40 * MINUTE, Fate.NOT_REACHED),
        (PushKind.CHECK_IN, now - 60 * MINUTE, Fate.ACCEPTED),
    ]
    assert (found[3].sent_at, found[3].accepted_at) == (now - 60 * MINUTE, now - 59 * MINUTE)
    assert (found[2].sent_at, found[2].accepted_at, found[3].opened_at) == (now - 40 * MINUTE, None, opened)


def test_the_log_is_short(cast: Cast, now: datetime) -> None:
    for number in range(SHOWN + 1):
        message(cast, now - number * MINUTE, MessageState.SENT)
    assert [one.due_at for one in own_log(cast.ana.viewer, now)] == [now - number * MINUTE for number in range(SHOWN)]


def test_the_latest_test_of_the_last_hour(cast: Cast, now: datetime) -> None:
    assert own_test(cast.ana.viewer, now) is None
    message(cast, now - 60 * MINUTE, MessageState.SENT, kind=PushKind.TEST)
    assert own_test(cast.ana.viewer, now) is None
    message(cast, now - 59 * MINUTE, MessageState.SENT, [Meaning.ACCEPTED], kind=PushKind.TEST)
    message(cast, now, MessageState.CLAIMED, kind=PushKind.TEST)
    test = own_test(cast.ana.viewer, now)
    assert test is not None
    assert (test.due_at, test.fate) == (now, Fate.WAITING)
    assert own_test(cast.luis.viewer, now) is None
