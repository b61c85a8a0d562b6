"""What this deployment's database is good for, before anything is begun with it."""

from dataclasses import dataclass

from sqlalchemy import case, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from client_app.extensions import db
from client_app.gateways.databases import IMMEDIATE
from client_app.models import Person


@dataclass(frozen=True)
class Population:
    """How many people the database holds."""

    real: int
    demo: int


def why_no_database() -> str | None:
    """Say in one sentence why the database cannot be used at all, or nothing when it answers and can be written to."""
    try:
        with db.engine.connect().execution_options(**{IMMEDIATE: True}) as connection:
            connection.execute(select(1))
    except SQLAlchemyError as error:
        if db.engine.dialect.name == "sqlite":
            return f"The database {db.engine.url.database} cannot be opened and written to: {_first_line(error)}."
        return f"The PostgreSQL server does not answer: {_first_line(error)}."
    return None


def is_migrated() -> bool:
    """Has the database its tables?"""
    with db.engine.connect() as connection:
        return inspect(connection).has_table(Person.__tablename__)


def population() -> Population:
    """How many real and how many invented people there are; nobody where there are no tables yet."""
    if not is_migrated():
        return Population(real=0, demo=0)
    demo = func.coalesce(func.sum(case((Person.is_demo, 1), else_=0)), 0)
    with db.engine.connect() as connection:
        everybody, invented = connection.execute(select(func.count(), demo).select_from(Person)).one()
    return Population(real=everybody - invented, demo=invented)


def _first_line(error: SQLAlchemyError) -> str:
    """What the database's driver says, for the person at the terminal: it names no row."""
    said = str(getattr(error, "orig", None) or type(error).__name__)
    return said.strip().splitlines()[0].rstrip(".")
