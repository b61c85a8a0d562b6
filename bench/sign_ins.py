"""What signing in tells and costs. Run: ``python -m bench.sign_ins``.

A wrong password against an unknown person: bytes and medians. Check-ins with and without ten people who sign in at the
same time, again and again.
"""

import argparse
import http.client
import re
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice

from bench import databases
from bench.check_ins import CASES
from bench.load import Ask, Run, load
from bench.scene import PASSWORD, Scene, email_of
from bench.servers import serving
from bench.visitors import Visitors

ALIKE = 0.10
"""How far the two medians may lie apart."""
SLOWER = 2.0
TRIES = 200
SIGN_INS = 10
CHECK_INS = 1
"""Participants who send a check-in at the same moment: what one of them waits is what counts."""
BEHIND_A_PROXY = {"TRUSTED_PROXIES": "127.0.0.1"}
"""So that every try comes from an address of its own, and none is told to wait."""
TOKEN = re.compile(rb'(?<=name="csrf_token" value=")[^"]+')


def main() -> None:
    """Measure on SQLite."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=TRIES, help="of each kind")
    parser.add_argument("--rounds", type=int, default=6, help="turns with and without sign-ins")
    parser.add_argument("--posts", type=int, default=120, help="check-ins in one turn")
    given = parser.parse_args()
    scene = Scene(max(given.tries, (2 * given.rounds + 1) * given.posts) + SIGN_INS, days=14)
    with databases.sqlite(scene.fill) as copies:
        url = copies()
        visitors = Visitors(url)
        with serving(url, settings=BEHIND_A_PROXY) as served:
            tell_alike(served.port, visitors, scene, given.tries)
            tell_slower(served.port, visitors, scene, given.rounds, given.posts)


def tell_alike(port: int, visitors: Visitors, scene: Scene, tries: int) -> None:
    """Let wrong passwords and unknown people take turns."""
    known = [email_of(number) for number in islice(scene.participant_ids, tries)]
    emails = {"wrong password": known, "unknown person": [email.replace("person", "nobody") for email in known]}
    seconds: dict[str, list[float]] = {kind: [] for kind in emails}
    pages = set()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for number in range(tries):
        for kind in emails:
            email = emails[kind][number]
            body = {"email": email, "password": "not the password at all", "next": ""}
            sent, took, page = _try(connection, visitors, body, f"10.1.{number // 250}.{number % 250}")
            seconds[kind].append(took)
            pages.add((sent, TOKEN.sub(b"", page).replace(email.encode(), b"")))
    medians = {kind: statistics.median(each) * 1000 for kind, each in seconds.items()}
    apart = abs(1 - medians["unknown person"] / medians["wrong password"])
    print(f"\nA wrong password and an unknown person, {tries} tries each")
    for kind, median in medians.items():
        print(f"  {kind:15} median {median:.1f} ms")
    print(f"  medians apart   {apart:.1%} (bar {ALIKE:.0%}) {'' if apart <= ALIKE else 'MISSED'}")
    print(f"  bytes but for tokens: {'equal' if len(pages) == 1 else 'DIFFERENT'}")


def _try(
    connection: http.client.HTTPConnection, visitors: Visitors, fields: dict[str, str], address: str
) -> tuple[int, float, bytes]:
    """The status, how long it took, and the page."""
    head, _, body = visitors.signed_out_post("/sign-in", fields).partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    started = time.perf_counter()
    connection.request("POST", "/sign-in", body, {**headers, "X-Forwarded-For": address})
    answer = connection.getresponse()
    page = answer.read()
    return answer.status, time.perf_counter() - started, page


def tell_slower(port: int, visitors: Visitors, scene: Scene, rounds: int, posts: int) -> None:
    """Let check-ins alone and check-ins beside ten sign-ins take turns."""
    people = list(scene.participant_ids)
    participants = iter(people[SIGN_INS:])
    case = CASES[0]
    alone, beside = Run(), Run()
    signed_in = 0

    def turn(count: int) -> Run:
        return load(port, [case.to_product(visitors, number) for number in islice(participants, count)], CHECK_INS)

    turn(posts)
    for _ in range(rounds):
        alone += turn(posts)
        with signing_in(port, visitors, people[:SIGN_INS]) as answered:
            beside += turn(posts)
        signed_in += len(answered)
    print(f"\nCheck-ins one after another, alone and beside {SIGN_INS} who sign in again and again ({signed_in} did)")
    for percent in (50, 95):
        ratio = beside.milliseconds(percent) / alone.milliseconds(percent)
        times = f"{alone.milliseconds(percent):.1f} ms, {beside.milliseconds(percent):.1f} ms"
        print(f"  p{percent} {ratio:.2f} × ({times}; bar {SLOWER} ×) {'' if ratio <= SLOWER else 'MISSED'}")


@contextmanager
def signing_in(port: int, visitors: Visitors, people: list[int]) -> Iterator[list[Ask]]:
    """While the block runs, each of them signs in again as soon as they are in; hands out what they asked."""
    asked: list[Ask] = []
    is_over = threading.Event()
    messages = [
        Ask(visitors.signed_out_post("/sign-in", {"email": email_of(number), "password": PASSWORD, "next": ""}), 303)
        for number in people
    ]

    def asks() -> Iterator[Ask]:
        for ask in cycle(messages):
            if is_over.is_set():
                return
            asked.append(ask)
            yield ask

    clients = threading.Thread(target=load, args=(port, asks(), len(people)))
    clients.start()
    time.sleep(0.5)
    try:
        yield asked
    finally:
        is_over.set()
        clients.join()


if __name__ == "__main__":
    main()
