"""Files, functions and templates stay short: what is too long is split the same day."""

import statistics
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, functions_of, lines_of, name_of, python_files, templates, tree_of

FILE = 300
FUNCTION = 40
TEMPLATE = 150

OURS = ("client_app", "tests", "bench")
"""Not migrations: a revision lists columns, and Alembic writes it down."""


def files() -> dict[str, int]:
    """Lines of each file of code, style and script."""
    own_assets = (ROOT / "client_app" / "static").glob("[cj]s*/**/*.[cj]s*")
    return {name_of(path): lines_of(path) for path in [*python_files(*OURS), ROOT / "wsgi.py", *own_assets]}


def functions() -> dict[str, int]:
    """Lines of each function, docstring included; a test's table of cases stands before it and is no part of it."""
    return {
        f"{name_of(path)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files(*OURS)
        for node in functions_of(tree_of(path))
    }


def page_templates() -> dict[str, int]:
    """Lines of each template."""
    return {name_of(path): lines_of(path) for path in templates()}


@pytest.mark.parametrize(
    ("lengths", "longest"),
    [
        pytest.param(files(), FILE, id="files"),
        pytest.param(functions(), FUNCTION, id="functions"),
        pytest.param(page_templates(), TEMPLATE, id="templates"),
    ],
)
def test_nothing_is_longer_than_agreed(lengths: Mapping[str, int], longest: int) -> None:
    too_long = {name: length for name, length in lengths.items() if length > longest}
    assert not too_long, f"longer than {longest} lines: {too_long} ({summary(lengths)})"


def summary(lengths: Mapping[str, int]) -> str:
    """Median and 90th percentile: what is aimed at, and no reason to fail."""
    ordered = sorted(lengths.values())
    return f"median {statistics.median(ordered):.0f}, 90th percentile {ordered[len(ordered) * 9 // 10]}"


def test_the_factory_stays_a_factory() -> None:
    assert lines_of(Path(ROOT / "client_app" / "__init__.py")) <= 60
