"""Cases for the flag rules: one check-in of a fixed day, and the days before it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from client_app.domain.answers import Answer
from client_app.domain.flags import Case, Finding
from client_app.domain.history import History, PastDay
from client_app.domain.local_days import ONE_DAY
from client_app.domain.thresholds import Thresholds

TODAY = date(2026, 11, 23)


def case(answers: Mapping[str, Answer], past: Sequence[Mapping[str, Answer] | None] = (), **more: Any) -> Case:
    """Give a case of today; ``past`` are the days before, yesterday first, ``None`` for one without a check-in."""
    days = (PastDay(TODAY - ONE_DAY * back, given) for back, given in enumerate(past, start=1) if given is not None)
    return replace(Case(answers, TODAY, History(tuple(days)), Thresholds()), **more)


def only(found: tuple[Finding, ...], code: str) -> Finding | None:
    """Give what one rule found, or nothing when it did not fire."""
    return next((finding for finding in found if finding.code == code), None)


def codes(found: tuple[Finding, ...]) -> list[str]:
    """Give the codes of the rules that fired, in order."""
    return [finding.code for finding in found]
