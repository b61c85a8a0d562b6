"""Revisions lead up and down on both databases, and say the same as the models."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from client_app.extensions import db
from tests.support.applications import build

OF_THE_FIRST_REVISION = (
    "INSERT INTO programs (id, name, time_zone, created_at) VALUES (1, 'Riverside', 'America/Chicago', '2026-10-01')",
    (
        "INSERT INTO people (id, program_id, role, email, password_hash, name, is_demo, created_at) "
        "VALUES (1, 1, 'participant', 'ana@riverside.example', 'x', 'Ana', false, '2026-10-01')"
    ),
    (
        "INSERT INTO sign_ins (id, person_id, token_hash, started_at, last_seen_at) "
        "VALUES (1, 1, 'abc', '2026-10-01', '2026-10-01')"
    ),
)


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


@pytest.mark.usefixtures("unmigrated")
def test_people_of_the_first_revision_are_still_there_after_the_second_and_on_the_way_back() -> None:
    upgrade(revision="0001")
    with db.engine.begin() as connection:
        for row in OF_THE_FIRST_REVISION:
            connection.execute(text(row))
    for leads, revision in ((upgrade, "0002"), (downgrade, "0001"), (upgrade, "0002")):
        leads(revision=revision)
        with db.engine.connect() as connection:
            known = connection.execute(
                text("SELECT name, token_hash FROM sign_ins s JOIN people p ON p.id = person_id")
            )
            assert [tuple(row) for row in known] == [("Ana", "abc")]
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM people WHERE joined_at = created_at")) == 1
        assert connection.scalar(text("SELECT track FROM programs")) == "day"
