"""400 slow connections, and how fast /healthz answers meanwhile. Run: ``python -m bench.slow_connections [--all]``.

Half of them send their headers byte by byte, half a form: to the sign-in, and to the check-in as somebody who is
signed in. They stop after a few seconds, and only ever reach the loopback interface.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice

from bench import databases
from bench.load import Ask, Run, load, message
from bench.scene import Scene
from bench.servers import CANDIDATES, PRODUCT, Command, product_command, serving
from bench.visitors import Visitors

BAR_MS = 500
CONNECTIONS = 400
SECONDS = 10
PAUSE = 0.5
"""Seconds between two bytes of a slow connection."""
PATIENCE = 5
"""Seconds after which a health check counts as unanswered."""
TURNS = 4
SCENE = Scene(participants=40, days=14)


@dataclass
class Health:
    """How long each health check took, in seconds; one without an answer took all of its patience."""

    each: list[float] = field(default_factory=list)
    unanswered: int = 0
    held: int = 0
    """Slow connections that the server still held at the end."""

    @property
    def worst_ms(self) -> float:
        """The slowest one."""
        return max(self.each) * 1000


def main() -> None:
    """Print one line for every server that was compared, the product's own first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--all", action="store_true", help="the servers that were compared as well")
    given = parser.parse_args()
    commands: dict[str, Command] = {"the product's": product_command, **(CANDIDATES if given.all else {})}
    with databases.sqlite(SCENE.fill) as copies:
        print(f"\n/healthz beside {given.connections} slow connections, worst answer (bar {BAR_MS} ms)")
        for name, command in commands.items():
            report(name, measure(copies(), command, given.connections, given.seconds))
        if given.all:
            compare(copies(), commands)


def report(name: str, health: Health) -> None:
    """Print one line of the table."""
    verdict = "" if health.worst_ms < BAR_MS else "MISSED"
    print(
        f"  {name:20} {health.worst_ms:6.0f} ms · {health.unanswered} of {len(health.each)} unanswered"
        f" · {health.held} slow connections held {verdict}"
    )


def measure(url: str, command: Command, connections: int, seconds: int) -> Health:
    """Open the slow connections to a server of its own, and ask for its health all the while."""
    visitors = Visitors(url)
    with serving(url, PRODUCT, command) as served:
        slow = list(islice(cycle(slow_messages(visitors)), connections))
        return asyncio.run(_beside(served.port, slow, seconds))


def compare(url: str, commands: dict[str, Command]) -> None:
    """Let the servers take turns at the check-in's page, 32 clients at once, and print their speed as ratios."""
    visitors = Visitors(url)
    pages = [Ask(visitors.get(number, "/check-in")) for number in SCENE.participant_ids] * 4
    runs = {name: Run() for name in commands}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serving(url, PRODUCT, command)) for name, command in commands.items()}
        for turn in range(TURNS + 1):
            for name, served in servers.items():
                run = load(served.port, pages)
                runs[name] += run if turn else Run()  # the first turn is for warming up
    print("\n/check-in at 32 clients, to the product's server")
    own = next(iter(runs.values()))
    for name, run in runs.items():
        print(f"  {name:20} {run.per_second / own.per_second:.2f} · p99 {run.milliseconds(99):.0f} ms")


def slow_messages(visitors: Visitors) -> Iterator[tuple[bytes, bytes]]:
    """What a slow connection sends at once, and what it then sends byte by byte."""
    fields = {"note": "a" * 2000}
    participants = iter(SCENE.participant_ids)
    for path in ("/sign-in", "/check-in"):
        head, end, body = visitors.post(next(participants), path, fields).partition(b"\r\n\r\n")
        yield head + end, body
        yield message("GET", "/sign-in").removesuffix(b"\r\n"), b"X-Slow: 1\r\n" * 200


async def _beside(port: int, slow: list[tuple[bytes, bytes]], seconds: int) -> Health:
    ends_at = time.monotonic() + seconds
    dribbles = [asyncio.create_task(_dribble(port, *each, ends_at)) for each in slow]
    health = Health()
    await asyncio.sleep(1)
    while time.monotonic() < ends_at:
        started = time.perf_counter()
        try:
            await asyncio.wait_for(_ask_health(port), PATIENCE)
        except (OSError, EOFError, TimeoutError):
            health.unanswered += 1
        health.each.append(time.perf_counter() - started)
        await asyncio.sleep(0.1)
    health.held = sum(await asyncio.gather(*dribbles))
    return health


async def _ask_health(port: int) -> None:
    """On a connection of its own, as a watchdog would."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(message("GET", "/healthz", Connection="close"))
        assert b" 200 " in await reader.readuntil(b"\r\n"), "it is healthy"
    finally:
        writer.close()


async def _dribble(port: int, at_once: bytes, slowly: bytes, ends_at: float) -> bool:
    """Send a byte now and then; whether the server still takes them at the end."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(at_once)
        for byte in slowly:
            if time.monotonic() > ends_at:
                break
            await asyncio.sleep(PAUSE)
            writer.write(bytes([byte]))
            await writer.drain()
    except OSError:
        return False
    else:
        return True
    finally:
        writer.close()


if __name__ == "__main__":
    main()
