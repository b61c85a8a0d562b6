"""A push service in a process of its own that accepts everything after a while, and counts what it accepted.

Run: ``python -m bench.push_endpoint PORT``. ``GET /counts`` tells how often each path was posted to, and forgets it.
"""

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from bench.servers import ROOT, free_port

ANSWERS_AFTER = 0.06
"""Seconds."""
_CREATED = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"


class _Exchange(asyncio.Protocol):
    """One connection; its requests come one after another."""

    counts: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._read, self._needed = transport, bytearray(), 0

    def data_received(self, data: bytes) -> None:
        """Take in what has come; a request that is whole is answered after a while."""
        self._read += data
        if not self._needed:
            head_ends = self._read.find(b"\r\n\r\n") + 4
            if head_ends < 4:
                return
            _, _, rest = self._read[:head_ends].lower().partition(b"\r\ncontent-length: ")
            self._needed = head_ends + (int(rest.partition(b"\r\n")[0]) if rest else 0)
        if len(self._read) >= self._needed:
            method, path = self._read[: self._read.find(b" HTTP")].decode().split(" ")
            self._read, self._needed = bytearray(), 0
            self._answer(method, path)

    def _answer(self, method: str, path: str) -> None:
        if method == "POST":
            self.counts[path] += 1
            asyncio.get_running_loop().call_later(ANSWERS_AFTER, self._transport.write, _CREATED)
            return
        body = json.dumps(self.counts).encode()
        self.counts.clear()
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Exchange, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


@contextmanager
def accepting() -> Iterator[int]:
    """Run it until the block ends, and hand out its port."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", "bench.push_endpoint", str(port)], cwd=ROOT) as process:
        try:
            while True:
                try:
                    counted(port)
                    break
                except OSError:
                    time.sleep(0.05)
            yield port
        finally:
            process.terminate()


def counted(port: int) -> dict[str, Any]:
    """How often each path was posted to since this was asked last."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/counts", timeout=10) as answer:
        counts: dict[str, Any] = json.load(answer)
    return counts


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
