"""The demo's database: migrated, holding invented people only, and told to the end."""

from pathlib import Path

import click
from flask import current_app
from flask_migrate import downgrade, upgrade

from client_app.commands._faults import stop_if_real_people_meet_a_demo, stop_unless_it_answers
from client_app.commands.demo.story import is_told, tell
from client_app.gateways.clock import utc_now
from client_app.services.deployments import is_migrated, population


def make_ready(*, starts_over: bool) -> None:
    """Bring the database to the newest revision and load the invented data where they are not there yet.

    Raises:
        ClickException: it cannot be opened, or holds real people.

    """
    stop_unless_it_answers()
    stop_if_real_people_meet_a_demo()
    if starts_over and is_migrated():
        downgrade(revision="base")
    upgrade()
    if population().demo and not _is_complete():
        click.echo("The invented data are not complete. Starting over.")
        downgrade(revision="base")
        upgrade()
    if not _is_complete():
        click.echo("Making six weeks of invented data …")
        Path(current_app.config["AUDIT_HEAD_FILE"]).unlink(missing_ok=True)  # of the data that were there before
        with current_app.app_context():
            tell(utc_now())


def _is_complete() -> bool:
    """Look in a context of its own: a transaction left open would lock the tables for as long as the demo runs."""
    with current_app.app_context():
        return is_told()
