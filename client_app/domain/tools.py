"""The public coping kit: short tools for a hard moment, open to everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from client_app.domain.definitions import Choice, Text

_OWN = "own:"


@dataclass(frozen=True)
class Tool:
    """One tool of the kit: what it does in a line, and how to do it."""

    name: str
    title: Text
    summary: Text
    steps: tuple[Text, ...]


def own_value(strategy_id: int) -> str:
    """Give the value under which an answer names a strategy of the participant's own."""
    return f"{_OWN}{strategy_id}"


def is_own_value(value: str) -> bool:
    """Does the answer name a strategy of the participant's own?"""
    return value.strip().startswith(_OWN)


def coping_choices(own: Mapping[int, str], kit: Sequence[Tool]) -> tuple[Choice, ...]:
    """Give what may have helped: the participant's own strategies in their order, then the kit.

    Args:
        own: the strategies' words by row number, in the participant's order; they are in no language but their own.
        kit: the public tools.

    """
    return (
        *(Choice(own_value(number), Text(words, words)) for number, words in own.items()),
        *(Choice(tool.name, tool.title) for tool in kit),
    )
