"""The demo's web server and worker as two child processes: started together, stopped together."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click

ROOT = Path(__file__).parents[3]
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a polite kill, a closed terminal."""

READY_WITHIN = 30.0
"""Seconds that the web server may take to answer."""

STOPPED_WITHIN = 12.0
"""Seconds that the children may take to finish what they are at; the worker needs 10 at most."""


@dataclass(frozen=True)
class Child:
    """A child process and what it is called."""

    name: str
    process: "subprocess.Popen[bytes]"


@contextmanager
def requests_to_stop() -> Iterator[Callable[[], bool]]:
    """Note the signals that ask for a stop, and hand out whether one has come.

    They are noted and not raised: an exception in the middle of starting a child would leave it behind.
    """
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, note) for number in STOPS}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def running(commands: Mapping[str, list[str]]) -> Iterator[list[Child]]:
    """Start a child for each command; stop whoever is left at the end.

    Each is a process group of its own, so that Ctrl-C reaches this process alone, and this one stops them in order.
    """
    children: list[Child] = []
    try:
        for name, command in commands.items():
            process = subprocess.Popen(  # noqa: S603 - our own programs
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, process_group=0
            )
            children.append(Child(name, process))
        yield children
    finally:
        _stop(children)


def wait_until_ready(url: str, children: list[Child], is_stopping: Callable[[], bool]) -> None:
    """Wait for the first answer, or until somebody asks for a stop.

    Raises:
        ClickException: a child ended, or none came in time.

    """
    until = time.monotonic() + READY_WITHIN
    while not is_stopping():
        stop_with_the_first(children)
        if time.monotonic() > until:
            raise click.ClickException(f"The web server did not answer within {READY_WITHIN:.0f} seconds.")
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.1)
        else:
            return


def stop_with_the_first(children: list[Child]) -> None:
    """Go on only while every child runs.

    Raises:
        ClickException: one has ended by itself.

    """
    for child in children:
        code = child.process.poll()
        if code is not None:
            raise click.ClickException(f"The {child.name} has ended by itself (exit code {code}); the rest is stopped.")


def worker_command() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


def _stop(children: list[Child]) -> None:
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    until = time.monotonic() + STOPPED_WITHIN
    for child in children:
        try:
            child.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
