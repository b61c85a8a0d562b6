"""What a flag rule is: it looks at one person's case and says in one plain sentence why somebody should look.

The rules themselves, in the order in which clinicians sign them, are in ``flag_rules``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from client_app.domain.answers import Answer
from client_app.domain.check_ins import Kind
from client_app.domain.history import History, PastDay
from client_app.domain.sentences import Sentence
from client_app.domain.thresholds import Thresholds


class Severity(IntEnum):
    """How soon a person looks. A higher one is more urgent."""

    NEXT_CONTACT = 1
    SAME_DAY = 2
    URGENT = 3


@dataclass(frozen=True)
class Missed:
    """An appointment that was marked as missed."""

    key: str
    """Its name in addresses."""
    kind: str
    """What it was for, in English words that are marked for translation."""
    day: date
    """The local day on which it took place."""


@dataclass(frozen=True)
class Case:
    """Everything the rules may know about one person at one moment."""

    answers: Mapping[str, Answer]
    """This check-in's answers, as given; empty when none was sent."""
    day: date
    """The local day that the check-in is for."""
    history: History
    """The person's other daily check-ins."""
    thresholds: Thresholds
    kind: Kind = Kind.DAILY
    is_draft: bool = False
    """It is not sent: what is not answered yet may still come."""
    quiet: tuple[date, ...] = ()
    """Ended local days without a word, when the worker has found them."""
    missed: Missed | None = None
    """An appointment that somebody has just marked as missed."""

    def number(self, item: str) -> int | None:
        """Give the figure answered for an item; nothing when it was skipped or not answered."""
        answer = self.answers.get(item)
        return answer if isinstance(answer, int) else None

    def has_used(self, drug: str) -> bool:
        """Is this among what the person named as used?"""
        answer = self.answers.get("used_what")
        return isinstance(answer, tuple) and drug in answer

    def given(self, *items: str) -> dict[str, Answer]:
        """Give the answers to these items, as far as they were answered."""
        return {item: self.answers[item] for item in items if item in self.answers}

    def usual(self, item: str) -> float | None:
        """Give the person's own baseline of an item before this day."""
        return self.history.baseline(item, self.day, self.thresholds)

    def times_running(self, item: str, value: Answer) -> tuple[date, ...]:
        """Give the days of consecutive daily check-ins, this one among them, that answered an item like this one did.

        Empty when this check-in did not answer so, or is an update, which is no member of a run.
        """
        if self.kind is Kind.UPDATE or self.answers.get(item) != value:
            return ()
        return self.history.times_running(item, PastDay(self.day, self.answers), lambda answer: answer == value)

    def days_running(self, item: str, line: int) -> tuple[date, ...]:
        """Give the consecutive local days, this one among them, on which an item's figure was at the line or below.

        Empty when this check-in's figure is above it or missing, or when it is an update.
        """

        def is_low(answer: Answer | None) -> bool:
            return isinstance(answer, int) and answer <= line

        if self.kind is Kind.UPDATE or not is_low(self.answers.get(item)):
            return ()
        return self.history.days_running(item, PastDay(self.day, self.answers), is_low)


@dataclass(frozen=True)
class Grounds:
    """Why a rule fires for this person: one plain sentence, the answers that raised it, and the person's own usual."""

    reason: Sentence
    inputs: Mapping[str, Answer] = field(default_factory=dict)
    """Only the answers that raised it; ``days`` holds ISO dates where more than one day did."""
    baseline: float | None = None


@dataclass(frozen=True)
class Finding:
    """A rule that fired, with its grounds."""

    code: str
    severity: Severity
    reason: Sentence
    inputs: Mapping[str, Answer]
    baseline: float | None


@dataclass(frozen=True)
class Rule:
    """A named reason to look at a person."""

    code: str
    severity: Severity
    summary: str
    """One plain sentence with named places for thresholds, for the people who sign the rules."""
    grounds: Callable[[Case], Grounds | None]
    """Why it fires in a case, or nothing."""
    items: tuple[str, ...] = ()
    """The questions whose answers it reads."""

    def applies(self, case: Case) -> Finding | None:
        """Judge one case."""
        grounds = self.grounds(case)
        if grounds is None:
            return None
        return Finding(self.code, self.severity, grounds.reason, grounds.inputs, grounds.baseline)

    def summary_with(self, thresholds: Thresholds) -> Sentence:
        """Say the rule with a program's own figures in its places."""
        return Sentence(self.summary, thresholds.to_json())
