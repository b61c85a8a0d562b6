"""Reading one row by the database's driver alone, where an answer is little more than the look at that row.

SQLAlchemy still writes the statement and knows the types; what is left out is all that a connection of its does
around each statement, which takes five times as long as the statement itself.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Engine, Select
from sqlalchemy.exc import SQLAlchemyError

Processor = Callable[[Any], Any]
Prepared = tuple[str, list[str] | None, list[Processor | None]]
"""The statement in the database's words, the order of its parameters where they have no names, and its types."""


class PlainRead:
    """A statement that finds one row or none. All its parameters are named texts."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self.statement = statement

    def row(self, engine: Engine, parameters: Mapping[str, str]) -> tuple[Any, ...] | None:
        """The row, with its values as the columns' types give them; nothing when there is none.

        Raises:
            SQLAlchemyError: the database does not answer.

        """
        text, names, processors = _prepared(self.statement, engine.dialect)
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(text, parameters if names is None else tuple(parameters[name] for name in names))
            found = cursor.fetchone()
        except engine.dialect.loaded_dbapi.Error as error:
            connection.invalidate()
            raise SQLAlchemyError(type(error).__name__) from None
        finally:
            connection.close()
        if found is None:
            return None
        return tuple(value if made is None else made(value) for made, value in zip(processors, found, strict=True))


@lru_cache(maxsize=32)
def _prepared(statement: Select[*tuple[Any, ...]], dialect: Dialect) -> Prepared:
    compiled: Any = statement.compile(dialect=dialect)
    columns: Any = statement.selected_columns
    processors = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return compiled.string, compiled.positiontup if compiled.positional else None, processors
