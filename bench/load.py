"""Clients on keep-alive connections, light enough to share two cores with the server that they measure."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ask:
    """One request, ready to be sent, and the status and start of ``Location`` that count as done."""

    message: bytes
    status: int = 200
    leads_to: bytes = b""


@dataclass
class Run:
    """What a stretch of requests took: the whole of it, and each of them, in seconds."""

    seconds: float = 0.0
    each: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Requests per second over the whole stretch."""
        return len(self.each) / self.seconds

    def milliseconds(self, percent: float) -> float:
        """The time under which ``percent`` of the requests stayed."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000

    def __add__(self, other: "Run") -> "Run":
        return Run(self.seconds + other.seconds, self.each + other.each)


def message(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """A request as it travels; an underscore in a header's name stands for a hyphen."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def load(port: int, asks: Iterable[Ask], clients: int = 32) -> Run:
    """Send all requests through so many connections at once, each its next one as soon as it is answered.

    Raises:
        AssertionError: an answer was not the expected one.

    """
    return asyncio.run(_load(port, iter(asks), clients))


async def _load(port: int, asks: Iterator[Ask], clients: int) -> Run:
    run = Run()
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(clients)]
    started = time.perf_counter()
    try:
        await asyncio.gather(*(_client(reader, writer, asks, run) for reader, writer in connections))
        run.seconds = time.perf_counter() - started
    finally:
        for _, writer in connections:
            writer.close()
    return run


async def _client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asks: Iterator[Ask], run: Run) -> None:
    for ask in asks:
        started = time.perf_counter()
        writer.write(ask.message)
        head, body = await _answer(reader)
        run.each.append(time.perf_counter() - started)
        is_done = int(head[9:12]) == ask.status and (b"\r\nlocation: " + ask.leads_to in head if ask.leads_to else True)
        assert is_done, f"{ask.message[:60]!r} was answered by {head!r} {body[:2000]!r}"


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The head of an answer in lower case, and its body, which every server here announces in bytes."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, rest = head.partition(b"\r\ncontent-length: ")
    length = int(rest.partition(b"\r\n")[0]) if rest else 0
    return head, await reader.readexactly(length)
