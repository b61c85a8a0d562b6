"""``flask audit verify`` against hashing alone, and a report, with a million entries. Run: ``python -m bench.audit``.

Hashing alone is what the command itself does to prove a seal, over rows that are in memory already: an entry's content
as canonical JSON and its SHA-256, one after the other, in one process. Proving also reads every entry and its seal from
the database, on as many cores as there are.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import create_engine, insert, text

from bench import databases
from bench.scene import AT_ONCE, Scene
from bench.servers import SECRET
from client_app import create_app
from client_app.config import Settings
from client_app.domain.audit_actions import Action
from client_app.domain.seals import BEFORE_THE_FIRST, is_sealed, seal_of
from client_app.gateways.clock import utc_now
from client_app.models import AuditEntry, AuditSeal
from client_app.services.audit_chain import prove
from client_app.services.audit_heads import newest_seal
from client_app.services.audit_reports import report_on
from client_app.services.people import account_at

BAR = 0.5
SCENE = Scene(participants=400, days=0)
A_YEAR = timedelta(days=365)
IN_MEMORY = 50_000
"""Entries over which hashing alone is timed, again and again."""

Rows = list[dict[str, Any]]
Link = tuple[str, str, tuple[Any, ...]]


def main() -> None:
    """Let both take turns, pair by pair, on each database; then ask for a report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--entries", type=int, default=1_000_000)
    given = parser.parse_args()
    for kind in (databases.sqlite, databases.postgresql):
        with kind(lambda url: fill(url, given.entries)) as copies:
            measure(kind.__name__, copies(), given.entries, given.pairs)


def measure(kind: str, url: str, entries: int, pairs: int) -> None:
    """Print the median of the ratios, and how long a report takes."""
    contents = [_content(row) for row in next(_batches(min(entries, IN_MEMORY), IN_MEMORY))]
    links, texts = _links(contents), [json.dumps(content) for content in contents]
    with create_app(Settings(secret_key=SECRET, database_url=url, secure_cookies=False)).app_context():
        prove(newest_seal())
        found = [(_rate(lambda: _hash(links), len(links)), _rate(_prove, entries)) for _ in range(pairs)]
        bare = _rate(lambda: _hash_text(texts), len(texts))
        started = time.perf_counter()
        person = account_at(SCENE.participant_ids[0])
        assert person is not None
        lines = report_on(person, utc_now() - A_YEAR, utc_now())
        seconds = time.perf_counter() - started
    ratio = median(proving / hashing for hashing, proving in found)
    print(f"\nflask audit verify, {entries:,} entries, {kind}")
    for hashing, proving in found:
        print(f"  hashing alone: {hashing:9,.0f}/s · verify: {proving:9,.0f}/s")
    print(f"  median of the ratios: {ratio:.2f} (bar {BAR}) {'' if ratio >= BAR else 'MISSED'}")
    print(f"  SHA-256 over texts that are ready, without writing them as JSON: {bare:9,.0f}/s")
    print(f"flask audit report, a year of one participant: {seconds:.2f} s for {len(lines):,} entries")


def fill(url: str, entries: int) -> None:
    """A clinic whose record has so many entries, all of them sealed, spread over a year."""
    SCENE.fill(url)
    engine = create_engine(url)
    previous, sealed_at = BEFORE_THE_FIRST, utc_now()
    with engine.begin() as connection:
        for rows in _batches(entries, AT_ONCE):
            seals = []
            for row in rows:
                previous = seal_of(previous, _content(row))
                seals.append({"position": row["id"], "entry_id": row["id"], "hash": previous, "sealed_at": sealed_at})
            connection.execute(insert(AuditEntry), rows)
            connection.execute(insert(AuditSeal), seals)
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('audit_entries_id_seq', :entries)"), {"entries": entries})
    engine.dispose()


def _batches(entries: int, size: int) -> Iterator[Rows]:
    """Entries as a clinic leaves them: records opened, lists seen, check-ins sent."""
    begun, people = utc_now() - A_YEAR, SCENE.participant_ids
    for first in range(1, entries + 1, size):
        numbers = range(first, min(first + size, entries + 1))
        yield [_entry(number, begun + A_YEAR * (number / entries), people) for number in numbers]


def _entry(number: int, at: Any, people: range) -> dict[str, Any]:
    person, actor = people[number % len(people)], 1 + number % SCENE.counselors
    entry = {"id": number, "at": at, "actor_id": actor, "participant_id": person, "details": {}}
    if number % 3 == 0:
        listed = sorted({people[(number * step) % len(people)] for step in range(1, 13)})
        seen = {"action": Action.TRIAGE_OPENED.value, "subject": f"sign_ins:{actor}", "participant_id": None}
        return entry | seen | {"details": {"participants": listed}}
    if number % 3 == 1:
        return entry | {"action": Action.CHECK_INS_OPENED.value, "subject": f"people:{person}"}
    return entry | {"actor_id": person, "action": Action.DAILY_SENT.value, "subject": f"check_ins:{number}"}


def _content(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "at": row["at"].isoformat()}


def _rate(act: Callable[[], object], entries: int) -> float:
    started = time.perf_counter()
    act()
    return entries / (time.perf_counter() - started)


def _prove() -> None:
    proof = prove(newest_seal())
    assert proof.fault is None, proof.fault


def _links(contents: Rows) -> list[Link]:
    """A chain in memory: each entry's seal, the one before, and the entry as it stands in a database."""
    links, previous = [], BEFORE_THE_FIRST
    for content in contents:
        at, details = content["at"].removesuffix("+00:00"), json.dumps(content["details"])
        row = (content["id"], at, content["actor_id"], content["action"], content["subject"])
        seal = seal_of(previous, content)
        links.append((seal, previous, (*row, content["participant_id"], details)))
        previous = seal
    return links


def _hash(links: list[Link]) -> None:
    for seal, previous, row in links:
        assert is_sealed(seal, previous, row)


def _hash_text(texts: list[str]) -> None:
    previous = BEFORE_THE_FIRST
    for content in texts:
        previous = hashlib.sha256(f"{previous}\n{content}".encode("ascii")).hexdigest()


if __name__ == "__main__":
    main()
