"""What it costs to find what is due, with few reminders to come and with a million."""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from statistics import median

from flask import Flask
from sqlalchemy import text

from bench.databases import Copies
from bench.outbox_scene import Outbox
from bench.servers import SECRET
from client_app.extensions import db
from client_app.gateways.clock import utc_now
from client_app.services.outbox import PAGES, REMINDERS, claim_messages, is_anything_due

FEW = 1_000
TURNS = 30
LOOKS = 10
"""In one turn."""
DUE = TURNS * REMINDERS.most


def tell_finding(copies: Copies, many: int) -> None:
    """Let both take turns at looking and claiming, and print the ratios of the medians."""
    apps = {to_come: _filled(Outbox(copies(), 9), to_come) for to_come in (FEW, many)}
    seconds: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for _ in range(TURNS):
        for to_come, app in apps.items():
            with app.app_context():
                for name, act, times in _acts():
                    seconds[name, to_come] += [_seconds(act) for _ in range(times)]
    for name, *_ in _acts():
        few, lots = median(seconds[name, FEW]), median(seconds[name, many])
        print(f"  {name}: {few * 1000:.2f} ms with {FEW} to come, {lots / few:.2f} × with {many}")


def _acts() -> list[tuple[str, Callable[[], object], int]]:
    now = utc_now()
    return [
        ("a look for reminders", lambda: is_anything_due(REMINDERS, now), LOOKS),
        ("a look for pages", lambda: is_anything_due(PAGES, now), LOOKS),
        (f"claiming {REMINDERS.most}", lambda: claim_messages(REMINDERS, "bench", SECRET, now), 1),
    ]


def _filled(outbox: Outbox, to_come: int) -> Flask:
    outbox.put(to_come, "to-come", due_in=timedelta(days=7))
    outbox.put(DUE, "due")
    app = outbox.app()
    with app.app_context():
        if db.engine.dialect.name == "postgresql":  # as it does by itself within a minute
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE outbox_messages"))
                connection.execute(text("CHECKPOINT"))
    return app


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
