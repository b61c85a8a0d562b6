"""When a push service is left alone, and when it is used again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.breakers import (
    FAILURES,
    FIRST_REST,
    LONGEST_REST,
    PROBE_TAKES,
    Breaker,
    after,
    is_failure,
    let_through,
    wait_of,
)
from client_app.domain.deliveries import Answer, Meaning

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SILENT, BROKEN = Answer(Meaning.NO_ANSWER), Answer(Meaning.LATER, 500)
ALIVE = Answer(Meaning.ACCEPTED, 201)


def through(answers: Sequence[Answer], at: datetime = NOW, breaker: Breaker | None = None) -> Breaker:
    """The breaker after these answers, all at the same instant."""
    found = breaker or Breaker()
    for answer in answers:
        found = after(found, answer, at)
    return found


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        (SILENT, True),
        (BROKEN, True),
        (Answer(Meaning.LATER, 503, 60), True),
        (Answer(Meaning.LATER, 429, 60), False),
        (Answer(Meaning.LATER, 499), False),
        (Answer(Meaning.LATER, 406), False),
        (Answer(Meaning.LATER), False),
        (Answer(Meaning.GONE, 410), False),
        (Answer(Meaning.OUR_FAULT, 413), False),
        (Answer(Meaning.FORBIDDEN), False),
        (ALIVE, False),
    ],
)
def test_silence_and_faults_of_the_service_count(answer: Answer, counts: bool) -> None:
    assert is_failure(answer) is counts


@pytest.mark.parametrize(
    ("answers", "wait"),
    [
        ([], None),
        ([SILENT] * (FAILURES - 1), None),
        ([SILENT] * FAILURES, FIRST_REST),
        ([BROKEN, SILENT] * FAILURES, FIRST_REST),
        ([*[SILENT] * (FAILURES - 1), ALIVE, SILENT], None),  # in a row
        ([*[SILENT] * (FAILURES - 1), Answer(Meaning.LATER, 429), SILENT], None),
        ([SILENT] * 100, FIRST_REST),  # what was on its way lengthens nothing
        ([*[SILENT] * 100, ALIVE], None),
    ],
)
def test_a_service_is_left_alone_after_failures_in_a_row(answers: Sequence[Answer], wait: timedelta | None) -> None:
    assert wait_of(through(answers), NOW) == wait


def test_after_its_rest_one_message_is_let_through() -> None:
    tired = through([SILENT] * FAILURES)
    assert wait_of(tired, NOW + FIRST_REST - SECOND) == SECOND
    at = NOW + FIRST_REST
    assert wait_of(tired, at) is None
    probing = let_through(tired, at)
    assert wait_of(probing, at) == PROBE_TAKES
    assert wait_of(probing, at + PROBE_TAKES) is None  # the one that was let through was lost
    assert after(probing, ALIVE, at) == Breaker()


def test_each_probe_that_fails_doubles_the_rest() -> None:
    breaker, at, rests = through([SILENT] * FAILURES), NOW, []
    for _ in range(8):
        wait = wait_of(breaker, at)
        assert wait
        rests.append(wait)
        at += wait
        breaker = after(let_through(breaker, at), BROKEN, at)
    assert rests[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert rests[-1] == LONGEST_REST


def test_a_service_in_use_lets_everything_through() -> None:
    assert let_through(Breaker(2), NOW) == Breaker(2)


@given(st.lists(st.tuples(st.sampled_from([SILENT, BROKEN, ALIVE]), st.integers(0, 400))))
def test_no_service_is_left_alone_for_longer_than_agreed(events: list[tuple[Answer, int]]) -> None:
    breaker, at = Breaker(), NOW
    for answer, seconds in events:
        at += seconds * SECOND
        if wait_of(breaker, at) is None:
            breaker = let_through(breaker, at)
        breaker = after(breaker, answer, at)
        assert (wait_of(breaker, at) or timedelta()) <= LONGEST_REST
        if answer is ALIVE:
            assert breaker == Breaker()
