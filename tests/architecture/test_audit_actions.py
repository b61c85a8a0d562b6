"""Every action that the program writes into the audit record is one that the record knows."""

import ast
from collections.abc import Iterator

from client_app.domain.audit_actions import DOORS, LISTS, LOOKED, LOOKS, OWN, Action
from tests.architecture.sources import name_of, python_files, tree_of

WRITERS = {"audit", "_audit"}


def written() -> Iterator[tuple[str, ast.expr]]:
    """Where an action is written, and how it is named there."""
    for path in python_files("client_app/services"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in WRITERS:
                    place = 0 if isinstance(node.func, ast.Attribute) else 1
                    yield f"{name_of(path)}:{node.lineno}", node.args[place]


def test_every_action_that_is_written_is_known() -> None:
    unknown = [
        f"{place}: {ast.unparse(action)}"
        for place, action in written()
        if isinstance(action, ast.JoinedStr) or (isinstance(action, ast.Constant) and action.value not in set(Action))
    ]
    assert unknown == []


def test_the_places_are_found() -> None:
    found = list(written())
    assert len(found) > 25
    assert {ast.unparse(action) for _, action in found} >= {"Action.FLAG_CLAIMED", "'flag.raised'", "action"}


def test_each_look_has_its_words_and_lists_are_looks() -> None:
    assert set(LOOKED) == LOOKS
    assert LISTS < LOOKS
    assert not set(OWN) & LOOKS
    assert not DOORS & LOOKS
