"""Memory of one web process over 10,000 requests of every kind: ``python -m bench.memory``."""

import argparse
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from bench import databases
from bench.load import Ask, load
from bench.scene import PASSWORD, Scene, email_of, today
from bench.servers import serving
from bench.visitors import Visitors

BAR_MB = 150
SIGN_IN_EACH = 50
"""Requests; hashing takes far longer than a page."""
GROWTH = 1.05
"""From the first stretch, when everything has been used once, to the end: at most this much more counts as flat."""
REQUESTS = 10_000
STRETCHES = 5
SCENE = Scene(participants=400, days=14, has_flags=True)


def main() -> None:
    """Print the process's resident memory after each stretch of requests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    given = parser.parse_args()
    with databases.sqlite(SCENE.fill) as copies:
        url = copies()
        with serving(url) as server:
            asks = _asks(Visitors(url))
            sizes = []
            for _ in range(STRETCHES):
                load(server.port, islice(asks, given.requests // STRETCHES))
                sizes.append(_resident_mb(server.process_id))
    is_flat = sizes[-1] <= sizes[0] * GROWTH
    said = " · ".join(f"{size:.0f}" for size in sizes)
    print(f"\nmemory of one web process over {given.requests} requests, in MB: {said}")
    print(f"  largest {max(sizes):.0f} MB (bar {BAR_MB}) {'' if max(sizes) <= BAR_MB else 'MISSED'}")
    print(f"  last to first: {sizes[-1] / sizes[0]:.2f} (flat up to {GROWTH}) {'' if is_flat else 'MISSED'}")


def _asks(visitors: Visitors) -> Iterator[Ask]:
    """Pages, drafts and health checks of everybody in turn, with sign-ins and their hashing among them."""
    people = SCENE.participant_ids
    for number in count():
        person = people[number % len(people)]
        kind = number % 10
        if number % SIGN_IN_EACH == 0:
            known = {"email": email_of(person), "password": PASSWORD}
            yield Ask(visitors.post(person, "/sign-in", known), status=303)
        elif kind in {1, 2}:
            fields: dict[str, str | int] = {
                "day": today().isoformat(),
                "craving_now": number % 11,
                "answered": "craving_now",
            }
            yield Ask(visitors.post(person, "/check-in/draft", fields))
        elif kind == 3:
            yield Ask(visitors.get(1, "/triage"))
        else:
            paths = {4: "/healthz", 5: "/help-now"}
            yield Ask(visitors.get(person, paths.get(kind, "/check-in" if kind % 2 else "/today")))


def _resident_mb(process_id: int) -> float:
    """Resident memory of a process, in MB of 1,000,000 bytes."""
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kilobytes * 1024 / 1_000_000


if __name__ == "__main__":
    main()
