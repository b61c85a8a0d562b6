"""What may have helped: own strategies first, then the kit."""

from client_app.domain.definitions import Choice, Text
from client_app.domain.tools import Tool, coping_choices

KIT = (Tool("breathing", Text("Slow breathing", "Respirar lento"), Text("a", "b"), ()),)


def test_own_strategies_come_first_in_the_participants_order_and_words() -> None:
    assert coping_choices({7: "Walk the dog", 3: "Llamar a Ana"}, KIT) == (
        Choice("own:7", Text("Walk the dog", "Walk the dog")),
        Choice("own:3", Text("Llamar a Ana", "Llamar a Ana")),
        Choice("breathing", Text("Slow breathing", "Respirar lento")),
    )
