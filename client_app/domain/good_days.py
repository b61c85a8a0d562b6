"""Good days too: not everything is a flag. What went well on a day, by the person's own answers."""

from collections.abc import Mapping

from client_app.domain.answers import Answer
from client_app.domain.sentences import N_, Sentence

CRAVING_LOW = 2
"""Craving up to here is low for anybody (0–10; this product's own figure)."""
CRAVING_FALL = 2
"""How far below the person's own usual a craving is good news."""
MOOD_GOOD = 4
"""Mood from here on is good (1–5)."""
CONFIDENCE_HIGH = 8
"""Confidence from here on is high (0–10)."""
SLEEP_GOOD = 4
"""Sleep from here on was good (1–5)."""


def good_signs(answers: Mapping[str, Answer], usual_craving: float | None) -> tuple[Sentence, ...]:
    """Say in kind words what was good, best told first; empty when the answers tell of nothing."""
    signs = (
        _craving(answers.get("craving_now"), usual_craving),
        _high(answers.get("mood"), MOOD_GOOD, N_("Mood was good: %(value)s of 5.")),
        _high(answers.get("confidence"), CONFIDENCE_HIGH, N_("Felt sure of the plan: %(value)s of 10.")),
        _high(answers.get("sleep"), SLEEP_GOOD, N_("Slept well: %(value)s of 5.")),
    )
    return tuple(sign for sign in signs if sign is not None)


def _craving(value: Answer | None, usual: float | None) -> Sentence | None:
    """Low for anybody, or clearly below what is usual for this person."""
    if not isinstance(value, int):
        return None
    if usual is not None and value <= usual - CRAVING_FALL:
        return Sentence(
            N_("Craving %(value)s of 10, lower than the usual %(usual)s."), {"value": value, "usual": f"{usual:g}"}
        )
    if value <= CRAVING_LOW:
        return Sentence(N_("Craving was low: %(value)s of 10."), {"value": value})
    return None


def _high(value: Answer | None, line: int, text: str) -> Sentence | None:
    """At the line or above it."""
    return Sentence(text, {"value": value}) if isinstance(value, int) and value >= line else None
