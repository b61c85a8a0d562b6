"""Every module and every public function says what it is, in the field's words."""

import ast

from tests.architecture.sources import ROOT, name_of, python_files, tree_of

EVERYWHERE = ("client_app", "tests", "bench", "migrations")
NOT_TESTS = ("client_app", "tests/support", "bench")


def test_every_module_has_a_docstring() -> None:
    modules = [*python_files(*EVERYWHERE), ROOT / "wsgi.py"]
    silent = [name_of(path) for path in modules if not ast.get_docstring(tree_of(path))]
    assert not silent


def test_every_public_function_and_class_has_a_docstring() -> None:
    silent = [
        f"{name_of(path)}:{node.name}"
        for path in python_files(*NOT_TESTS)
        for holder in ast.walk(tree_of(path))
        if isinstance(holder, ast.Module) or (isinstance(holder, ast.ClassDef) and not holder.name.startswith("_"))
        for node in holder.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent


def test_every_revision_says_why() -> None:
    """One sentence stands above what Alembic writes itself."""
    unexplained = [
        name_of(path)
        for path in python_files("migrations/versions")
        if (ast.get_docstring(tree_of(path)) or "Revision ID").startswith("Revision ID")
    ]
    assert not unexplained
