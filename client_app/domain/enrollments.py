"""How a participant's time in a program begins and ends."""

from enum import StrEnum


class ComesFrom(StrEnum):
    """Where a participant lives or was treated right before the program."""

    RESIDENTIAL = "residential"
    DETOX = "detox"
    HOME = "home"
