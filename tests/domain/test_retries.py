"""When a message is tried again, and what becomes of it: both sides of each boundary."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.deliveries import Answer, Meaning
from client_app.domain.pushes import MessageState
from client_app.domain.retries import (
    FIRST_WAIT,
    LONGEST_ASKED,
    LONGEST_WAIT,
    SHORTEST_WAIT,
    Outcome,
    Round,
    next_try,
    outcome_of,
)

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = 24 * HOUR

ACCEPTED = Answer(Meaning.ACCEPTED, 201)
GONE = Answer(Meaning.GONE, 410)
LATER = Answer(Meaning.LATER, 503)
SILENT = Answer(Meaning.NO_ANSWER)
OURS = Answer(Meaning.OUR_FAULT, 413)
FORBIDDEN = Answer(Meaning.FORBIDDEN)


def asking(seconds: int) -> Answer:
    """A service that asks to be left alone for so long."""
    return Answer(Meaning.LATER, 429, seconds)


@pytest.mark.parametrize(
    ("tries", "answer", "left", "luck", "wait"),
    [
        # doubles from 5 seconds up to 10 minutes; luck takes away up to half of it
        (0, SILENT, DAY, 0.0, 2.5),
        (1, SILENT, DAY, 0.0, 2.5),
        (1, LATER, DAY, 1.0, 5),
        (2, SILENT, DAY, 1.0, 10),
        (3, SILENT, DAY, 0.5, 15),
        (7, SILENT, DAY, 1.0, 320),
        (8, SILENT, DAY, 1.0, 600),
        (99, SILENT, DAY, 1.0, 600),
        # at most half of what is left until it is stale, and no try in the very last seconds
        (8, SILENT, 20 * MINUTE, 1.0, 600),
        (8, SILENT, 10 * MINUTE, 1.0, 300),
        (1, SILENT, 3 * SECOND, 1.0, 1.5),
        (1, SILENT, 2 * SECOND, 1.0, None),
        (1, SILENT, timedelta(), 1.0, None),
        (1, SILENT, -MINUTE, 1.0, None),
        # as long as the service asks, and a little apart
        (1, asking(60), DAY, 0.0, 60),
        (1, asking(60), DAY, 0.5, 62.5),
        (8, asking(60), DAY, 0.0, 600),
        (1, asking(0), DAY, 1.0, 5),
        (1, asking(-7), DAY, 1.0, 5),
        (1, asking(60), MINUTE + SECOND, 0.0, 60),
        (1, asking(60), MINUTE, 0.0, None),
        (1, asking(59), MINUTE, 0.0, 59),
        (1, asking(10**30), 3 * DAY, 0.0, 86_400),
    ],
)
def test_it_is_tried_again_while_it_is_worth_something(
    tries: int, answer: Answer, left: timedelta, luck: float, wait: float | None
) -> None:
    expected = None if wait is None else NOW + timedelta(seconds=wait)
    assert next_try(answer, Round(tries, NOW, NOW + left), luck) == expected


@pytest.mark.parametrize(
    ("answers", "was_accepted", "left", "state", "wait"),
    [
        ([], False, DAY, MessageState.UNREACHABLE, None),
        ([], True, DAY, MessageState.SENT, None),
        ([ACCEPTED], False, DAY, MessageState.SENT, None),
        ([ACCEPTED, GONE, OURS, FORBIDDEN], False, DAY, MessageState.SENT, None),
        ([GONE], False, DAY, MessageState.UNREACHABLE, None),
        ([GONE], True, DAY, MessageState.SENT, None),
        ([OURS], False, DAY, MessageState.UNREACHABLE, None),
        ([FORBIDDEN], False, DAY, MessageState.UNREACHABLE, None),
        ([LATER], False, DAY, MessageState.WAITING, 5),
        ([SILENT, GONE], False, DAY, MessageState.WAITING, 5),
        ([ACCEPTED, LATER], False, DAY, MessageState.SENT, 5),
        ([LATER], True, DAY, MessageState.SENT, 5),
        ([asking(60), asking(120)], False, DAY, MessageState.WAITING, 65),
        ([asking(60), SILENT], False, DAY, MessageState.WAITING, 5),
        ([asking(60), SILENT], False, MINUTE, MessageState.WAITING, 5),
        ([asking(60)], False, MINUTE, MessageState.EXPIRED, None),
        ([asking(60), ACCEPTED], False, MINUTE, MessageState.SENT, None),
        ([LATER, GONE], False, SECOND, MessageState.EXPIRED, None),
        ([LATER], True, SECOND, MessageState.SENT, None),
    ],
)
def test_one_device_that_accepts_is_enough_and_the_others_are_tried_again(
    answers: Sequence[Answer], was_accepted: bool, left: timedelta, state: MessageState, wait: int | None
) -> None:
    next_at = None if wait is None else NOW + wait * SECOND
    assert outcome_of(answers, Round(1, NOW, NOW + left, was_accepted), 1.0) == Outcome(state, next_at)


rounds = st.builds(
    Round,
    tries=st.integers(0, 10_000),
    ended_at=st.just(NOW),
    stale_at=st.timedeltas(-HOUR, 2 * DAY).map(lambda left: NOW + left),
    was_accepted=st.booleans(),
)
answers_given = st.builds(
    Answer,
    st.sampled_from(Meaning),
    st.none() | st.integers(100, 599),
    st.none() | st.integers(-10, 10**20),
)


@given(answers_given, rounds, st.floats(0, 1, exclude_max=True))
def test_the_next_try_is_later_and_in_time(answer: Answer, of: Round, luck: float) -> None:
    found = next_try(answer, of, luck)
    assert found is None or NOW + SHORTEST_WAIT <= found < of.stale_at
    if found and not answer.retry_after:
        assert found <= NOW + LONGEST_WAIT
    if found and (answer.retry_after or 0) > 0:
        assert found >= NOW + min(timedelta(seconds=min(answer.retry_after or 0, 86_400)), LONGEST_ASKED)


@given(st.lists(answers_given), rounds, st.floats(0, 1, exclude_max=True))
def test_every_message_comes_to_an_end(answers: list[Answer], of: Round, luck: float) -> None:
    outcome = outcome_of(answers, of, luck)
    accepted = of.was_accepted or any(answer.meaning is Meaning.ACCEPTED for answer in answers)
    assert (outcome.state is MessageState.SENT) is accepted
    assert (outcome.state is MessageState.WAITING) is (not accepted and outcome.next_at is not None)
    if outcome.next_at:
        assert any(answer.meaning in {Meaning.LATER, Meaning.NO_ANSWER} for answer in answers)
        assert outcome.next_at < of.stale_at


def test_a_service_that_is_back_within_minutes_gets_a_page_in_time() -> None:
    at, tries, stale_at = NOW, 1, NOW + 15 * MINUTE
    seen = []
    while next_at := next_try(SILENT, Round(tries, at, stale_at), 0.5):
        seen.append(next_at - at)
        at, tries = next_at, tries + 1
    assert seen[0] == FIRST_WAIT * 0.75
    assert stale_at - at <= 2 * SHORTEST_WAIT
    assert 10 <= tries <= 20
