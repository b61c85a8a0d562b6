"""When a check-in may be changed, and which questions it asks this person, in which order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from client_app.domain.answers import Answers
from client_app.domain.check_in_options import AS_SHIPPED, CheckInOptions
from client_app.domain.definitions import COPING, MEDICATION, Choice, Definition, Question


class Kind(StrEnum):
    """The daily check-in of a local day, or what changed after it."""

    DAILY = "daily"
    UPDATE = "update"


CHANGE_WINDOW = timedelta(minutes=15)
"""How long a sent check-in may be changed; afterwards an update says what is different."""

UPDATE_FIELDS = frozenset({"used", "used_what", "safety", "safe_now", "call_me", "note"})
"""What an update asks. It counts for no day and raises flags like any check-in."""


def may_change(sent_at: datetime, now: datetime) -> bool:
    """Is the check-in still open to a change? Both instants are aware."""
    return now - sent_at < CHANGE_WINDOW


def questions_for(
    definition: Definition,
    *,
    kind: Kind,
    takes_medication: bool,
    coping: Sequence[Choice] = (),
    options: CheckInOptions = AS_SHIPPED,
    held: Mapping[str, Collection[str]] | None = None,
) -> tuple[Question, ...]:
    """Give the questions of one person's form as they are asked now, branches included, in order.

    Args:
        definition: the version in use.
        kind: an update asks only what may have changed.
        takes_medication: prescribed medication is on record; only then is it asked about.
        coping: what may have helped, own strategies first; the question is left out when there is nothing to choose.
        options: what the program leaves out, and the triggers that it offers.
        held: what is answered already, by field name; it stays on the form, whatever the program has changed since.

    """
    taken = questions_taken(definition, kind=kind, takes_medication=takes_medication, coping=coping, options=options)
    return options.asked_of(taken, held or {})


def questions_taken(
    definition: Definition,
    *,
    kind: Kind,
    takes_medication: bool,
    coping: Sequence[Choice] = (),
    options: CheckInOptions = AS_SHIPPED,
) -> tuple[Question, ...]:
    """Give the questions whose answers are taken: those asked now, and those that the program asked before a change.

    A form may stand open for hours, and a check-in begun offline arrives up to seven days later. What somebody told it
    is kept and judged like any answer; only a trigger that was never on the list cannot be read.
    """
    left_out = {MEDICATION} if not takes_medication else set()
    if not coping:
        left_out.add(COPING)
    return tuple(
        replace(question, choices=tuple(coping)) if question.name == COPING else options.taken_from(question)
        for question in definition.questions
        if question.name not in left_out and (kind is Kind.DAILY or question.name in UPDATE_FIELDS)
    )


def is_asked(question: Question, answers: Answers) -> bool:
    """Is the question's turn to come, given the answers so far?"""
    return question.when is None or answers.get(question.when.question) in question.when.values


def questions_left(questions: Sequence[Question], answers: Answers) -> tuple[Question, ...]:
    """Give the questions that are asked and neither answered nor skipped."""
    return tuple(question for question in questions if question.name not in answers and is_asked(question, answers))
