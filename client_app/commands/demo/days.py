"""What an invented participant answers on an ordinary day: everything follows from the day's craving."""

from collections.abc import Sequence
from typing import TypeVar

from client_app.commands.demo.people import Participant
from client_app.domain.answers import Answer, Answers

Value = TypeVar("Value")

_WORSE_BEFORE = (1, 2, 0, 1, 2)
_MORE_OR_LESS_SURE = (0, -1, 0, 1)
_SLEPT = (0, -1, 1, 0, 0, -1)
_KIT = ("urge_timer", "breathing", "grounding", "call_someone")


def answers_on(participant: Participant, days_ago: int, own: Sequence[str]) -> Answers:
    """Give the day's answers.

    Args:
        participant: who answers.
        days_ago: which day; it has a figure among the participant's cravings.
        own: the values under which the answers name the participant's own strategies.

    """
    craving = int(participant.days[-days_ago])
    mood = 5 - (craving + 1) // 3
    given: dict[str, Answer] = {
        "craving_now": craving,
        "craving_worst": max(craving, min(craving + _nth(_WORSE_BEFORE, days_ago), 7)),
        "triggers": _triggers(participant, craving, days_ago),
        "confidence": min(10, 10 - craving * 3 // 5 + _nth(_MORE_OR_LESS_SURE, days_ago)),
        "mood": mood,
        "sleep": "skip" if days_ago % 11 == 0 else min(5, max(1, mood + _nth(_SLEPT, days_ago))),
        "used": "no",
        "home_safe": "unsure" if craving >= 7 and days_ago % 2 else "yes",
        "coping": _coping(own, days_ago),
        "safety": "no",
        "call_me": "no",
    }
    if participant.takes_medication:
        given["medication"] = "taken"
    return Answers({**given, **participant.said.get(days_ago, {})})


def _triggers(participant: Participant, craving: int, days_ago: int) -> Answer:
    """None on easy days, two on hard ones."""
    if craving < 4:
        return "skip"
    count = len(participant.triggers)
    chosen = {participant.triggers[(days_ago + more) % count] for more in range(2 if craving >= 6 else 1)}
    return tuple(sorted(chosen))


def _coping(own: Sequence[str], days_ago: int) -> Answer:
    """An own strategy, and every third day a tool of the kit."""
    chosen = {_nth(own, days_ago)}
    if days_ago % 3 == 0:
        chosen.add(_nth(_KIT, days_ago))
    return tuple(sorted(chosen))


def _nth(values: Sequence[Value], number: int) -> Value:
    return values[number % len(values)]
