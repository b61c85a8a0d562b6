"""What goes wrong at a terminal, told in one sentence with exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from client_app.domain.refusals import Refused
from client_app.services.deployments import is_migrated, why_no_database


def stop_unless_ready() -> None:
    """Go on only with a database that answers and has its tables.

    Raises:
        ClickException: it does not, or has none yet.

    """
    fault = why_no_database()
    if fault:
        raise click.ClickException(fault)
    if not is_migrated():
        raise click.ClickException("The database has no tables yet: run flask --app wsgi db upgrade first.")


@contextmanager
def refusals_told() -> Iterator[None]:
    """Say a service's refusal at the terminal.

    Raises:
        ClickException: with the reason of the refusal.

    """
    try:
        yield
    except Refused as refused:
        raise click.ClickException(refused.reason.english()) from refused
