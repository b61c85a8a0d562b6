"""How many failed tries to sign in are too many, and how long the next one then waits. Only failures count.

A browser that has signed in to the account before has a count of its own and is judged by that alone, so that nobody
else's failures ever keep its owner out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Count(StrEnum):
    """Which failures are counted together."""

    BROWSER = "browser"
    """Of a browser that the account knows, on this account."""
    ACCOUNT_AND_ADDRESS = "account_and_address"
    """On this account from this address."""
    ACCOUNT_FROM_NEW = "account_from_new"
    """On this account from all addresses and browsers that are new to it."""
    ADDRESS = "address"
    """From this address, on whichever account."""


@dataclass(frozen=True)
class Limit:
    """So many failures within so long; at that many the next try waits."""

    most: int
    within: timedelta


_QUARTER, _HOUR = timedelta(minutes=15), timedelta(hours=1)

LIMITS: Mapping[Count, Limit] = {
    Count.BROWSER: Limit(5, _QUARTER),
    Count.ACCOUNT_AND_ADDRESS: Limit(5, _QUARTER),
    Count.ACCOUNT_FROM_NEW: Limit(20, _HOUR),
    Count.ADDRESS: Limit(100, _QUARTER),
}

LONGEST = max(limit.within for limit in LIMITS.values())
"""A failure that is older counts nowhere."""


def counts_for(*, knows_browser: bool, knows_address: bool) -> tuple[Count, ...]:
    """By which counts a try is judged; its account may know the browser or the address from an earlier sign-in."""
    if knows_browser:
        return (Count.BROWSER,)
    if knows_address:
        return (Count.ACCOUNT_AND_ADDRESS, Count.ADDRESS)
    return (Count.ACCOUNT_AND_ADDRESS, Count.ACCOUNT_FROM_NEW, Count.ADDRESS)


def wait(decisive: Mapping[Count, datetime | None], now: datetime) -> timedelta | None:
    """How long a try must wait, or nothing when it may go on.

    Args:
        decisive: For each count by which the try is judged, when the failure happened that fills the limit: the fifth
            counted back from the newest for a limit of five; nothing where there are fewer.
        now: The present instant.

    """
    ends = [at + LIMITS[count].within for count, at in decisive.items() if at is not None]
    longest = max(ends, default=now) - now
    return longest if longest > timedelta(0) else None
