"""Appointments: the treatment sessions of a program, as series that recur by the program's wall clock.

A single appointment is a series of one day. An appointment is known by its series and the day on which the series puts
it, wherever it is moved; so attendance and changes find it again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from client_app.domain.local_days import local_day
from client_app.domain.sentences import N_, Sentence, Value

LONGEST = 12 * 60
"""Minutes. No appointment takes longer."""
LARGEST_GROUP = 200
"""People. No room of a program holds more."""
TEXT_LIMIT = 200
"""Characters of a topic, a place or an address."""
CALENDAR = (date(2000, 1, 1), date(2100, 12, 31))
"""The days that can be on a calendar, both included; of others no clock is sure."""


class Kind(StrEnum):
    """What an appointment is for."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    FAMILY = "family"
    EDUCATION = "education"
    MEDICATION = "medication"


KIND_WORDS: Mapping[Kind, str] = {
    Kind.INDIVIDUAL: N_("Individual therapy"),
    Kind.GROUP: N_("Group therapy"),
    Kind.FAMILY: N_("Family therapy"),
    Kind.EDUCATION: N_("Education and life skills"),
    Kind.MEDICATION: N_("Medication management"),
}


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """On which local days a series meets.

    Raises:
        ValueError: no weekday, a weekday or an interval that does not exist, or an end before the start.

    """

    weekdays: tuple[int, ...]
    """0 is Monday; in order, each once."""
    first_on: date
    """No appointment before this day; the weeks are counted from the one it is in."""
    last_on: date | None = None
    every_weeks: int = 1

    @property
    def is_single(self) -> bool:
        """Whether it meets on one day only."""
        return self.first_on == self.last_on

    def __post_init__(self) -> None:
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            raise ValueError("A series meets on one weekday or more, from 0 (Monday) to 6.")
        if not 1 <= self.every_weeks <= 52:
            raise ValueError("A series meets every 1 to 52 weeks.")
        if self.last_on is not None and self.last_on < self.first_on:
            raise ValueError("A series cannot end before it starts.")


@dataclass(frozen=True, kw_only=True)
class Session:
    """When and where an appointment is, and with whom: what may differ from one day of a series to another."""

    starts: time
    """By the program's wall clock."""
    minutes: int
    place: str = ""
    """The room, as it is called in the house."""
    address: str = ""
    link: str = ""
    """For telehealth."""
    facilitator_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Series:
    """Appointments that recur, for one participant or for everybody in certain phases."""

    id: int
    kind: Kind
    topic: str
    weekly: Weekly
    session: Session
    zone: ZoneInfo
    capacity: int | None = None
    """Nothing: as many as come."""
    phase_ids: frozenset[int] = frozenset()
    """Who attends; empty means everybody in the program."""
    participant_id: int | None = None
    """The one participant of an individual series."""


class Standing(StrEnum):
    """What became of an appointment as it was planned."""

    PLANNED = "planned"
    CHANGED = "changed"
    """Another time, place or facilitator."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is different about one appointment of a series."""

    is_cancelled: bool = False
    day: date | None = None
    """The local day that it was moved to."""
    session: Session | None = None
    number: int = 1
    """How often it was changed, so that calendars know the newest."""


class Appointment(NamedTuple):
    """One appointment as it stands. A year of a program has thousands, and a tuple is made in a fifth of the time."""

    series: Series
    day: date
    """The day on which the series puts it: its name, wherever it was moved."""
    starts_at: datetime
    session: Session
    standing: Standing = Standing.PLANNED
    sequence: int = 0

    @property
    def key(self) -> str:
        """Its name in addresses: the series and the day, for example ``12-20261125``."""
        return f"{self.series.id}-{self.day:%Y%m%d}"

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.starts_at + timedelta(minutes=self.session.minutes)

    @property
    def place(self) -> str:
        """The room, as it is called in the house."""
        return self.session.place

    @property
    def address(self) -> str:
        """Where the house is."""
        return self.session.address

    @property
    def link(self) -> str:
        """For telehealth."""
        return self.session.link

    @property
    def takes_place_on(self) -> date:
        """The local day on which it takes place, or would have."""
        return local_day(self.starts_at, self.series.zone)

    @property
    def is_on(self) -> bool:
        """Whether it takes place."""
        return self.standing is not Standing.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Whether it takes place on another day than the series puts it."""
        return self.takes_place_on != self.day

    def overlaps(self, other: "Appointment") -> bool:
        """Do both take place at some moment? One that ends when the other starts does not."""
        return self.is_on and other.is_on and self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Exceptions:
    """What interrupts the series of a program."""

    changes: Mapping[tuple[int, date], Change] = field(default_factory=dict)
    """By series and the day on which it puts the appointment."""
    holidays: frozenset[date] = frozenset()
    """Days on which nothing takes place, unless an appointment was moved there."""


def appointments(series: Series, days: Iterable[date], exceptions: Exceptions) -> Iterator[Appointment]:
    """Give the appointments that a series puts on these days, each as it stands after changes and holidays."""
    changes, holidays = exceptions.changes, exceptions.holidays
    number, zone, usual, starts = series.id, series.zone, series.session, series.session.starts
    for day in days:
        change = changes.get((number, day))
        if change is not None:
            yield _changed(series, day, change)
        else:
            standing = Standing.CANCELLED if day in holidays else Standing.PLANNED
            yield Appointment(series, day, instant(day, starts, zone), usual, standing)


def instant(day: date, starts: time, zone: ZoneInfo) -> datetime:
    """Give the UTC instant of a wall-clock time on a local day; of a time that happens twice, the first."""
    return datetime.combine(day, starts, zone).astimezone(UTC)


def why_not_time(day: date, starts: time, zone: ZoneInfo) -> Sentence | None:
    """Say why nothing can start at this wall-clock time: the clocks skip it that night, or show it twice."""
    local = datetime.combine(day, starts, zone)
    values: dict[str, Value] = {"time": starts, "day": day}
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return None
    if local.astimezone(UTC).astimezone(zone).time() != starts:
        return Sentence(N_("On %(day)s the clocks skip %(time)s. Please choose another time."), values)
    return Sentence(N_("On %(day)s the clocks show %(time)s twice. Please choose another time."), values)


def why_not_day(day: date) -> Sentence | None:
    """Say why a day cannot be on a calendar."""
    first, last = CALENDAR
    if first <= day <= last:
        return None
    return Sentence(N_("Please choose a day from %(first)s to %(last)s."), {"first": first.year, "last": last.year})


def key_parts(key: str) -> tuple[int, date] | None:
    """Read an appointment's name in an address; nothing when it is none."""
    number, _, day = key.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 9 and day.isascii() and len(day) == 8):
        return None
    try:
        found = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    return (int(number), found) if why_not_day(found) is None else None


def _changed(series: Series, day: date, change: Change) -> Appointment:
    """The appointment that a series puts on a day on which something is different."""
    moved_to, session = change.day or day, change.session or series.session
    is_as_usual = (moved_to, session) == (day, series.session)
    standing = Standing.PLANNED if is_as_usual else Standing.CHANGED
    if change.is_cancelled:
        standing = Standing.CANCELLED
    return Appointment(series, day, instant(moved_to, session.starts, series.zone), session, standing, change.number)
