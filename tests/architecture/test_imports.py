"""Imports run one way, the domain is plain Python, and the clock is read in few places."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, name_of, python_files, tree_of

BELOW_THE_CLOCK = ("client_app/domain", "client_app/models", "client_app/services")
ABOVE_THE_TABLES = ("client_app/blueprints", "client_app/commands", "client_app/jobs", "client_app/web")
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "fromtimestamp"}


def test_import_contracts_are_kept() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_domain_imports_the_standard_library_and_itself_only() -> None:
    foreign = [
        f"{name_of(path)}: {module}"
        for path in python_files("client_app/domain")
        for module in imported(tree_of(path))
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("client_app.domain")
    ]
    assert not foreign


@pytest.mark.parametrize("folder", BELOW_THE_CLOCK)
def test_nothing_below_the_pages_reads_the_clock(folder: str) -> None:
    readers = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(folder)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and reads_the_clock(node.func)
    ]
    assert not readers


@pytest.mark.parametrize("folder", ABOVE_THE_TABLES)
def test_only_services_hold_the_database_session(folder: str) -> None:
    holders = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(folder)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "session" and ast.unparse(node.value) == "db"
    ]
    assert not holders


def test_one_module_reads_the_htmx_headers() -> None:
    readers = {
        name_of(path)
        for path in python_files("client_app")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call | ast.Subscript) and re.match(r"request\.headers\W.*['\"]HX-", ast.unparse(node))
    }
    assert readers == {"client_app/web/pages.py"}


def test_the_crisis_lines_are_read_through_one_service() -> None:
    """The content's lines alone would be those of the day this product was made, not the ones a director corrected."""
    readers = {
        name_of(path)
        for path in python_files("client_app")
        for node in ast.walk(tree_of(path))
        if ast.unparse(node) == "content.crisis_lines"
        or takes_from(node, "client_app.gateways.content", "crisis_lines")
    }
    assert readers == {"client_app/services/crisis_lines.py"}


def takes_from(node: ast.AST, module: str, name: str) -> bool:
    """Does this import the name out of the module?"""
    return isinstance(node, ast.ImportFrom) and node.module == module and name in {alias.name for alias in node.names}


def reads_the_clock(called: ast.expr) -> bool:
    """Is this ``datetime.now``, ``date.today``, ``time.time`` or one of their kin?"""
    return (
        isinstance(called, ast.Attribute)
        and called.attr in CLOCKS
        and ast.unparse(called.value).split(".")[-1] in {"datetime", "date", "time"}
    )


def imported(tree: ast.Module) -> Iterator[str]:
    """The full name of every module that the file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
