"""What goes wrong at a terminal, told in one sentence with exit code 1."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app

from client_app.domain.refusals import Refused
from client_app.services.deployments import is_migrated, population, why_no_database


def stop_unless_ready() -> None:
    """Go on only with a database that answers, has its tables, and holds no people who are not this deployment's.

    Raises:
        ClickException: it does not, has none yet, or a demo found real people.

    """
    stop_unless_it_answers()
    if not is_migrated():
        raise click.ClickException("The database has no tables yet: run flask --app wsgi db upgrade first.")
    stop_if_real_people_meet_a_demo()
    invented = population().demo
    if invented and not current_app.config["DEMO"]:
        click.echo(f"Warning: {invented} demo accounts are in this database; none of them can sign in here.", err=True)


def stop_unless_it_answers() -> None:
    """Go on only with a database that can be opened and written to.

    Raises:
        ClickException: it cannot.

    """
    fault = why_no_database()
    if fault:
        raise click.ClickException(fault)


def stop_if_real_people_meet_a_demo() -> None:
    """Go on with real people only where this is no demo.

    Raises:
        ClickException: it is one.

    """
    if current_app.config["DEMO"] and population().real:
        raise click.ClickException(
            "This database holds real people, so the demo leaves it alone: name another one with DATABASE_URL."
        )


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
