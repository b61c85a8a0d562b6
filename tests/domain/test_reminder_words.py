"""What became of a reminder, by its state, whether anybody was asked to take it, and whether it went stale."""

import pytest

from client_app.domain.pushes import MessageState
from client_app.domain.reminder_words import Fate, fate_of

TABLE = [
    # state, was tried, is stale, fate
    (MessageState.WAITING, False, False, Fate.WAITING),
    (MessageState.WAITING, True, False, Fate.WAITING),
    (MessageState.CLAIMED, False, False, Fate.WAITING),
    (MessageState.WAITING, False, True, Fate.TOO_LATE),
    (MessageState.CLAIMED, True, True, Fate.NOT_REACHED),
    (MessageState.SENT, True, False, Fate.ACCEPTED),
    (MessageState.SENT, True, True, Fate.ACCEPTED),
    (MessageState.EXPIRED, False, True, Fate.TOO_LATE),
    (MessageState.EXPIRED, True, True, Fate.NOT_REACHED),
    (MessageState.UNREACHABLE, False, False, Fate.NO_PHONE),
    (MessageState.UNREACHABLE, True, False, Fate.NOT_REACHED),
    (MessageState.WITHDRAWN, False, False, Fate.NOT_NEEDED),
    (MessageState.WITHDRAWN, True, True, Fate.NOT_NEEDED),
]


@pytest.mark.parametrize(("state", "was_tried", "is_stale", "fate"), TABLE)
def test_each_state_has_its_words(state: MessageState, was_tried: bool, is_stale: bool, fate: Fate) -> None:
    assert fate_of(state, was_tried=was_tried, is_stale=is_stale) is fate


def test_every_state_is_in_the_table() -> None:
    assert {row[0] for row in TABLE} == set(MessageState)
