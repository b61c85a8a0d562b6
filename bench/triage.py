"""/triage with a million check-ins against ten thousand, for the same caseload. Run: ``python -m bench.triage``."""

import argparse
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from bench import databases
from bench.load import Ask, Run, load
from bench.scene import CASELOAD, OPEN_FLAGS, Scene
from bench.servers import Served, serving
from bench.visitors import Visitors

BAR = 1.3
COUNSELOR = 1
SMALL = Scene(participants=200, days=50, has_flags=True)
LARGE = Scene(participants=20_000, days=50, has_flags=True)


@dataclass(frozen=True)
class Clinic:
    """A running product over a database of some size, and the request for the first counselor's list."""

    served: Served
    ask: Ask

    def p95(self, pages: int) -> float:
        """The time in milliseconds under which 95 of 100 pages stayed, one after the other on one connection."""
        run: Run = load(self.served.port, [self.ask] * pages, clients=1)
        return run.milliseconds(95)


def main() -> None:
    """Let both take turns, pair by pair, and print the median of their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=100, help="in each half of a pair")
    parser.add_argument("--participants", type=int, default=LARGE.participants, help="in the large clinic")
    given = parser.parse_args()
    large_scene = Scene(given.participants, LARGE.days, has_flags=True)
    with ExitStack() as stack:
        small, large = (_open(stack, scene) for scene in (SMALL, large_scene))
        for clinic in (small, large):
            clinic.p95(20)
        pairs = [(small.p95(given.pages), large.p95(given.pages)) for _ in range(given.pairs)]
    ratio = median(large_ms / small_ms for small_ms, large_ms in pairs)
    print(f"\n/triage, p95 of {given.pages} pages, {CASELOAD} participants with {OPEN_FLAGS} open flags")
    for small_ms, large_ms in pairs:
        print(f"  {_size(SMALL)}: {small_ms:5.1f} ms · {_size(large_scene)}: {large_ms:5.1f} ms")
    print(f"  median of the ratios: {ratio:.2f} (bar {BAR}) {'' if ratio <= BAR else 'MISSED'}")


def _open(stack: ExitStack, scene: Scene) -> Clinic:
    copies = stack.enter_context(databases.sqlite(scene.fill))
    url = copies()
    served = stack.enter_context(serving(url))
    return Clinic(served, Ask(Visitors(url).get(COUNSELOR, "/triage")))


def _size(scene: Scene) -> str:
    return f"{scene.participants * scene.days:,} check-ins"


if __name__ == "__main__":
    main()
