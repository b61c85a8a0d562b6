"""``/calendar/<token>.ics``: a private calendar, what it tells and to whom, and that it costs little to ask."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from time_machine import TimeMachineFixture

from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.services.appointments import Move, cancel, change_one
from client_app.services.calendar_feeds import NO_LINK, make_feed, open_feed, show_in_feed
from client_app.services.enrollment_life import end_enrollment
from tests.cast import Cast
from tests.support.applications import Statements
from tests.support.calendar_files import Ask, lines_of, phone, read
from tests.support.calendars import AGREED, MONDAY, WEDNESDAY, a_calendar, a_session, fill, make_series, seen
from tests.support.databases import Database
from tests.support.links import disable
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")

LATER = timedelta(minutes=5)


@pytest.fixture
def token(cast: Cast, now: datetime) -> str:
    """Ana's link."""
    return make_feed(cast.ana.viewer, NO_LINK, now)


@pytest.fixture
def ask(app: Flask) -> Ask:
    """A phone that asks for a calendar."""
    return phone(app)


def test_a_phone_gets_a_calendar(cast: Cast, now: datetime, token: str, ask: Ask) -> None:
    make_series(cast.counselor.viewer, now)
    answer = ask(token)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Last-Modified"] == "Mon, 23 Nov 2026 15:00:00 GMT"
    found = read(answer.data)
    assert len(found) == 53
    assert {(one.title, one.status) for one in found.values()} == {("Appointment", "CONFIRMED")}
    lines_of(answer.data)
    assert ask(token).data == answer.data
    head = ask(token, "HEAD")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    packed = ask(token, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(answer.data) / 5
    assert "Set-Cookie" not in ask(token, query="?language=es").headers


def test_the_clock_of_the_machine_is_not_in_it(
    cast: Cast, now: datetime, token: str, ask: Ask, clock: TimeMachineFixture
) -> None:
    make_series(cast.counselor.viewer, now)
    before = ask(token).data
    clock.shift(timedelta(days=5))
    assert ask(token).data == before


def test_what_is_moved_and_cancelled_is_so_to_both_readers(cast: Cast, now: datetime, token: str, ask: Ask) -> None:
    carla, key = cast.counselor.viewer, make_series(cast.counselor.viewer, now)
    other = make_series(carla, now, "Music", session=a_session(time(12)))
    before = read(ask(token).data)
    change_one(carla, key, Move(WEDNESDAY, a_session(time(9), 60)), AGREED, now + LATER)
    cancel(carla, other, Scope.THIS, seen(carla, other, now), now + LATER)
    after = read(ask(token).data)
    assert before.keys() == after.keys()
    changed = {uid: (before[uid], after[uid]) for uid in before if before[uid] != after[uid]}
    assert all(uid.endswith(f"{MONDAY:%Y%m%d}") and new.sequence > old.sequence for uid, (old, new) in changed.items())
    assert sorted((str(new.starts_at), new.minutes, new.status, new.title) for _, new in changed.values()) == [
        ("2026-11-23 18:00:00+00:00", 90, "CANCELLED", "Cancelled: Appointment"),
        ("2026-11-25 15:00:00+00:00", 60, "CONFIRMED", "Appointment"),
    ]


def test_a_neutral_calendar_tells_nothing_of_the_program(cast: Cast, now: datetime, token: str, ask: Ask) -> None:
    a_calendar(cast, now)
    content = ask(token).data.decode().lower()
    telling = [
        "riverside",
        "companion",
        "recovery",
        "music",
        "calm",
        "one to one",
        "group",
        "therapy",
        "room",
        "garden",
    ]
    telling += [
        "carla",
        "reyes",
        "ana",
        "meet",
        "http",
        "main street",
        "springfield",
        "break",
        "days",
        "@",
        "treatment",
    ]
    own = content.replace("chicago", "").replace("x-wr-calname", "")
    assert [word for word in telling if word in own] == []
    assert "begin:vevent" in content


def test_more_is_shown_where_it_was_chosen_and_nothing_breaks_out(
    cast: Cast, now: datetime, token: str, ask: Ask
) -> None:
    topic = "Recuperación, prevención; C:\\año nuevo — " + "ñandú " * 20
    session = a_session(place="Sala; 2, arriba", address="12 Main Street", link="https://meet.example/1")
    make_series(cast.counselor.viewer, now, topic.strip(), session=session)
    show_in_feed(cast.ana.viewer, shows_topic=True, now=now + LATER)
    content = ask(token).data
    lines_of(content)
    found = read(content)
    assert {one.title for one in found.values()} == {f"Group therapy: {topic.strip()}"}
    assert {one.place for one in found.values()} == {"Sala; 2, arriba, 12 Main Street"}
    assert b"meet.example" not in content


def test_it_speaks_its_persons_language_or_else_the_phones(cast: Cast, now: datetime, ask: Ask, token: str) -> None:
    make_series(cast.counselor.viewer, now)
    luis = make_feed(cast.luis.viewer, NO_LINK, now)
    assert {one.title for one in read(ask(luis, Accept_Language="en").data).values()} == {"Cita"}
    assert {one.title for one in read(ask(token, Accept_Language="es").data).values()} == {"Appointment"}
    stella = make_feed(cast.stranger.viewer, NO_LINK, now)
    make_series(cast.strange_counselor.viewer, now)
    spanish, english = (ask(stella, Accept_Language=language) for language in ("es-MX", "de"))
    assert b"SUMMARY:Cita" in spanish.data
    assert b"SUMMARY:Appointment" in english.data
    assert ask(stella, Accept_Language="es-MX", If_None_Match=spanish.headers["ETag"]).status_code == 304
    assert ask(stella, Accept_Language="en", If_None_Match=spanish.headers["ETag"]).status_code == 200


def test_nothing_new_is_one_look(
    app: Flask, database: Database, cast: Cast, now: datetime, token: str, ask: Ask, count_statements: Any
) -> None:
    make_series(cast.counselor.viewer, now)
    first = ask(token)
    looks: list[str] = []
    with app.app_context():
        engine = db.engine

    def listen(connection: Any, *_rest: object) -> None:
        connection.set_trace_callback(looks.append)

    if database.kind == "sqlite":  # the driver itself tells, whoever asks it
        event.listen(engine, "checkout", listen)
    try:
        with count_statements() as statements:
            answer = ask(token, If_None_Match=f'"another", {first.headers["ETag"]}')
    finally:
        if database.kind == "sqlite":
            event.remove(engine, "checkout", listen)
            with app.app_context(), engine.connect() as connection:
                connection.connection.driver_connection.set_trace_callback(None)  # type: ignore[union-attr]
    assert (answer.status_code, answer.data) == (304, b"")
    assert statements == []
    assert len([look for look in looks if look.startswith("SELECT")]) == (1 if database.kind == "sqlite" else 0)
    told = {name: answer.headers[name] for name in ("ETag", "Last-Modified", "Cache-Control")}
    assert told == {name: first.headers[name] for name in told}


def test_who_asks_by_time_is_answered_too(cast: Cast, now: datetime, token: str, ask: Ask) -> None:
    first = ask(token)
    assert ask(token, If_Modified_Since=first.headers["Last-Modified"]).status_code == 304
    make_series(cast.counselor.viewer, now + LATER)
    assert ask(token, If_Modified_Since=first.headers["Last-Modified"]).status_code == 200
    assert ask(token, If_None_Match=first.headers["ETag"]).status_code == 200
    assert ask(token, "HEAD", If_None_Match=ask(token).headers["ETag"]).status_code == 304


@pytest.mark.parametrize("number", [1, 60])
def test_a_calendar_costs_as_many_statements_whatever_stands_on_it(
    cast: Cast,
    token: str,
    ask: Ask,
    count_statements: Callable[[], AbstractContextManager[Statements]],
    number: int,
) -> None:
    fill(cast.program_id, number)
    with count_statements() as statements:
        found = ask(token).data.count(b"BEGIN:VEVENT")
    assert (found, len(statements)) == (number * 371, 7)


def bodies(ask: Ask, tokens: list[str]) -> set[tuple[int, str, bytes]]:
    return {(answer.status_code, answer.headers["Content-Type"], answer.data) for answer in map(ask, tokens)}


def test_links_that_open_nothing_are_all_alike(cast: Cast, now: datetime, token: str, ask: Ask) -> None:
    luis = make_feed(cast.luis.viewer, NO_LINK, now)
    disable(cast.luis.id, now)
    tried = [token[:-1], "x", luis, "%00", "%ff..", "a" * 5000, f"{token}%0d%0aX:y"]
    assert len(bodies(ask, tried)) == 1
    assert bodies(ask, tried).pop()[:2] == (404, "text/plain; charset=utf-8")
    known = ask(token).headers["ETag"]
    assert ask(luis, If_None_Match=known).status_code == 404
    assert ask(token, "POST").status_code in {400, 405}


def test_another_persons_version_opens_nothing(cast: Cast, now: datetime, token: str, ask: Ask) -> None:
    luis = make_feed(cast.luis.viewer, NO_LINK, now)
    assert ask(luis, If_None_Match=ask(token).headers["ETag"]).status_code == 200


def test_after_the_end_the_calendar_is_empty_and_good(cast: Cast, now: datetime, token: str, ask: Ask) -> None:
    make_series(cast.counselor.viewer, now)
    first = ask(token)
    end_enrollment(cast.counselor.viewer, cast.ana.id, "Take care.", now + LATER)
    answer = ask(token, If_None_Match=first.headers["ETag"])
    assert (answer.status_code, read(answer.data)) == (200, {})


def test_no_log_line_names_the_link_or_its_person(
    cast: Cast, token: str, ask: Ask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(token)
    ask("nothing")
    monkeypatch.setattr("client_app.services.calendar_feeds.stays_in", lambda *_: 1 / 0)
    assert ask(token).status_code == 500
    assert "calendar_feeds.show_feed" in caplog.text
    assert not any(word in caplog.text for word in (token, token[:9], cast.ana.email, open_feed(token).name))
    assert token not in str(audit_lines())


def test_a_silent_database_is_no_calendar(token: str, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a phone has stays there: an error is no answer about what is planned."""
    known = ask(token).headers["ETag"]
    monkeypatch.setattr("client_app.services.calendar_feeds._OPENED.statement", db.select(db.text("nothing")))
    answer = ask(token, If_None_Match=known)
    assert answer.status_code == 500
