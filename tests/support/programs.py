"""Programs of ours started as a person at a terminal starts them, and read line by line until they end."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Timer

from tests.architecture.sources import ROOT
from tests.support.applications import SECRET, own_files

PATIENCE = 60.0
"""Seconds after which a program that says nothing has failed, on the slowest machine."""

Program = subprocess.Popen[str]


def flask_command(*words: str) -> list[str]:
    """The command line of ``flask …``."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


def environment(database_url: str, **settings: str) -> Mapping[str, str]:
    """The settings of a deployment over this database, and nothing of the machine's own."""
    kept = {name: os.environ[name] for name in ("PATH", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
    ours = {
        "SECRET_KEY": SECRET,
        "DATABASE_URL": database_url,
        **{name.upper(): path for name, path in own_files().items()},
        "PYTHONUNBUFFERED": "1",
    }
    return {**kept, **ours, **settings}


@contextmanager
def started(command: list[str], settings: Mapping[str, str]) -> Iterator[Program]:
    """Start a program in a process group of its own; whatever is left of it at the end is killed."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def lines_until(program: Program, words: str) -> list[str]:
    """What the program writes up to the line with these words.

    Raises:
        AssertionError: it ended before, by itself or because it said nothing for too long.

    """
    assert program.stdout is not None
    found: list[str] = []
    patience = Timer(PATIENCE, program.kill)
    patience.start()
    try:
        while not (found and words in found[-1]):
            line = program.stdout.readline()
            assert line, f"ended with {program.wait()} after {found}: {program.stderr.read() if program.stderr else ''}"
            found.append(line.rstrip("\n"))
    finally:
        patience.cancel()
    return found
