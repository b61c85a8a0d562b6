"""What one web process holds after 2,000 and after 10,000 requests. Run: ``python -m bench.memory``.

Pages, drafts, health checks and real sign-ins in turn, from 32 clients at once, so that passwords are hashed beside
each other as well.
"""

import argparse
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path
from uuid import UUID

from bench import databases
from bench.load import Ask, load, message
from bench.scene import PASSWORD, Scene, email_of, today
from bench.servers import serving
from bench.visitors import Visitors

BAR_MB = 150
FLAT = 1.05
"""How much more it may hold at the end than after the first fifth."""
REQUESTS = 10_000
SCENE = Scene(participants=400, days=14)


def main() -> None:
    """Measure one web process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    given = parser.parse_args()
    with databases.sqlite(SCENE.fill) as copies:
        url = copies()
        asks = mixed(Visitors(url))
        with serving(url) as served:
            print(f"\nResident memory of one web process (bar {BAR_MB} MB, and {FLAT} × after the first fifth)")
            print(f"  at the start          {resident_mb(served.process_id):6.1f} MB")
            fifths = []
            for fifth in range(1, 6):
                load(served.port, islice(asks, given.requests // 5))
                fifths.append(resident_mb(served.process_id))
                print(f"  after {given.requests * fifth // 5:6} requests {fifths[-1]:6.1f} MB", flush=True)
    is_met = fifths[-1] <= BAR_MB and fifths[-1] <= fifths[0] * FLAT
    print(f"  {fifths[-1] / fifths[0]:.2f} × after the first fifth {'' if is_met else 'MISSED'}")


def mixed(visitors: Visitors) -> Iterator[Ask]:
    """Endless requests: of fifty, one signs in, the others look, answer a question or ask for the health."""
    people, numbers = cycle(SCENE.participant_ids), count(1)
    while True:
        for turn in range(50):
            yield _ask(visitors, turn, next(people), next(numbers))


def _ask(visitors: Visitors, turn: int, person_id: int, number: int) -> Ask:
    if turn == 0:
        fields = {"email": email_of(person_id), "password": PASSWORD, "next": ""}
        return Ask(visitors.signed_out_post("/sign-in", fields), 303)
    if turn % 4 == 0:
        return Ask(message("GET", "/healthz"))
    if turn % 4 == 1:
        return Ask(message("GET", "/sign-in"))
    if turn % 4 == 2:
        return Ask(visitors.get(person_id, "/check-in"))
    draft_id = str(UUID(int=person_id))  # each participant goes on with one draft
    fields = {"kind": "daily", "day": today().isoformat(), "client_id": draft_id, "craving_now": str(number % 8)}
    return Ask(visitors.post(person_id, "/check-in/draft", fields))


def resident_mb(process_id: int) -> float:
    """What the process holds in memory, in units of 1,000,000 bytes."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    [kilobytes] = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")]
    return kilobytes * 1024 / 1_000_000


if __name__ == "__main__":
    main()
