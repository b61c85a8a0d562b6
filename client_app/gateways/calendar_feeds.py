"""Writing a calendar as phones read it: iCalendar (RFC 5545, with RFC 7986's words about the whole), by icalendar.

A year of a program has thousands of events, whose words are few: icalendar writes what needs to be escaped and folded
once for all events that share it, and what is left of each are plain ASCII stamps shorter than a line may be.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard

from client_app.domain import calendar_feeds as feeds
from client_app.domain.calendar_feeds import ClockChange, Words
from client_app.domain.sentences import Sentence

PRODUCT = "-//Calendar//EN"
"""Who wrote it. It may be read by others, so it names nobody."""

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Whole:
    """A calendar before it is written."""

    zone: ZoneInfo
    first: date
    last: date
    """The local days that it shows, both included."""
    events: Iterable[feeds.Event]


def written(calendar: Whole, say: Callable[[Sentence], str]) -> bytes:
    """Give the calendar's bytes: the same for the same events, whenever they are asked for.

    Args:
        calendar: what is to be written.
        say: says a sentence in the reader's language.

    """
    zone, known = calendar.zone.key, dict[Words, str]()
    stamps = lru_cache(maxsize=None)(_stamp)
    parts = []
    for uid, starts, minutes, sequence, changed_at, words in calendar.events:
        told = known.get(words)
        if told is None:
            told = known[words] = _told(words, say)
        stamp = stamps(changed_at)
        # A duration, not an end: the hour that the clocks repeat at night has two ends of one name.
        parts.append(
            f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\n"
            f"DTSTART;TZID={zone}:{starts:%Y%m%dT%H%M%S}\r\nDURATION:PT{minutes}M\r\nSEQUENCE:{sequence}\r\n{told}"
        )
    return _frame(calendar, say).removesuffix(_END) + "".join(parts).encode() + _END


def _frame(calendar: Whole, say: Callable[[Sentence], str]) -> bytes:
    """All but the events."""
    name, again = say(Sentence(feeds.NAME)), feeds.ASK_AGAIN
    frame = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN")):
        frame.add(key, value)
    frame.add("name", name)
    frame.add("x-wr-calname", name)  # what RFC 7986 took up as NAME; most phones know this one
    frame.add("refresh-interval", again, parameters={"value": "DURATION"})
    frame.add("x-published-ttl", f"PT{again.seconds // 3600}H")
    frame.add_component(_zone(calendar.zone, feeds.clock_changes(calendar.zone, calendar.first, calendar.last)))
    whole: bytes = frame.to_ical()
    return whole


def _zone(zone: ZoneInfo, changes: Iterable[ClockChange]) -> Component:
    """The zone's clocks over the days of the calendar, for whoever does not know the zone by its name."""
    found = Timezone()
    found.add("tzid", zone.key)
    for change in changes:
        clock = TimezoneDaylight() if change.is_summer else TimezoneStandard()
        clock.add("dtstart", change.at)
        clock.add("rdate", [change.at])  # goes without saying, but some readers count only the days that are named
        clock.add("tzoffsetfrom", change.before)
        clock.add("tzoffsetto", change.after)
        clock.add("tzname", change.name)
        found.add_component(clock)
    return found


def _told(words: Words, say: Callable[[Sentence], str]) -> str:
    """The lines of an event that tell more than its time, and its end."""
    event = Event()
    event.add("summary", _plain(say(words.title)))
    if words.place:
        event.add("location", _plain(words.place))
    event.add("status", "CANCELLED" if words.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if words.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    lines: str = event.to_ical().decode().removeprefix("BEGIN:VEVENT\r\n")
    return lines


def _plain(text: str) -> str:
    """A text on one line: what ends a line or cannot be printed could begin a line of its own."""
    return _UNPRINTABLE.sub(" ", text)


def _stamp(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
