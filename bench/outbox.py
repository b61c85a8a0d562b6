"""Draining the outbox to a push service that answers after 60 ms. Run: ``python -m bench.outbox``.

Against a bare sender without a database and a loop with pywebpush; 5,000 that are due in the same second; two real
workers; how long a page takes through a real worker; and what finding costs with a million reminders to come.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

from bench import databases
from bench.outbox_finding import tell_finding
from bench.outbox_scene import CONTACT, PAIR, PEOPLE, Bare, Outbox, send_one_after_another, target_at
from bench.push_endpoint import accepting, counted
from bench.servers import ROOT, SECRET
from client_app.domain.pushes import PushKind
from client_app.gateways.push_keys import write_keys
from tests.support.programs import flask_command, lines_until, started

AGAINST_BARE, AGAINST_A_LOOP = 0.7, 60
PAGE_WITHIN = 2.0
"""Seconds."""
FLAT = 20
"""Megabytes that the process may grow by while it drains outbox after outbox."""
A_MINUTE = timedelta(minutes=1)


def main() -> None:
    """Measure on SQLite and on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--due", type=int, default=20_000, help="reminders in one outbox")
    parser.add_argument("--rounds", type=int, default=5, help="turns of worker and bare sender")
    parser.add_argument("--loop", type=int, default=200, help="reminders of the loop")
    parser.add_argument("--same-second", type=int, default=5_000)
    parser.add_argument("--to-come", type=int, default=1_000_000)
    given = parser.parse_args()
    with accepting() as port:
        loop = given.loop / _seconds(lambda: send_one_after_another([target_at(port, n) for n in range(given.loop)]))
        print(f"a loop with pywebpush: {loop:.1f} a second")
        for kind in (databases.sqlite, databases.postgresql):
            print(f"{kind.__name__}:")
            with kind(PEOPLE.fill) as copies:
                outbox = Outbox(copies(), port)
                outbox.add_devices()
                tell_rate(outbox, given.due, given.rounds, loop)
                tell_same_second(outbox, given.same_second)
                tell_two_workers(outbox, given.due)
                tell_page(outbox)
                tell_finding(copies, given.to_come)


def tell_rate(outbox: Outbox, due: int, rounds: int, loop: float) -> None:
    """Let the worker and two bare senders take turns."""
    targets = [target_at(outbox.port, number) for number in PEOPLE.participant_ids]
    bare = {"bytes that are ready": Bare(targets, seals=False), "encrypting and signing": Bare(targets, seals=True)}
    rates: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in bare}
    grown: list[int] = []
    with outbox.app().app_context():
        for turn in range(rounds):
            outbox.put(due, f"round-{turn}")
            rates.append(due / _seconds(outbox.drain))
            grown.append(_megabytes())
            for name, sender in bare.items():
                ratios[name].append(rates[-1] * _seconds(lambda sender=sender: sender.send(due)) / due)  # type: ignore[misc]
    counted(outbox.port)
    print(f"  {due} due: {median(rates):.0f} a second ({', '.join(f'{rate:.0f}' for rate in rates)})")
    for name, found in ratios.items():
        print(f"  {median(found):.2f} × a bare sender, {name} (bar {AGAINST_BARE})")
    print(f"  {median(rates) / loop:.0f} × the loop (bar {AGAINST_A_LOOP})")
    print(f"  {grown[-1] - grown[0]} MB more at its highest after {rounds} outboxes than after one (bar {FLAT})")


def tell_same_second(outbox: Outbox, due: int) -> None:
    """All are accepted before they are stale, a minute later."""
    with outbox.app().app_context():
        outbox.put(due, "same-second", lasts=A_MINUTE)
        seconds = _seconds(outbox.drain)
    accepted = sum(counted(outbox.port).values())
    print(f"  {due} due in the same second: {accepted} accepted within {seconds:.1f} s, {_unsent(outbox)} not")


def tell_two_workers(outbox: Outbox, due: int) -> None:
    """Two real workers drain one outbox, and the push service counts."""
    outbox.put(due, "two-workers")
    with _workers(outbox, 2):
        seconds = _seconds(lambda: _wait_for(lambda: not _unsent(outbox)))
    counts = counted(outbox.port)
    expected = {f"/send/{person}": due // len(PEOPLE.participant_ids) for person in PEOPLE.participant_ids}
    print(f"  two workers: {due} in {seconds:.1f} s, each exactly once: {counts == expected}")


def tell_page(outbox: Outbox, times: int = 5) -> None:
    """From the commit to the push service, through a real worker that has nothing else to do."""
    took = []
    with _workers(outbox, 1):
        for turn in range(times):
            outbox.put(1, f"page-{turn}", kind=PushKind.PAGE)
            took.append(_seconds(lambda: _wait_for(lambda: bool(counted(outbox.port)))))
            time.sleep(0.3 * turn)  # so that it meets the clock's tick at different times
    print(f"  a page is with the push service within {max(took):.2f} s (bar {PAGE_WITHIN})")


@contextmanager
def _workers(outbox: Outbox, many: int) -> Iterator[None]:
    with ExitStack() as stack:
        settings = _settings(outbox, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        workers = [stack.enter_context(started(flask_command("worker"), settings)) for _ in range(many)]
        for worker in workers:
            lines_until(worker, "The worker runs.")
        yield
        for worker in workers:
            worker.terminate()


def _settings(outbox: Outbox, folder: Path) -> Mapping[str, str]:
    write_keys(folder / "push-keys.json", (PAIR,))
    return {
        **os.environ,
        "SECRET_KEY": SECRET,
        "DATABASE_URL": outbox.url,
        "SECURE_COOKIES": "0",
        "AUDIT_HEAD_FILE": str(folder / "audit-head"),
        "PUSH_KEYS_FILE": str(folder / "push-keys.json"),
        "PUSH_CONTACT": CONTACT,
        "PUSH_TEST_HOSTS": outbox.host,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


def _unsent(outbox: Outbox) -> int:
    return sum(many for state, many in outbox.states().items() if state != "sent")


def _wait_for(is_there: Callable[[], bool]) -> None:
    while not is_there():
        time.sleep(0.02)


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
