"""Storing one complete check-in, against a bare route that inserts the same rows.

Run: ``python -m bench.check_ins``.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from uuid import uuid4

from sqlalchemy import create_engine, func, select

from bench import databases
from bench.load import Ask, Run, load
from bench.scene import Scene, past_answers, today
from bench.servers import CANDIDATES, Command, product_command, serving
from bench.visitors import Fields, Visitors
from client_app.models import AuditEntry, CheckIn, CheckInVersion, Flag, FlagEvent
from tests.support.postgresql import missing

BAR = 0.5
CLIENTS = 32
DAYS = 14
"""Of each participant's past, so that the rules have something to compare with."""
WARM_UP = 64
KINDS = {"SQLite": databases.sqlite, "PostgreSQL": databases.postgresql}
TABLES = (CheckIn, CheckInVersion, Flag, FlagEvent, AuditEntry)


@dataclass(frozen=True)
class Case:
    """A kind of day: the answers that differ from an ordinary one, and the rules that flag them."""

    name: str
    answers: Fields
    rules: tuple[str, ...]

    def to_product(self, visitors: Visitors, number: int) -> Ask:
        """The participant's complete check-in, as the page sends it."""
        return Ask(visitors.post(number, "/check-in", self._fields(number)), 303, b"/check-in/receipt")

    def to_bare(self, visitors: Visitors, number: int) -> Ask:
        """The same form to the route that inserts the same rows."""
        path = "/check-in?" + "&".join(f"rule={rule}" for rule in self.rules)
        return Ask(visitors.bare_post(number, path, self._fields(number)), 303, b"/receipt")

    def to_one_row(self, visitors: Visitors, number: int) -> Ask:
        """The same form to the route that inserts one row."""
        return Ask(visitors.bare_post(number, "/one-row", self._fields(number)), 303, b"/receipt")

    def _fields(self, number: int) -> Fields:
        answers = {**past_answers(number), **self.answers}
        return {"kind": "daily", "day": today().isoformat(), "client_id": str(uuid4()), **answers}


CASES = (
    Case("an ordinary day", {}, ()),
    Case("two flags", {"craving_now": 9, "craving_worst": 9, "call_me": "yes"}, ("craving", "call_me")),
)


@dataclass
class Route:
    """One of the routes that take turns, and what its turns took so far."""

    port: int
    ask: Callable[[int], Ask]
    participants: Iterator[int]
    """Who has not sent anything there yet."""
    run: Run = field(default_factory=Run)

    def turn(self, posts: int) -> Run:
        """Let so many participants send their check-in."""
        return load(self.port, [self.ask(number) for number in islice(self.participants, posts)], CLIENTS)


def main() -> None:
    """Measure on SQLite and on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="turns of each route")
    parser.add_argument("--posts", type=int, default=320, help="check-ins in one turn")
    parser.add_argument("--database", choices=KINDS, help="one of them only")
    parser.add_argument("--server", choices=CANDIDATES, help="instead of the product's own server")
    given = parser.parse_args()
    command = CANDIDATES[given.server] if given.server else product_command
    posts = len(CASES) * (WARM_UP + given.rounds * given.posts)
    scene = Scene(posts, DAYS)
    for kind in [given.database] if given.database else KINDS:
        if kind == "PostgreSQL" and (why := missing()):
            print(f"!!! PostgreSQL was not measured: {why}")
            continue
        with KINDS[kind](scene.fill) as copies:
            measure(kind, copies, command, scene, given.rounds, given.posts)


def measure(kind: str, copies: databases.Copies, command: Command, scene: Scene, rounds: int, posts: int) -> None:
    """Let the product, the bare route and the one-row insert take turns, and print their figures."""
    product_url, bare_url, one_row_url = copies(), copies(), copies()
    visitors = Visitors(product_url)
    people = [iter(scene.participant_ids) for _ in range(3)]
    with (
        serving(product_url, command=command) as product,
        serving(bare_url, "bench.bare:app", command) as bare,
        serving(one_row_url, "bench.bare:app", command) as one_row,
    ):
        for case in CASES:
            routes = [
                Route(product.port, partial(case.to_product, visitors), people[0]),
                Route(bare.port, partial(case.to_bare, visitors), people[1]),
                Route(one_row.port, partial(case.to_one_row, visitors), people[2]),
            ]
            for route in routes:
                route.turn(WARM_UP)
            for _ in range(rounds):
                for route in routes:
                    route.run += route.turn(posts)
            report(f"{kind}, {case.name}", *[route.run for route in routes])
    counts = row_counts(product_url)
    assert counts == row_counts(bare_url), "both stored the same number of rows"
    assert counts[CheckIn.__tablename__] == len(scene.participant_ids) * (DAYS + 1), "every post was stored"


def report(title: str, product: Run, bare: Run, one_row: Run) -> None:
    """Print ratios first: absolute figures are this machine's."""
    ratio = product.per_second / bare.per_second
    print(f"\n{title}, {CLIENTS} clients, {len(product.each)} check-ins")
    print(f"  to the bare route with the same rows: {ratio:.2f} (bar {BAR}) {'' if ratio >= BAR else 'MISSED'}")
    print(f"  to a one-row insert:                  {product.per_second / one_row.per_second:.2f}")
    for name, run in [("product", product), ("bare", bare), ("one row", one_row)]:
        times = " · ".join(f"p{percent} {run.milliseconds(percent):.0f} ms" for percent in (50, 95, 99))
        print(f"  {name:8} {run.per_second:6.0f} requests/s · {times}")


def row_counts(url: str) -> dict[str, int]:
    """How many rows each table holds that a check-in writes."""
    engine = create_engine(url)
    with engine.connect() as connection:
        counts = {
            table.__tablename__: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in TABLES
        }
    engine.dispose()
    return counts


if __name__ == "__main__":
    main()
