"""Column types of our own: instants that are always aware, how far they lie apart, JSON that PostgreSQL can search."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, Float
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant, stored and handed out in UTC.

    SQLite keeps no zone and would hand out naive datetimes; PostgreSQL hands out the connection's zone.

    Raises:
        ValueError: a naive datetime is written.

    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes; write the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand out the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
"""A JSON document; on PostgreSQL in its binary form."""

Instant = Annotated[datetime, mapped_column(UtcInstant())]
"""An aware UTC instant (columns named ``*_at``)."""

Document = Annotated[dict[str, Any], mapped_column(Json)]
"""A JSON object whose shape the domain decides."""

Id = Annotated[int, mapped_column(primary_key=True)]
"""The row's own number."""


class SecondsBetween(FunctionElement[float]):
    """The seconds from one instant to another, reckoned by the database."""

    type = Float()
    inherit_cache = True


@compiles(SecondsBetween, "sqlite")
def _by_julian_days(element: SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    begins, ends = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((julianday({ends}) - julianday({begins})) * 86400.0)"


@compiles(SecondsBetween, "postgresql")
def _by_epoch(element: SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    begins, ends = (compiler.process(clause, **options) for clause in element.clauses)
    return f"extract(epoch FROM {ends} - {begins})::float"
