"""What it costs to find what is due, with few reminders to come and with a million."""

import time
from datetime import timedelta
from statistics import median

from sqlalchemy import text

from bench.databases import Copies
from bench.outbox_scene import Outbox
from bench.servers import SECRET
from client_app.extensions import db
from client_app.gateways.clock import utc_now
from client_app.services.outbox import PAGES, REMINDERS, claim_messages, is_anything_due

FEW = 1_000
LOOKS = 300
CLAIMS = 20
DUE = CLAIMS * REMINDERS.most


def tell_finding(copies: Copies, many: int) -> None:
    """Look and claim in both, and print the ratios of the medians."""
    few, lots = (_costs(Outbox(copies(), 9), to_come) for to_come in (FEW, many))
    for name, seconds in few.items():
        print(f"  {name}: {seconds * 1000:.2f} ms with {FEW} to come, {lots[name] / seconds:.2f} × with {many}")


def _costs(outbox: Outbox, to_come: int) -> dict[str, float]:
    outbox.put(to_come, "to-come", due_in=timedelta(days=7))
    outbox.put(DUE, "due")
    with outbox.app().app_context():
        _gather_statistics()
        now = utc_now()
        looks = {
            "a look for reminders": _median(lambda: is_anything_due(REMINDERS, now), LOOKS),
            "a look for pages": _median(lambda: is_anything_due(PAGES, now), LOOKS),
        }
        claims = _median(lambda: claim_messages(REMINDERS, "bench", SECRET, now), CLAIMS)
        return {**looks, f"claiming {REMINDERS.most}": claims}


def _gather_statistics() -> None:
    """As PostgreSQL does by itself within a minute."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE outbox_messages"))


def _median(act: object, times: int) -> float:
    assert callable(act)
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - begun)
    return median(seconds)
