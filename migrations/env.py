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
    context.configure(connection=connection, target_metadata=Base.metadata, **extension.configure_args)
    with context.begin_transaction():
        context.run_migrations()
