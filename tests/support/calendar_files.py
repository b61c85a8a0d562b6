"""Calendars as two libraries read them: the one that wrote them, and another one."""

from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar
from werkzeug.test import TestResponse

from tests.support.pages import HOST
from tests.support.posts import fresh

Ask = Callable[..., TestResponse]


@dataclass(frozen=True)
class ReadEvent:
    """One event, as a phone would know it."""

    starts_at: datetime
    """UTC."""
    minutes: int
    sequence: int
    status: str
    title: str
    place: str


def read(content: bytes) -> dict[str, ReadEvent]:
    """The events of a calendar by their names; both libraries read the same, and neither finds a fault."""
    found = by_icalendar(content)
    assert found == by_ical(content)
    return found


def by_icalendar(content: bytes) -> dict[str, ReadEvent]:
    """As the library that wrote it reads it."""
    calendar: Any = Calendar.from_ical(content)
    assert not any(part.errors for part in calendar.walk())
    return {
        str(event["UID"]): ReadEvent(
            event.start.astimezone(UTC),
            int(event.duration.total_seconds()) // 60,
            int(event["SEQUENCE"]),
            str(event["STATUS"]),
            str(event["SUMMARY"]),
            str(event.get("LOCATION", "")),
        )
        for event in calendar.walk("VEVENT")
    }


def by_ical(content: bytes) -> dict[str, ReadEvent]:
    """As the other one does, which is strict."""
    calendar: Any = IcsCalendarStream.calendar_from_ics(content.decode())
    return {
        event.uid: ReadEvent(
            event.dtstart.astimezone(UTC),
            int(event.computed_duration.total_seconds()) // 60,
            event.sequence,
            event.status.value,
            event.summary,
            event.location or "",
        )
        for event in calendar.events
    }


def lines_of(content: bytes) -> list[str]:
    """The lines as they travel, folded ones not joined; each ends as it must and is short enough."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in lines)
    return [line.decode() for line in lines]


def phone(app: Flask) -> Ask:
    """``ask(token, method="HEAD", query="?…", If_None_Match=…)``: a phone without cookies asks for a calendar."""

    def ask(token: str, method: str = "GET", query: str = "", **headers: str) -> TestResponse:
        fresh()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        path = f"/calendar/{token}.ics{query}"
        answer = Context().run(
            app.test_client(use_cookies=False).open, path, method=method, base_url=HOST, headers=named, buffered=True
        )
        assert "Set-Cookie" not in answer.headers, "no cookie is set"
        return answer

    return ask
