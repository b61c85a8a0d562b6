"""What stands in a participant's own calendar: which days, under which names and titles, and what has changed.

Every appointment is an event of its own, none recurs. Who is expected follows the phase of each day, and holidays,
moves and other rooms are about single days: as a rule with exceptions, almost every event would be an exception, and
programs that read calendars disagree about those more than about anything else.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from client_app.domain.appointments import KIND_WORDS, Appointment
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.phases import week_of
from client_app.domain.rosters import Stay
from client_app.domain.sentences import N_, Sentence

BEHIND = timedelta(weeks=4)
"""How far back a calendar goes, from the week that it is asked for."""
AHEAD = timedelta(weeks=53)
"""How far it goes on: at least a year from any day of that week."""
ASK_AGAIN = timedelta(hours=4)
"""How often a phone is asked to look again; what is moved for the evening is there by noon."""
NAME = N_("Appointments")
"""What the calendar calls itself: it may stand on a screen that others see."""
FORM = 1
"""Grows when the same appointments are written in another way, so that no phone keeps what it has."""


@dataclass(frozen=True)
class Words:
    """What is told of an event besides its time; the same for most of a series."""

    title: Sentence
    place: str
    is_cancelled: bool


class Event(NamedTuple):
    """One appointment as a calendar keeps it."""

    uid: str
    starts: datetime
    """By the program's wall clock, without a zone."""
    minutes: int
    sequence: int
    changed_at: datetime
    """When something about it was last changed."""
    words: Words


@dataclass(frozen=True)
class Kept:
    """What is stored of an appointment's past: how often its series and it alone were changed, and when."""

    uid: str
    """Of its series."""
    revision: int
    """Of its series."""
    series_changed_at: datetime
    changed_at: datetime | None = None
    """It alone."""
    closed_at: datetime | None = None
    """The program was closed on the day on which it takes place."""


@dataclass(frozen=True)
class ClockChange:
    """At an instant, the clocks of a zone begin to differ from UTC by another stretch of time."""

    at: datetime
    """By the wall clock as it was until then, without a zone."""
    before: timedelta
    after: timedelta
    name: str
    """Of the time that begins, such as ``CST``."""
    is_summer: bool


def days_shown(now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """Give the first and last local day in a calendar. They move on Mondays only, so that a week has one answer."""
    monday, _ = week_of(local_day(now, zone))
    return monday - BEHIND, monday + AHEAD - ONE_DAY


def is_shown_by(made_at: datetime, stay: Stay, zone: ZoneInfo) -> bool:
    """Does a link show this time in the program? Only the one in which it was made, and only while that goes on.

    What comes afterwards is nobody's business on a calendar that may be shared and forgotten, and who begins again
    begins without old links. The calendar stays good, but empty: a phone takes everything out of one that is empty,
    and would keep what it has of one that is gone.
    """
    return stay.last_on is None and local_day(made_at, zone) >= stay.first_on


def version(name: str, now: datetime, zone: ZoneInfo, changed_at: datetime, language: str) -> str:
    """Give what changes whenever the calendar of this name does: it is asked for far more often than it changes."""
    first, _ = days_shown(now, zone)
    told = "|".join((str(FORM), name, zone.key, first.isoformat(), changed_at.isoformat(), language))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def last_changed_at(now: datetime, zone: ZoneInfo, changed_at: datetime) -> datetime:
    """Give when the calendar became what it is: with the last change, or with the Monday on which its days moved."""
    monday, _ = week_of(local_day(now, zone))
    return max(changed_at, datetime(monday.year, monday.month, monday.day, tzinfo=zone))


def event_of(one: Appointment, kept: Kept, words: Words) -> Event:
    """Give an appointment as an event: its name is that of its series and the day on which that puts it, for good."""
    is_closed = kept.closed_at is not None and (kept.changed_at is None or kept.closed_at > kept.changed_at)
    times = (kept.series_changed_at, kept.changed_at, kept.closed_at)
    return Event(
        f"{kept.uid}-{one.day:%Y%m%d}",
        one.starts_at.astimezone(one.series.zone).replace(tzinfo=None),
        one.session.minutes,
        sequence_of(kept.revision, one.sequence, is_closed=is_closed),
        max(filter(None, times)),
        words,
    )


def sequence_of(revision: int, number: int, *, is_closed: bool) -> int:
    """Give how often an appointment has changed, as a number that only grows.

    Its series and it alone count twice each, so that a day that is closed lies between two of their changes; one that
    is opened again counts as a change of each appointment on it.
    """
    return 2 * (revision - 1 + number) + is_closed


def words_of(one: Appointment, *, shows_topic: bool) -> Words:
    """Give what is told of an appointment: nothing of the program, unless its person chose to show more.

    Some calendars show what is cancelled like all else, so the title says it too.
    """
    title = Sentence(N_("Appointment"))
    if shows_topic:
        kind = Sentence(KIND_WORDS[one.series.kind])
        title = Sentence(N_("%(kind)s: %(topic)s"), {"kind": kind, "topic": one.series.topic})
    if not one.is_on:
        title = Sentence(N_("Cancelled: %(title)s"), {"title": title})
    place = ", ".join(filter(None, (one.place, one.address))) if shows_topic else ""
    return Words(title, place, is_cancelled=not one.is_on)


def clock_changes(zone: ZoneInfo, first: date, last: date) -> list[ClockChange]:
    """Give how a zone's clocks go from the first day on: what holds then, and each change up to the last day."""
    start = datetime(first.year, first.month, first.day, tzinfo=zone)
    moment, offset = start.astimezone(UTC), start.utcoffset() or timedelta()
    found = [_clock_change(moment, zone, offset)]
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + 2 * ONE_DAY
    while moment < end:
        later = moment + ONE_DAY
        if _offset(later, zone) != offset:
            change = _first_with_other(moment, later, zone)
            found.append(_clock_change(change, zone, offset))
            later, offset = change, _offset(change, zone)
        moment = later
    return found


def _first_with_other(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between two at which the clocks change: halved until it is known to the second."""
    offset = _offset(before, zone)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if _offset(middle, zone) == offset else (before, middle)
    return after


def _clock_change(moment: datetime, zone: ZoneInfo, before: timedelta) -> ClockChange:
    local = moment.astimezone(zone)
    at = (moment + before).replace(tzinfo=None)
    return ClockChange(at, before, _offset(moment, zone), local.tzname() or "", is_summer=bool(local.dst()))


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
