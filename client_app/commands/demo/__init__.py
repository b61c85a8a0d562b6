"""``flask demo``: the whole product with invented people, for a look around and for trying things out."""

import time
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from client_app.commands._faults import stop_if_taken
from client_app.commands.demo import people
from client_app.commands.demo.clocks import day_of_change
from client_app.commands.demo.database import make_ready
from client_app.commands.demo.processes import (
    requests_to_stop,
    running,
    stop_with_the_first,
    wait_until_ready,
    worker_command,
)
from client_app.commands.web import PORT
from client_app.domain.local_days import local_day
from client_app.gateways import web_server
from client_app.gateways.clock import utc_now

SIGN_INS = {
    people.PARTICIPANT: "Maya, a participant who checks in every day, in English",
    people.PARTICIPANT_IN_SPANISH: "Rosa, a participant who checks in every day, in Spanish",
    people.COUNSELOR: "Carmen, Maya's counselor",
    people.OTHER_COUNSELOR: "Daniel, Rosa's counselor",
    people.FAMILY_MEMBER: "Elena, Maya's sister",
    people.DIRECTOR: "Priya, the program's director",
}
RESET = click.option("--reset", is_flag=True, envvar="RESET", help="Start over with fresh invented data.")


@click.group()
def demo() -> None:
    """Show the product with invented people."""


@demo.command()
@RESET
@with_appcontext
def load(*, reset: bool) -> None:
    """Make the database and the invented data, and start nothing."""
    _stop_unless_demo()
    make_ready(starts_over=reset)


@demo.command()
@RESET
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=PORT)
@with_appcontext
def run(port: int, *, reset: bool) -> None:
    """Make what is missing, then start web and worker until Ctrl-C."""
    _stop_unless_demo()
    stop_if_taken("127.0.0.1", port)
    make_ready(starts_over=reset)
    _tell_sign_ins()
    _serve(port)
    click.echo("The demo has stopped.")


def _serve(port: int) -> None:
    url = f"http://127.0.0.1:{port}"
    commands = {"web server": web_server.command(port), "worker": worker_command()}
    with requests_to_stop() as is_stopping, running(commands) as children:
        wait_until_ready(f"{url}/healthz", children, is_stopping)
        if not is_stopping():
            click.echo(f"Ready on {url} (Ctrl-C stops it)")
        while not is_stopping():
            stop_with_the_first(children)
            time.sleep(0.2)


def _tell_sign_ins() -> None:
    width = max(len(email) for email in SIGN_INS)
    click.echo("Sign in as")
    for email, who in SIGN_INS.items():
        click.echo(f"  {email:{width}}  {who}")
    click.echo(f"Password: {people.PASSWORD}")
    change = day_of_change(local_day(utc_now(), ZoneInfo(people.ZONE)), ZoneInfo(people.ZONE))
    if change:
        click.echo(f"The clocks change on {change}: see the groups of that week on /groups?week={change}")


def _stop_unless_demo() -> None:
    if not current_app.config["DEMO"]:
        raise click.ClickException("This is a real deployment: the demo runs with DEMO=1 and a database of its own.")
