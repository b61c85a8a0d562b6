"""How many failed tries are too many, and how long the next one waits: both sides of each boundary."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from client_app.domain.throttling import LIMITS, LONGEST, Count, counts_for, wait

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("knows_browser", "knows_address", "counts"),
    [
        (True, True, {Count.BROWSER}),
        (True, False, {Count.BROWSER}),
        (False, True, {Count.ACCOUNT_AND_ADDRESS, Count.ADDRESS}),
        (False, False, {Count.ACCOUNT_AND_ADDRESS, Count.ACCOUNT_FROM_NEW, Count.ADDRESS}),
    ],
)
def test_who_is_known_is_judged_by_fewer_counts(knows_browser: bool, knows_address: bool, counts: set[Count]) -> None:
    assert set(counts_for(knows_browser=knows_browser, knows_address=knows_address)) == counts


@pytest.mark.parametrize(
    ("count", "most", "minutes"),
    [
        (Count.BROWSER, 5, 15),
        (Count.ACCOUNT_AND_ADDRESS, 5, 15),
        (Count.ACCOUNT_FROM_NEW, 20, 60),
        (Count.ADDRESS, 100, 15),
    ],
)
def test_the_figures_are_those_agreed(count: Count, most: int, minutes: int) -> None:
    assert (LIMITS[count].most, LIMITS[count].within) == (most, MINUTE * minutes)
    assert LONGEST == MINUTE * 60


@pytest.mark.parametrize(
    ("decisive", "expected"),
    [
        ({}, None),
        ({Count.BROWSER: None}, None),
        ({Count.BROWSER: NOW}, MINUTE * 15),
        ({Count.BROWSER: NOW - MINUTE * 15 + SECOND}, SECOND),
        ({Count.BROWSER: NOW - MINUTE * 15}, None),
        ({Count.ACCOUNT_FROM_NEW: NOW - MINUTE * 15}, MINUTE * 45),
        ({Count.ACCOUNT_FROM_NEW: NOW - MINUTE * 60 + SECOND}, SECOND),
        ({Count.ACCOUNT_FROM_NEW: NOW - MINUTE * 60}, None),
        ({Count.ADDRESS: NOW - MINUTE * 14, Count.ACCOUNT_AND_ADDRESS: None}, MINUTE),
        ({Count.ADDRESS: NOW - MINUTE * 14, Count.ACCOUNT_AND_ADDRESS: NOW - MINUTE * 5}, MINUTE * 10),  # the longest
        ({Count.ADDRESS: NOW - MINUTE * 99, Count.ACCOUNT_AND_ADDRESS: NOW - MINUTE * 5}, MINUTE * 10),
    ],
)
def test_a_try_waits_until_the_failure_that_fills_a_limit_is_old_enough(
    decisive: Mapping[Count, datetime | None], expected: timedelta | None
) -> None:
    assert wait(decisive, NOW) == expected
