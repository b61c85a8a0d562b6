"""One row by the driver alone: with the columns' own types, nothing where there is none, and no trace of a failure."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import SQLAlchemyError

from client_app.extensions import db
from client_app.gateways.plain_reads import PlainRead
from client_app.models import Program

NAMED = PlainRead(
    select(Program.name, Program.created_at, Program.track, Program.on_call_name).where(
        Program.name == bindparam("name"), Program.time_zone == bindparam("zone")
    )
)
MADE = datetime(2026, 11, 23, 15, 0, 0, 5, tzinfo=UTC)


@pytest.fixture
def program(context: Flask) -> Program:  # noqa: ARG001 - it is open
    """A program with a name that a careless statement would stumble over."""
    made = Program(name="100% Bob's?", time_zone="America/Chicago", created_at=MADE)
    db.session.add(made)
    db.session.commit()
    return made


def test_a_row_has_its_columns_types(program: Program) -> None:
    row = NAMED.row(db.engine, {"zone": "America/Chicago", "name": program.name})
    assert row == ("100% Bob's?", MADE, program.track, None)
    assert row[1].tzinfo is UTC


def test_nothing_is_found_where_nothing_is(program: Program) -> None:
    assert NAMED.row(db.engine, {"zone": "America/Chicago", "name": program.name[:-1]}) is None
    assert NAMED.row(db.engine, {"zone": "Europe/Madrid", "name": program.name}) is None


def test_a_failure_is_told_without_its_words_and_leaves_no_broken_connection(program: Program) -> None:
    broken = PlainRead(select(Program.name).where(text("no_such_column = 1"), Program.name == bindparam("name")))
    with pytest.raises(SQLAlchemyError) as failure:
        broken.row(db.engine, {"name": program.name})
    assert not any(word in str(failure.value) for word in ("no_such_column", program.name))
    assert NAMED.row(db.engine, {"zone": "America/Chicago", "name": program.name})
