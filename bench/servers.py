"""The product, or something to compare it with, in a process of its own behind a real WSGI server."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Ask, load, message
from client_app.gateways import web_server

ROOT = Path(__file__).parents[1]
SECRET = "a secret for benchmarks only, long enough to be taken"  # noqa: S105 - guards nothing
PRODUCT = "wsgi:app"

Command = Callable[[int, str], list[str]]
"""The command line that serves a WSGI application on a port of the loopback interface."""

CANDIDATES: dict[str, Command] = {
    "waitress": lambda port, target: [
        *_module("waitress", f"--listen=127.0.0.1:{port}", "--threads=8", "--connection-limit=1000"),
        "--asyncore-use-poll",
        target,
    ],
    "granian": lambda port, target: [
        *_module("granian", "--interface=wsgi", "--no-ws", "--http=1", f"--port={port}"),
        *("--blocking-threads=8", "--log-level=error", target),
    ],
    "granian, 512 threads": lambda port, target: [
        *_module("granian", "--interface=wsgi", "--no-ws", "--http=1", f"--port={port}"),
        *("--blocking-threads=512", "--log-level=error", target),
    ],
    "gunicorn gthread": lambda port, target: [
        *_module("gunicorn", "--worker-class=gthread", "--threads=8", f"--bind=127.0.0.1:{port}"),
        *("--log-level=error", target),
    ],
}
"""The servers that were compared, with eight threads for the application where nothing else is said."""


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    process_id: int


@contextmanager
def serving(
    database_url: str,
    target: str = PRODUCT,
    command: Command | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """Serve an application over the database until the block ends, by the product's own server unless told otherwise.

    What it said is printed when the block fails.

    Raises:
        AssertionError: the server ended or does not answer within 30 seconds.

    """
    port = free_port()
    words = (command or product_command)(port, target)
    common = {"SECRET_KEY": SECRET, "DATABASE_URL": database_url, "SECURE_COOKIES": "0", "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **common, **(settings or {})}
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            assert _is_up(port, server), "the server does not answer"
            yield Served(port, server.pid)
        except BaseException:
            log.seek(0)
            print(f"what the server of {target} said:\n{log.read().decode()[-4000:]}", file=sys.stderr)
            raise
        finally:
            server.terminate()


def product_command(port: int, target: str) -> list[str]:
    """The command line that the product itself is started with."""
    return web_server.command(port, target=target)


def free_port() -> int:
    """A port on the loopback interface that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


def _is_up(port: int, server: "subprocess.Popen[bytes]") -> bool:
    """Wait until the server answers."""
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            load(port, [Ask(message("GET", "/healthz"))], clients=1)
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False
