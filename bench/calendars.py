"""What a program's calendar costs. Run: ``python -m bench.calendars``.

A year of fifty series against bare dateutil for the same days; the private calendar of that year, written cold, against
icalendar writing as many bare events; and the answer that nothing has changed against an empty page of a bare Flask.
All in this process, turn by turn, so that the machine's other moods fall on both.
"""

import argparse
import gc
import hashlib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as wall_time
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar, Event
from sqlalchemy import Connection, create_engine, insert, update

from bench import databases
from bench.scene import ZONE, Scene, today
from bench.servers import SECRET
from client_app import create_app
from client_app.config import Settings
from client_app.domain.appointments import Exceptions, Kind, Series, Session, Weekly, appointments
from client_app.domain.local_days import ONE_DAY
from client_app.gateways.clock import utc_now
from client_app.gateways.recurrence import days_of
from client_app.models import AppointmentSeries, CalendarFeed, Person

EXPANSION, FILE, UNCHANGED = 2.0, 1.5, 1.2
"""How many times as long each may take."""
SERIES = 50
WEEKDAYS = (0, 2, 4)
A_YEAR = timedelta(days=365)
PEOPLE = Scene(participants=200, days=1)
TOKEN = "a-private-calendar"  # noqa: S105 - of nobody
ADDRESS = f"/calendar/{TOKEN}.ics"

Turn = Callable[[], object]


def main() -> None:
    """Measure the three, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="turns of each side of the first two")
    parser.add_argument("--answers", type=int, default=3000, help="turns of each side of the last")
    given = parser.parse_args()
    report("A year of fifty series, to bare dateutil", EXPANSION, expanded, bare_days, given.rounds)
    with databases.sqlite(_fill) as copies:
        app = create_app(Settings(secret_key=SECRET, database_url=copies(), secure_cookies=False))
        client = app.test_client()
        whole = client.get(ADDRESS)
        assert whole.status_code == 200, "the calendar is there"
        count = whole.data.count(b"BEGIN:VEVENT")
        title = f"The calendar of a year, {count} events, to icalendar writing as many bare ones"
        report(title, FILE, lambda: client.get(ADDRESS), lambda: bare_events(count), given.rounds)
        known = {"If-None-Match": whole.headers["ETag"]}
        assert client.get(ADDRESS, headers=known).status_code == 304, "nothing has changed"
        bare = bare_client()
        title = "That nothing has changed, to an empty page of a bare Flask"
        report(title, UNCHANGED, lambda: client.get(ADDRESS, headers=known), lambda: bare.get("/"), given.answers)


def report(title: str, bar: float, product: Turn, bare: Turn, rounds: int) -> None:
    """Let both take turns, and print the ratio of their medians."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + max(2, rounds // 20)):
        for which in (0, 1) if turn % 2 else (1, 0):
            gc.collect(0)
            started = time.perf_counter()
            (product, bare)[which]()
            seconds[which].append(time.perf_counter() - started)
    ours, theirs = (median(each[-rounds:]) * 1000 for each in seconds)
    ratio = ours / theirs
    print(f"\n{title}")
    print(f"  {ratio:.2f} × (bar {bar} ×) {'' if ratio <= bar else 'MISSED'}")
    print(f"  product {ours:.3f} ms · bare {theirs:.3f} ms, medians of {rounds} turns", flush=True)


def expanded() -> int:
    """The appointments of a year, as the product reckons them."""
    first = today()
    return sum(
        len(list(appointments(one, days_of(one.weekly, first, first + A_YEAR), Exceptions()))) for one in _plan()
    )


def bare_days() -> int:
    """The same days and times by dateutil alone."""
    first, zone = datetime.combine(today(), wall_time(18)), ZoneInfo(ZONE)
    rules = [
        rrule(
            WEEKLY, byweekday=WEEKDAYS, dtstart=first.replace(tzinfo=zone), until=(first + A_YEAR).replace(tzinfo=zone)
        )
        for _ in range(SERIES)
    ]
    return sum(len(list(rule)) for rule in rules)


def bare_events(count: int) -> bytes:
    """So many events with what an event needs, written by icalendar alone."""
    calendar, zone, stamp = Calendar(), ZoneInfo(ZONE), utc_now()
    calendar.add("prodid", "-//Bare//EN")
    calendar.add("version", "2.0")
    first = datetime.combine(today(), wall_time(18), zone)
    for number in range(count):
        event = Event()
        starts = first + ONE_DAY * (number % 365)
        for name, value in _bare(number, starts, stamp):
            event.add(name, value)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def bare_client() -> FlaskClient:
    """A bare Flask with one empty page."""
    app = Flask("bare")
    app.secret_key = SECRET
    app.add_url_rule("/", "empty", lambda: "")
    return app.test_client()


def _bare(number: int, starts: datetime, stamp: datetime) -> list[tuple[str, Any]]:
    times = [("dtstamp", stamp), ("dtstart", starts), ("dtend", starts + timedelta(minutes=90))]
    return [("uid", f"bare-{number}"), *times, ("summary", "Appointment")]


def _plan() -> list[Series]:
    weekly, session = Weekly(weekdays=WEEKDAYS, first_on=today()), Session(starts=wall_time(18), minutes=90)
    return [
        Series(id=number, kind=Kind.GROUP, topic="Group", weekly=weekly, session=session, zone=ZoneInfo(ZONE))
        for number in range(SERIES)
    ]


def _fill(url: str) -> None:
    """People, fifty series for everybody, and a private calendar of every participant."""
    PEOPLE.fill(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        _write_calendars(connection, utc_now())
    engine.dispose()


def _write_calendars(connection: Connection, now: datetime) -> None:
    group = {
        "program_id": 1,
        "kind": Kind.GROUP,
        "weekdays": "024",
        "every_weeks": 1,
        "first_on": today(),
        "minutes": 90,
    }
    where = {"starts": wall_time(18), "place": "Room 2", "address": "12 Main Street", "link": "", "changed_at": now}
    names = [
        {"uid": hashlib.sha256(b"%d" % number).hexdigest()[:32], "topic": f"Group {number}"} for number in range(SERIES)
    ]
    connection.execute(insert(AppointmentSeries), [{**group, **where, **name, "revision": 1} for name in names])
    connection.execute(insert(CalendarFeed), [_feed(number, now) for number in PEOPLE.participant_ids])
    first = PEOPLE.participant_ids[0]
    connection.execute(update(Person).where(Person.id == first).values(language="en"))


def _feed(number: int, now: datetime) -> dict[str, Any]:
    token = TOKEN.replace("-", "") if number == PEOPLE.participant_ids[0] else f"another-{number}"
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    return {"person_id": number, "token_hash": token_hash, "shows_topic": False, "made_at": now, "changed_at": now}


if __name__ == "__main__":
    main()
