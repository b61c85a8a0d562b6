"""Figures that say how a program is doing and nothing about a person.

A count under 5 is not shown, and neither is anything from which one could be reckoned: no total beside it, no longer
time whose difference to a shorter one is that small, no share that gives it away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from client_app.domain.sentences import N_, Sentence

FEWEST = 5
"""The smallest count that is shown."""


@dataclass(frozen=True)
class Count:
    """A count as it may be shown: itself, or what it is at least; neither where it is under 5."""

    exact: int | None = None
    at_least: int | None = None

    @property
    def is_hidden(self) -> bool:
        """Does it say no more than that it is small?"""
        return self.exact is None and self.at_least is None

    def said(self) -> Sentence:
        """Say it in words."""
        if self.exact is not None:
            return Sentence("%(number)s", {"number": self.exact})
        if self.at_least is not None:
            return Sentence(N_("%(number)s or more"), {"number": self.at_least})
        return Sentence(N_("fewer than %(number)s"), {"number": FEWEST})


def shown(count: int) -> Count:
    """Give a count that stands by itself."""
    return Count(exact=count) if count >= FEWEST else Count()


def shown_within(count: int, part: int) -> Count:
    """Give the count of a longer time where the count of a part of it is shown elsewhere.

    When both could be shown but for their difference, the longer one says only that it is no less than the shorter.
    """
    if part >= FEWEST and count - part < FEWEST:
        return Count(at_least=part)
    return shown(count)


def total_of(counts: Iterable[Count]) -> Count:
    """Add up counts that stand beside their total: one that is not shown leaves the total open as well."""
    found = list(counts)
    known = sum(count.exact or count.at_least or 0 for count in found)
    if all(count.exact is not None for count in found):
        return shown(known)
    return Count(at_least=known) if known >= FEWEST else Count()


class Bound(StrEnum):
    """How much a share says."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    TOO_FEW = "too_few"


_SHARES = {
    Bound.EXACT: N_("%(percent)s%%"),
    Bound.AT_LEAST: N_("%(percent)s%% or more"),
    Bound.AT_MOST: N_("%(percent)s%% or less"),
    Bound.TOO_FEW: N_("too few to say"),
}


@dataclass(frozen=True)
class Share:
    """A share in percent as it may be shown."""

    percent: int
    bound: Bound

    def said(self) -> Sentence:
        """Say it in words."""
        return Sentence(_SHARES[self.bound], {"percent": self.percent})


def share_of(part: int, whole: int) -> Share:
    """Give a part's share of a whole. Where part or rest is under 5, it says only between which tens it lies."""
    rest = whole - part
    if whole < 2 * FEWEST and min(part, rest) < FEWEST:
        return Share(0, Bound.TOO_FEW)
    if rest < FEWEST:
        return Share((whole - FEWEST + 1) * 10 // whole * 10, Bound.AT_LEAST)
    if part < FEWEST:
        return Share(-((1 - FEWEST) * 10 // whole) * 10, Bound.AT_MOST)
    return Share(round(100 * part / whole), Bound.EXACT)
