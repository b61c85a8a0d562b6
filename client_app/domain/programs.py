"""What a director decides about a program: its name, zone, track, staffed hours and on-call line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import time
from enum import StrEnum

from client_app.domain.phone_numbers import why_not_phone
from client_app.domain.plans import why_not_kept
from client_app.domain.sentences import N_, Sentence
from client_app.domain.staffed_hours import Opening

NAME_LIMIT = 80
"""The longest name of a program, or of its on-call line, in characters."""

NO_NAME = Sentence(N_("A program needs a name."))
NO_ZONE = Sentence(N_("Please choose a time zone from the list."))
NO_PHONE = Sentence(N_("Please type the number as well, or leave both empty."))
CONFIRM_ZONE = Sentence(N_("The time zone moves “today”. Please read what that means and tick the box."))
NAME_IS_TAKEN = Sentence(N_("Another program has this name already."))
SAVED_MEANWHILE = Sentence(
    N_("Somebody saved the program since you opened this page. Nothing of yours is saved yet, and nothing is lost.")
)

UNITED_STATES = (
    "America/New_York",
    "America/Detroit",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
"""The zones that most programs are in, from east to west."""

AREAS = {
    "Africa": N_("Africa"),
    "America": N_("America"),
    "Antarctica": N_("Antarctica"),
    "Asia": N_("Asia"),
    "Atlantic": N_("Atlantic"),
    "Australia": N_("Australia"),
    "Europe": N_("Europe"),
    "Indian": N_("Indian Ocean"),
    "Pacific": N_("Pacific"),
}
"""How the first part of an IANA name is called; names without one of them are aliases or no place."""


class Track(StrEnum):
    """When a program's groups meet."""

    DAY = "day"
    EVENING = "evening"
    WEEKEND = "weekend"


TRACKS = {
    Track.DAY: N_("Daytime"),
    Track.EVENING: N_("Evening"),
    Track.WEEKEND: N_("Weekend"),
}
"""What each track is called."""


@dataclass(frozen=True)
class Details:
    """What a director sets up, all of it saved in one act."""

    name: str
    zone: str
    """An IANA name; it decides what "today" is."""
    track: Track
    openings: tuple[Opening, ...]
    on_call_name: str
    """Who answers the program's own line; it may be empty."""
    on_call_phone: str
    """As it is dialled; empty where there is no such line."""

    def problems(self, zones: Collection[str]) -> dict[str, Sentence]:
        """Say for each field why it cannot be kept as it is; ``zones`` are those that exist."""
        found = {
            "name": why_not_kept(self.name, NAME_LIMIT) if self.name else NO_NAME,
            "zone": None if self.zone in zones else NO_ZONE,
            "on_call_name": why_not_kept(self.on_call_name, NAME_LIMIT),
            "on_call_phone": self._why_not_phone(),
        }
        return {field: problem for field, problem in found.items() if problem}

    def differences(self, other: "Details") -> list[str]:
        """Name the fields in which the two differ."""
        return [field.name for field in fields(self) if getattr(self, field.name) != getattr(other, field.name)]

    def _why_not_phone(self) -> Sentence | None:
        if self.on_call_phone:
            return why_not_phone(self.on_call_phone)
        return NO_PHONE if self.on_call_name else None


@dataclass(frozen=True)
class Stretch:
    """The same hours on several weekdays, as people say them: Monday to Friday from 9 to 5."""

    weekdays: tuple[int, ...]
    """0 is Monday."""
    opens: time
    closes: time

    @property
    def openings(self) -> tuple[Opening, ...]:
        """The opening of each of its weekdays.

        Raises:
            ValueError: it closes before it opens.

        """
        return tuple(Opening(weekday, self.opens, self.closes) for weekday in self.weekdays)


def stretches_of(openings: Iterable[Opening]) -> tuple[Stretch, ...]:
    """Put openings of the same hours together, the earliest first."""
    found: dict[tuple[time, time], set[int]] = {}
    for opening in openings:
        found.setdefault((opening.opens, opening.closes), set()).add(opening.weekday)
    stretches = (Stretch(tuple(sorted(days)), opens, closes) for (opens, closes), days in found.items())
    return tuple(sorted(stretches, key=lambda one: (one.weekdays, one.opens, one.closes)))


def openings_of(stretches: Iterable[Stretch]) -> tuple[Opening, ...]:
    """All openings of these stretches in the order of the week, each once."""
    openings = {opening for stretch in stretches for opening in stretch.openings}
    return tuple(sorted(openings, key=lambda one: (one.weekday, one.opens, one.closes)))


@dataclass(frozen=True)
class ZoneGroup:
    """Time zones of one part of the world."""

    title: str
    """English, marked for translation."""
    zones: tuple[tuple[str, str], ...]
    """IANA name and what is shown of it, such as ``Argentina/Buenos Aires``."""


def zone_groups(names: Iterable[str], current: str) -> tuple[ZoneGroup, ...]:
    """Put zones in groups to choose from, those of the United States first; the current one is always among them."""
    known = set(names) | {current}
    groups = [ZoneGroup(N_("United States"), tuple((name, _city(name)) for name in UNITED_STATES if name in known))]
    left = sorted(known - set(UNITED_STATES))
    for area, title in AREAS.items():
        zones = tuple((name, _city(name)) for name in left if name.startswith(f"{area}/"))
        groups.append(ZoneGroup(title, zones))
    if current.partition("/")[0] not in AREAS:
        groups.insert(0, ZoneGroup(N_("As it is now"), ((current, current),)))
    return tuple(group for group in groups if group.zones)


def _city(name: str) -> str:
    return name.partition("/")[2].replace("_", " ")
