"""A participant says that they cannot make it, and what got in the way. Nobody is scolded for it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from client_app.domain.flag_rules import RULES
from client_app.domain.flags import Finding
from client_app.domain.sentences import N_, Sentence

NOTE_LIMIT = 2000
"""Characters; a line break counts as one."""


class Obstacle(StrEnum):
    """What got in the way."""

    RIDE = "ride"
    WORK = "work"
    CHILD_CARE = "child_care"
    ASHAMED = "ashamed"
    USED = "used"
    UNWELL = "unwell"
    OTHER = "other"


OBSTACLE_WORDS: Mapping[Obstacle, str] = {
    Obstacle.RIDE: N_("I have no ride"),
    Obstacle.WORK: N_("Work"),
    Obstacle.CHILD_CARE: N_("Nobody to watch the children"),
    Obstacle.ASHAMED: N_("I feel ashamed"),
    Obstacle.USED: N_("I used"),
    Obstacle.UNWELL: N_("I do not feel well"),
    Obstacle.OTHER: N_("Something else"),
}
"""The participant's words, in the order in which they are offered."""

TEAM_WORDS: Mapping[Obstacle, str] = {
    Obstacle.RIDE: N_("No ride"),
    Obstacle.WORK: N_("Work"),
    Obstacle.CHILD_CARE: N_("Child care"),
    Obstacle.ASHAMED: N_("Feels ashamed"),
    Obstacle.USED: N_("Used"),
    Obstacle.UNWELL: N_("Not well"),
    Obstacle.OTHER: N_("Something else"),
}
"""The same, as the care team reads it."""


def use_told(day: date) -> Finding:
    """Find any use, told in place of an appointment: the rule and its promise are those of the check-in."""
    rule = next(rule for rule in RULES if rule.code == "any_use")
    reason = Sentence(N_("Cannot come to an appointment, and says that they used."))
    return Finding(rule.code, rule.severity, reason, {"used": "yes", "days": (day.isoformat(),)}, None)


def why_not_tell(*, is_over: bool, is_cancelled: bool) -> Sentence | None:
    """Say why an absence is not told any more."""
    if is_cancelled:
        return Sentence(N_("This one was cancelled, so there is nothing to miss."))
    if is_over:
        return Sentence(N_("This one is over. You can still tell your team: send an update of your check-in."))
    return None
