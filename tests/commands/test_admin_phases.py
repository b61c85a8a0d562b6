"""``flask admin add-phase``: the phases of a program, one behind the other."""

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.extensions import db
from client_app.models import Phase
from tests.cast import Cast


def add_phase(app: Flask, *words: str) -> tuple[int, str]:
    """Call the command, and tell what it wrote."""
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["admin", "add-phase", *words])
    return result.exit_code, result.output.strip()


def test_phases_are_added_behind_one_another(app: Flask, cast: Cast) -> None:
    where = ("--program", "Riverside")
    assert add_phase(app, "Five days", "--days-a-week", "5", *where) == (0, "Added the phase Five days.")
    assert add_phase(app, "One day", "--days-a-week", "1", "--least-hours", "1", "--most-hours", "8", *where)[0] == 0
    rows = db.session.scalars(select(Phase).where(Phase.program_id == cast.program_id).order_by(Phase.position)).all()
    assert [(row.position, row.name, row.least_hours, row.most_hours) for row in rows] == [
        (1, "Five days", 9, 19),
        (2, "One day", 1, 8),
    ]
    assert add_phase(app, "One day", "--days-a-week", "1", *where) == (1, "Error: There is a phase One day already.")


@pytest.mark.usefixtures("cast")
def test_hours_that_cannot_be_are_told(app: Flask) -> None:
    told = add_phase(app, "X", "--days-a-week", "3", "--least-hours", "20", "--program", "Riverside")
    assert told == (1, "Error: The most hours a week cannot be fewer than the least.")
