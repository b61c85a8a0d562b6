"""What may have helped: own strategies first, then the kit."""

import pytest

from client_app.domain.definitions import Choice, Text
from client_app.domain.tools import Tool, coping_choices, is_own_value, own_value

KIT = (Tool("breathing", Text("Slow breathing", "Respirar lento"), Text("a", "b"), ()),)


def test_own_strategies_come_first_in_the_participants_order_and_words() -> None:
    assert coping_choices({7: "Walk the dog", 3: "Llamar a Ana"}, KIT) == (
        Choice("own:7", Text("Walk the dog", "Walk the dog")),
        Choice("own:3", Text("Llamar a Ana", "Llamar a Ana")),
        Choice("breathing", Text("Slow breathing", "Respirar lento")),
    )


@pytest.mark.parametrize(
    ("value", "is_own"),
    [(own_value(7), True), (" own:7 ", True), ("breathing", False), ("", False), ("my own:7", False)],
)
def test_an_own_strategy_is_told_from_the_kit(value: str, *, is_own: bool) -> None:
    assert is_own_value(value) is is_own
