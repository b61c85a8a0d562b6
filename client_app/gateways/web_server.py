"""The WSGI server with its options, in one place for the demo and for every deployment.

waitress takes in a request whole, headers and body, before one of its threads sees it: hundreds of slow connections
hold memory, not threads (``bench/slow_connections.py`` compares it with others). No request is logged, and no address.
"""

import logging
import pkgutil
import signal
import sys
from types import FrameType
from typing import NoReturn

from waitress import serve

THREADS = 20
"""As many as the database pool has connections, so that no request waits for one; 12 of them at most wait for a
password to be hashed (``gateways/passwords.py``), so that 8 are always there for everything else."""
MOST_CONNECTIONS = 1000
"""Open at the same time, slow ones and idle ones included."""
IDLE_AFTER = 60
"""Seconds without a byte after which an idle connection is closed."""
LARGEST_BODY = 8 * 1024 * 1024
"""Bytes that are taken in. The application refuses much less (256 kB), but with a page that keeps what was typed."""
IN_MEMORY = 320 * 1024
"""Bytes of a body that are kept in memory; only what will be refused is larger, and waits in an unnamed file."""


def command(port: int, host: str = "127.0.0.1", *, target: str = "wsgi:app") -> list[str]:
    """The command line of a web process, to be run in the program's folder."""
    return [sys.executable, "-m", __name__, host, str(port), target]


def main(host: str, port: str, target: str) -> None:
    """Serve the WSGI application ``target`` until the process is told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue of some requests is an everyday matter
    signal.signal(signal.SIGTERM, _stop)
    serve(
        pkgutil.resolve_name(target),
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=MOST_CONNECTIONS,
        channel_timeout=IDLE_AFTER,
        asyncore_use_poll=True,  # select() ends at 1024 connections
        max_request_body_size=LARGEST_BODY,
        inbuf_overflow=IN_MEMORY,
        clear_untrusted_proxy_headers=False,  # web/addresses.py does, by the setting TRUSTED_PROXIES
        ident="",
    )


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave the server's loop, which then lets its threads finish the requests in hand."""
    raise SystemExit


if __name__ == "__main__":
    main(*sys.argv[1:])
