"""Pages are opened on SQLite, and those whose posts meet each other or whose statements are counted on both databases.

What pages read and do is a service's, and services are tested on both. ``-m postgresql`` opens every page there too.
"""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ON_BOTH = {
    f"test_{name}"
    for name in (
        "appointments",
        "attendance",
        "check_in_conflicts",
        "check_in_drafts",
        "check_in_statements",
        "check_ins",
        "flag_paging",
        "flags",
        "imports",
        "push_subscriptions",
        "sign_in_throttling",
        "triage",
    )
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the other pages' tests on PostgreSQL out, unless they are asked for."""
    if "postgresql" in config.option.markexpr:
        return
    left_out = {item for item in items if _is_left_out(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def _is_left_out(item: pytest.Item) -> bool:
    is_page = item.path.parent == HERE and item.path.stem not in ON_BOTH
    return is_page and item.get_closest_marker("postgresql") is not None
