"""How Alembic reaches the application's database and tables."""

from alembic import context
from flask import current_app

from client_app import models  # noqa: F401 - the tables are known once their modules are imported
from client_app.extensions import Base

if context.is_offline_mode():
    raise SystemExit("Migrations run against a database; there is no offline mode.")

extension = current_app.extensions["migrate"]
engine = extension.db.engine

with engine.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:  # to change a column, a table that others refer to is made anew; this acts outside a transaction only
        connection.connection.execute("PRAGMA foreign_keys = OFF")
    context.configure(connection=connection, target_metadata=Base.metadata, **extension.configure_args)
    try:
        with context.begin_transaction():
            context.run_migrations()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if is_sqlite else []
            if broken:
                raise SystemExit(f"The revision leaves rows that refer to nothing, so it was taken back: {broken[:5]}")
    finally:
        if is_sqlite:
            connection.rollback()
            connection.connection.execute("PRAGMA foreign_keys = ON")
