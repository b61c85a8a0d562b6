"""Revisions lead up and down on both databases, and say the same as the models."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from client_app.extensions import db
from tests.support.applications import build


@pytest.fixture
def unmigrated(unmigrated_url: str) -> Iterator[Flask]:
    """The application over a database without any table, its context open."""
    app = build(unmigrated_url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def objects() -> dict[str, set[str]]:
    """What the database holds besides Alembic's own table: tables, and PostgreSQL's functions."""
    functions: list[str] = []
    if db.engine.dialect.name == "postgresql":
        named = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        functions = list(db.session.scalars(text(named)))
        db.session.rollback()
    return {"tables": set(inspect(db.engine).get_table_names()) - {"alembic_version"}, "functions": set(functions)}


@pytest.mark.usefixtures("unmigrated")
def test_revisions_lead_up_down_and_up_again() -> None:
    upgrade()
    first = objects()
    assert first["tables"] == set(db.metadata.tables)
    downgrade(revision="base")
    assert objects() == {"tables": set(), "functions": set()}
    upgrade()
    assert objects() == first


@pytest.mark.usefixtures("unmigrated")
def test_the_models_hold_nothing_that_no_revision_makes() -> None:
    upgrade()
    check()
