"""What a group has been dealing with since it last met, told so that nobody in it can be recognised."""

from collections import Counter
from collections.abc import Collection, Iterable

FEWEST_ANSWERS = 5
"""People who answered; with fewer, nothing is told."""
FEWEST_NAMED = 3
"""People who named a theme; a rarer one is not told."""


def themes(named: Iterable[Collection[str]]) -> tuple[tuple[str, int], ...]:
    """Give the themes that enough people named, the most frequent first.

    Args:
        named: for each person who answered, the triggers that they named since the group last met; a person counts
            once for a theme, however often they named it.

    """
    people = [set(triggers) for triggers in named]
    if len(people) < FEWEST_ANSWERS:
        return ()
    counted = Counter(theme for triggers in people for theme in triggers)
    told = [(theme, count) for theme, count in counted.items() if count >= FEWEST_NAMED]
    return tuple(sorted(told, key=lambda pair: (-pair[1], pair[0])))
