"""``flask admin`` as it is called at a terminal."""

from typing import NamedTuple

from flask import Flask


class Said(NamedTuple):
    """What a command wrote and how it ended."""

    code: int
    words: str


def admin(app: Flask, *words: str, typed: str | None = None) -> Said:
    """Call a command as at a terminal, with what is piped into it."""
    result = app.test_cli_runner().invoke(args=["admin", *words], input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Said(result.exit_code, result.output.strip())
