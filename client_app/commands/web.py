"""``flask web``: the web server, with the same options in the demo and in every deployment."""

import os

import click
from flask.cli import with_appcontext

from client_app.commands._faults import stop_if_taken, stop_unless_ready
from client_app.gateways import web_server

PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; a proxy ends TLS.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=PORT)
@with_appcontext
def web(host: str, port: int) -> None:
    """Serve the pages. This process becomes the server's own."""
    stop_unless_ready()
    stop_if_taken(host, port)
    program, *arguments = web_server.command(port, host)
    os.execv(program, [program, *arguments])  # noqa: S606 - the server's own command line, no shell
