"""What goes wrong at a terminal, told in one sentence with exit code 1."""

import errno
import socket
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


def stop_if_taken(host: str, port: int) -> None:
    """Go on only with a port on which nobody listens.

    Raises:
        ClickException: another program has it, or this machine or account may not listen there.

    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                another = port % 65535 + 1
                reason = f"Port {port} is taken: stop what listens there, or choose another, as in PORT={another}."
            else:
                reason = f"Nothing can listen on {host}, port {port}: {error.strerror}."
            raise click.ClickException(reason) from error


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
