"""What is done from a terminal: ``flask …``."""

from importlib import import_module

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup

COMMANDS = ("admin", "audit", "demo", "push", "web", "worker")
"""Each is a module here that holds a command of the same name."""


class OnDemand(AppGroup):
    """Commands whose modules are imported once they are called: a web process carries no scheduler and no demo."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Name every command."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Find a command, and import it where it is one of ours."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: Command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        return command


def register_commands(app: Flask) -> None:
    """Register every command."""
    app.cli = OnDemand(name=app.name, commands=app.cli.commands)
