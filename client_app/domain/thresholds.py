"""The figures by which the flag rules judge. A program may change them; each flag names the version that raised it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from client_app.domain.sentences import N_, Sentence

RANGES: Mapping[str, tuple[int, int]] = {
    "craving_high": (1, 10),
    "craving_floor": (0, 10),
    "craving_rise": (1, 10),
    "baseline_days": (1, 35),
    "baseline_answers": (1, 35),
    "confidence_low": (0, 9),
    "mood_low": (1, 4),
    "mood_days": (2, 14),
    "medication_missed_times": (2, 14),
    "safety_skipped_times": (2, 14),
    "quiet_days": (2, 14),
    "quiet_hour": (0, 23),
}
"""The lowest and highest figure that makes sense for each threshold, both included.

No usual is taken from more days than the rules are given to look at (35).
"""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """One version of a program's thresholds. The defaults are this product's own; there is no universal craving line.

    Raises:
        ValueError: a figure is no whole number, is out of range, or contradicts another.

    """

    craving_high: int = 8
    """Craving from here on is flagged for everybody (0–10)."""
    craving_floor: int = 5
    """Below this no craving is flagged, whatever is usual for the person (0–10)."""
    craving_rise: int = 3
    """How far above the person's own usual a craving is flagged."""
    baseline_days: int = 14
    """From how many local days before the check-in the usual is taken."""
    baseline_answers: int = 5
    """How many answers in those days make a usual."""
    confidence_low: int = 3
    """Confidence down from here is flagged (0–10)."""
    mood_low: int = 2
    """Mood down from here counts as low (1–5)."""
    mood_days: int = 3
    """How many local days running a low mood is flagged."""
    medication_missed_times: int = 2
    safety_skipped_times: int = 2
    quiet_days: int = 2
    """How many ended local days without a word are a reason to reach out."""
    quiet_hour: int = 10
    """From which hour of the program's day quiet days are looked for."""

    def __post_init__(self) -> None:
        for name, (lowest, highest) in RANGES.items():
            figure: object = getattr(self, name)
            if type(figure) is not int or not lowest <= figure <= highest:
                raise ValueError(f"{name} must be a whole number from {lowest} to {highest}, not {figure!r}.")
        if self.craving_floor > self.craving_high:
            raise ValueError("craving_floor cannot be above craving_high.")
        if self.baseline_answers > self.baseline_days:
            raise ValueError("baseline_answers cannot be more than baseline_days.")

    def to_json(self) -> dict[str, int]:
        """Write them as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, int]) -> Self:
        """Read what ``to_json`` wrote, perhaps before a threshold was added (its default) or after one was dropped.

        Raises:
            ValueError: the stored figures make no sense.

        """
        return cls(**{name: stored[name] for name in RANGES if name in stored})


def contradictions(figures: Mapping[str, int]) -> dict[str, Sentence]:
    """Say for each figure that contradicts another why, as a person reads it; a figure that is missing says nothing."""
    found = {}
    floor, high = figures.get("craving_floor"), figures.get("craving_high")
    if floor is not None and high is not None and floor > high:
        found["craving_floor"] = Sentence(
            N_("This cannot be above the figure from which craving is flagged for everybody (%(high)s)."),
            {"high": high},
        )
    answers, days = figures.get("baseline_answers"), figures.get("baseline_days")
    if answers is not None and days is not None and answers > days:
        found["baseline_answers"] = Sentence(
            N_("This cannot be more than the days from which the usual is taken (%(days)s)."), {"days": days}
        )
    return found
