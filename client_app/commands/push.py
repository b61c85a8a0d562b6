"""``flask push``: the keys with which pushes are signed."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from client_app.gateways.kept_files import alone_with
from client_app.gateways.push_keys import KeyPair, UnreadableKeysError, read_keys, write_keys
from client_app.gateways.push_sealing import new_pair, private_key_of


@click.group()
def push() -> None:
    """Make the keys with which reminders are signed."""


@push.command()
@click.option("--rotate", is_flag=True, help="Make a new pair in front of the old ones; nobody who subscribed is lost.")
@with_appcontext
def keys(*, rotate: bool) -> None:
    """Make the first key pair where there is none, and print the public keys, the newest first."""
    path = Path(current_app.config["PUSH_KEYS_FILE"])
    try:
        pairs = _pairs_in(path, rotate=rotate)
    except UnreadableKeysError as error:
        raise click.ClickException(f"{error} Nothing was changed. Put the file aside to begin another.") from error
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
    for pair in pairs:
        click.echo(pair.public)
    if not current_app.config["PUSH_CONTACT"]:
        click.echo("Set PUSH_CONTACT as well: nothing is pushed without it.", err=True)


def _pairs_in(path: Path, *, rotate: bool) -> tuple[KeyPair, ...]:
    """The pairs, with a new one in front where that is asked for or there was none."""
    with alone_with(path):
        pairs = read_keys(path)
        for pair in pairs:
            private_key_of(pair)
        if rotate or not pairs:
            pairs = (new_pair(), *pairs)
            write_keys(path, pairs)
    return pairs
