"""Triage beside a small and a large past: ``python -m bench.triage``.

The same caseload of 40 participants with 25 open flags, once in a database of 10,000 check-ins and once in one of
1,000,000 check-ins and 20,000 participants. The two take turns; the median of the pairs' ratios is the figure.
"""

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from itertools import repeat
from statistics import median

from bench import databases
from bench.load import Ask, Run, load
from bench.scene import Scene
from bench.servers import serving
from bench.visitors import Visitors

BAR = 1.3
SMALL = Scene(participants=400, days=25, has_flags=True)
LARGE = Scene(participants=20_000, days=50, has_flags=True)
COUNSELOR = 1
"""The first counselor's caseload is the one with the flags."""
PAIRS = 5
PAGES = 200
"""Pages in one turn."""
CLIENTS = 2


def main() -> None:
    """Fill both databases, let them take turns, print each pair's ratio and the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--pages", type=int, default=PAGES)
    given = parser.parse_args()
    with ExitStack() as stack:
        turns = [_turns(stack, scene, given.pages) for scene in (SMALL, LARGE)]
        ratios = []
        print(f"\n/triage, p95 of {given.pages} pages, {CLIENTS} clients")
        for _ in range(given.pairs):
            small, large = (turn() for turn in turns)
            ratios.append(large.milliseconds(95) / small.milliseconds(95))
            print(f"  {_words(SMALL, small)} · {_words(LARGE, large)} · ratio {ratios[-1]:.2f}")
    ratio = median(ratios)
    print(f"  median of {given.pairs} pairs: {ratio:.2f} (bar {BAR}) {'' if ratio <= BAR else 'MISSED'}")


def _turns(stack: ExitStack, scene: Scene, pages: int) -> Callable[[], Run]:
    """Serve one scene, warm it up, and give the function that asks for the page again and again."""
    url = stack.enter_context(databases.sqlite(scene.fill))()
    port = stack.enter_context(serving(url)).port
    ask = Ask(Visitors(url).get(COUNSELOR, "/triage"))
    load(port, repeat(ask, pages), CLIENTS)
    return lambda: load(port, repeat(ask, pages), CLIENTS)


def _words(scene: Scene, run: Run) -> str:
    return f"{scene.participants * scene.days:,} check-ins {run.milliseconds(95):.0f} ms"


if __name__ == "__main__":
    main()
