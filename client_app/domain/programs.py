"""What tells one program of a clinic from another."""

from enum import StrEnum


class Track(StrEnum):
    """When a program's groups meet."""

    DAY = "day"
    EVENING = "evening"
    WEEKEND = "weekend"
