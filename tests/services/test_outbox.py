"""The outbox: the same message is there once, and what nobody has sent yet can be taken back."""

from datetime import datetime, timedelta

from sqlalchemy import select

from client_app.domain.pushes import MessageState, PushKind
from client_app.extensions import db
from client_app.models import OutboxMessage
from client_app.services._outbox import NewMessage, put, withdraw
from client_app.services.acts import housekeeping
from tests.cast import Cast

HOUR = timedelta(hours=1)


def test_the_same_message_is_there_once(cast: Cast, now: datetime) -> None:
    message = NewMessage(PushKind.CHECK_IN, cast.ana.id, now + HOUR, now + 2 * HOUR, "/check-in")
    other = NewMessage(PushKind.CHECK_IN, cast.luis.id, now + HOUR, now + 2 * HOUR, "/check-in")
    page = NewMessage(PushKind.PAGE, cast.counselor.id, now, now + HOUR, "/triage", "flags:1")
    later = NewMessage(PushKind.PAGE, cast.counselor.id, now, now + HOUR, "/triage", "flags:2")
    with housekeeping() as session:
        found = [put(session, messages, now) for messages in ([], [message], [message, other], [page, later], [page])]
    assert found == [0, 1, 1, 2, 0]
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [(row.person_id, row.about, row.next_at) for row in rows] == [
        (cast.ana.id, "", now + HOUR),
        (cast.luis.id, "", now + HOUR),
        (cast.counselor.id, "flags:1", now),
        (cast.counselor.id, "flags:2", now),
    ]


def test_only_what_nobody_has_taken_is_withdrawn(cast: Cast, now: datetime) -> None:
    with housekeeping() as session:
        put(
            session,
            [NewMessage(PushKind.NUDGE, cast.ana.id, now + n * HOUR, now + 9 * HOUR, "/today") for n in range(3)],
            now,
        )
        session.scalars(select(OutboxMessage)).all()[1].state = MessageState.CLAIMED
    with housekeeping() as session:
        assert withdraw(session, now, OutboxMessage.person_id == cast.luis.id) == 0
        assert withdraw(session, now, OutboxMessage.person_id == cast.ana.id) == 2
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [row.state for row in rows] == [MessageState.WITHDRAWN, MessageState.CLAIMED, MessageState.WITHDRAWN]
    assert [row.done_at for row in rows] == [now, None, now]
