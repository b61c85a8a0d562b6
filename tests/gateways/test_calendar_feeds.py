"""A calendar as it is written: two libraries read it alike, and nothing typed breaks out of its line."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.timezone import IcsTimezoneInfo
from icalendar import Calendar

from client_app.domain.appointments import instant
from client_app.domain.calendar_feeds import Event, Words
from client_app.domain.sentences import Sentence
from client_app.gateways.calendar_feeds import Whole, written
from tests.support.calendar_files import lines_of, read

FIRST, LAST = date(2026, 1, 5), date(2027, 1, 31)
CHANGED = datetime(2026, 11, 23, 15, 0, 1, 5, tzinfo=UTC)
ZONES = [
    "America/Chicago",
    "America/St_Johns",
    "America/Santiago",
    "Europe/Madrid",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
]


def whole(zone: str = "America/Chicago", *words: Words, days: int = 1) -> Whole:
    """An evening group on so many days, with each of these words."""
    events = [
        Event(f"{number}-{day}", datetime.combine(FIRST, time(18)) + timedelta(days=day), 90, 2, CHANGED, told)
        for number, told in enumerate(words or (Words(Sentence("Appointment"), "", is_cancelled=False),))
        for day in range(days)
    ]
    return Whole(ZoneInfo(zone), FIRST, LAST, events)


def bytes_of(calendar: Whole) -> bytes:
    return written(calendar, Sentence.english)


def test_a_calendar_says_what_it_is() -> None:
    lines = lines_of(bytes_of(whole()))
    assert {"VERSION:2.0", "REFRESH-INTERVAL;VALUE=DURATION:PT4H", "TZID:America/Chicago", "NAME:Appointments"} <= set(
        lines
    )
    assert {"DTSTAMP:20261123T150001Z", "LAST-MODIFIED:20261123T150001Z", "DURATION:PT90M", "SEQUENCE:2"} <= set(lines)
    assert {"DTSTART;TZID=America/Chicago:20260105T180000", "STATUS:CONFIRMED", "CLASS:PRIVATE"} <= set(lines)


def test_the_same_appointments_are_the_same_bytes() -> None:
    assert bytes_of(whole(days=30)) == bytes_of(whole(days=30))


def test_an_empty_calendar_is_one_too() -> None:
    assert read(bytes_of(Whole(ZoneInfo("UTC"), FIRST, LAST, []))) == {}


def test_what_is_cancelled_says_so() -> None:
    [event] = read(bytes_of(whole("UTC", Words(Sentence("Cancelled"), "", is_cancelled=True)))).values()
    assert (event.status, event.title) == ("CANCELLED", "Cancelled")


@pytest.mark.parametrize("zone", ZONES)
def test_the_wall_clock_shows_the_same_time_all_year_to_both_readers(zone: str) -> None:
    found = read(bytes_of(whole(zone, days=365)))
    assert [event.starts_at for event in found.values()] == [
        instant(FIRST + timedelta(days=day), time(18), ZoneInfo(zone)) for day in range(365)
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_who_does_not_know_the_zone_reads_its_clocks_from_the_calendar(zone: str) -> None:
    """Both libraries are asked for what they read in the calendar, not for what they know of the zone."""
    content = bytes_of(whole(zone)).replace(zone.encode(), f"Unknown/{zone}".encode())
    theirs: Any = Calendar.from_ical(content)
    [own] = theirs.walk("VTIMEZONE")
    others: Any = IcsCalendarStream.calendar_from_ics(content.decode())
    readers = [own.to_tz(lookup_tzid=False), IcsTimezoneInfo.from_timezone(others.timezones[0])]
    for day in range(365):
        local = datetime.combine(FIRST + timedelta(days=day), time(18))
        expected = instant(local.date(), local.time(), ZoneInfo(zone))
        assert [local.replace(tzinfo=reader).astimezone(UTC) for reader in readers] == [expected] * 2


@given(title=st.text(st.characters(exclude_categories=["Cs"]), max_size=200), place=st.text(max_size=60))
def test_nothing_that_was_typed_begins_a_line_of_its_own(title: str, place: str) -> None:
    place = place.encode(errors="replace").decode()
    words = Words(Sentence("%(it)s", {"it": title}), place, is_cancelled=False)
    plain, tried = lines_of(bytes_of(whole())), lines_of(bytes_of(whole("America/Chicago", words)))
    told = [line for line in tried if not line.startswith((" ", "SUMMARY", "LOCATION"))]
    assert told == [line for line in plain if not line.startswith("SUMMARY")]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a;b,c\\d:e", "a;b,c\\d:e"),
        ("x\r\nATTACH:https://evil.example", "x ATTACH:https://evil.example"),
        ("x\nBEGIN:VALARM", "x BEGIN:VALARM"),
        ("x\rEND:VCALENDAR", "x END:VCALENDAR"),
        ("nul\0 and\x1b bell\x07", "nul  and  bell "),
        ("\u2028line\u2029\x85", " line "),
        ("\\n stays", "\\n stays"),
        ("Recuperación temprana y prevención de recaídas, ¿qué hacer mañana? " * 3, None),
        ("ñ" * 200, None),
        ("🧘" * 60, None),
    ],
)
def test_what_was_typed_is_read_as_it_was(typed: str, told: str | None) -> None:
    words = Words(Sentence("%(it)s", {"it": typed}), typed, is_cancelled=False)
    content = bytes_of(whole("UTC", words))
    lines_of(content)
    [event] = read(content).values()
    expected = typed if told is None else told
    assert (event.title.strip(), event.place.strip()) == (expected.strip(), expected.strip())
