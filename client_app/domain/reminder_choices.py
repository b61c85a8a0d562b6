"""What a participant chose to be reminded of and when, and when they are left alone; by the program's wall clock."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from typing import Self

from client_app.domain.local_days import ONE_DAY
from client_app.domain.plans import readable
from client_app.domain.sentences import N_, Sentence

MINUTES_BEFORE = (15, 30, 60, 120, 180)
"""How long before an appointment the second reminder may come."""
LONGEST_AWAY = timedelta(days=92)
"""How far ahead reminders may rest; for longer than that they can be switched off."""

CHANGED_MEANWHILE = Sentence(
    N_(
        "This was changed on another page since you opened it. Your choices are still here. "
        "Look at both, then save again."
    )
)
NO_TIME = Sentence(N_("Please type a time, like 9:00."))
IN_QUIET_HOURS = Sentence(
    N_("This is in your quiet hours, so nothing would come. Choose another time, or other hours.")
)
FROM_THE_LIST = Sentence(N_("Please choose one of these."))
NO_DAY = Sentence(N_("Please choose a day."))
DAY_IS_HERE = Sentence(N_("Please choose a day from tomorrow on."))
TOO_FAR = Sentence(N_("Please choose a day within three months. For longer, you can turn reminders off."))

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:00)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """A participant's choices; untouched, they are the product's own."""

    check_in: bool = True
    check_in_at: time = time(9)
    appointments: bool = True
    evening_before_at: time = time(18)
    minutes_before: int = 60
    nudges: bool = True
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    """The first minute that is not quiet any more; the same time as ``quiet_from`` means no quiet hours."""
    away_until: date | None = None
    """The local day from which on reminders come again."""

    def is_quiet_at(self, clock: time) -> bool:
        """Do the quiet hours hold this time of day?"""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until

    def is_away(self, day: date) -> bool:
        """Do reminders rest on this local day?"""
        return self.away_until is not None and day < self.away_until


SWITCHES = ("check_in", "appointments", "nudges")
TIMES = ("check_in_at", "evening_before_at", "quiet_from", "quiet_until")
FIELDS = tuple(field.name for field in fields(Choices) if field.name != "away_until")
"""What the form of choices holds, in its order. When reminders rest is set apart from it."""


@dataclass(frozen=True)
class TypedChoices:
    """Choices as they stand in the form: each field as text."""

    texts: Mapping[str, str]

    @classmethod
    def read(cls, posted: Mapping[str, Sequence[str]]) -> Self:
        """Read a posted form; other fields are ignored, and a box that is not ticked sends nothing.

        A field that says two things at once can be neither of them.
        """
        said = {name: dict.fromkeys(text.strip() for text in posted.get(name, ())) for name in FIELDS}
        return cls({name: ", ".join(texts) or ("off" if name in SWITCHES else "") for name, texts in said.items()})

    @classmethod
    def of(cls, choices: Choices) -> Self:
        """Write choices into the fields."""
        return cls({name: _as_text(getattr(choices, name)) for name in FIELDS})

    def shown(self, name: str) -> str:
        """What a page can show of a field."""
        return readable(self.texts[name])

    def problems(self) -> dict[str, Sentence]:
        """Say for each field why it cannot be kept; empty when all can."""
        found = {name: NO_TIME for name in TIMES if _time_in(self.texts[name]) is None}
        found |= {name: FROM_THE_LIST for name in SWITCHES if self.texts[name] not in _SWITCHED}
        if self.texts["minutes_before"] not in set(map(str, MINUTES_BEFORE)):
            found["minutes_before"] = FROM_THE_LIST
        return found or self._in_quiet_hours()

    def choices(self) -> Choices:
        """The choices, once there is no problem but times that quiet hours hold."""
        texts = self.texts
        times = {name: _time_in(texts[name]) for name in TIMES}
        switches = {name: _SWITCHED[texts[name]] for name in SWITCHES}
        return Choices(minutes_before=int(texts["minutes_before"]), **switches, **times)  # type: ignore[arg-type]

    def _in_quiet_hours(self) -> dict[str, Sentence]:
        """The times at which something would be due that is kept back, or never comes."""
        choices = self.choices()
        due = {
            "check_in_at": choices.check_in and choices.is_quiet_at(choices.check_in_at),
            "evening_before_at": choices.appointments and choices.is_quiet_at(choices.evening_before_at),
        }
        return {name: IN_QUIET_HOURS for name, is_quiet in due.items() if is_quiet}


def why_not_away(until: date | None, today: date) -> Sentence | None:
    """Say why reminders cannot rest until this local day."""
    if until is None:
        return NO_DAY
    if until <= today:
        return DAY_IS_HERE
    return TOO_FAR if until - today > LONGEST_AWAY else None


def next_monday(today: date) -> date:
    """Give the Monday that follows a day."""
    return today + (7 - today.weekday()) * ONE_DAY


_SWITCHED = {"on": True, "off": False}


def _time_in(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
