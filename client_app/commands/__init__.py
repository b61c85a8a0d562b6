"""What is done from a terminal: ``flask …``."""

from flask import Flask


def register_commands(app: Flask) -> None:
    """Register every command."""
