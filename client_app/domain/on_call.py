"""Who is on call for a program: wall-clock hours of weekdays in the program's zone, which may pass midnight."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from client_app.domain.local_days import ONE_DAY, local_day


@dataclass(frozen=True, order=True)
class Shift:
    """Somebody's hours on a weekday (0 is Monday); an end that is not after the beginning is on the next day.

    Raises:
        ValueError: there is no such weekday.

    """

    weekday: int
    starts: time
    ends: time
    person_id: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"A weekday is a number from 0 (Monday) to 6, not {self.weekday}.")

    def covers(self, instant: datetime, zone: ZoneInfo) -> bool:
        """Is this person on call at this instant? The end itself belongs to whoever comes next."""
        today = local_day(instant, zone)
        for day in (today, today - ONE_DAY):
            if day.weekday() == self.weekday:
                last = day if self.starts < self.ends else day + ONE_DAY
                starts_at = datetime.combine(day, self.starts, zone).astimezone(UTC)
                if starts_at <= instant < datetime.combine(last, self.ends, zone).astimezone(UTC):
                    return True
        return False


@dataclass(frozen=True)
class Turn:
    """The same hours of one person on several weekdays, as people say them."""

    person_id: int
    weekdays: tuple[int, ...]
    starts: time
    ends: time

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The shift of each of its weekdays."""
        return tuple(Shift(weekday, self.starts, self.ends, self.person_id) for weekday in self.weekdays)


def turns_of(shifts: Iterable[Shift]) -> tuple[Turn, ...]:
    """Put one person's shifts of the same hours together, in the order of the week."""
    found: dict[tuple[int, time, time], set[int]] = {}
    for shift in shifts:
        found.setdefault((shift.person_id, shift.starts, shift.ends), set()).add(shift.weekday)
    turns = (Turn(who, tuple(sorted(days)), starts, ends) for (who, starts, ends), days in found.items())
    return tuple(sorted(turns, key=lambda one: (one.weekdays, one.starts, one.ends, one.person_id)))


def shifts_of(turns: Iterable[Turn]) -> tuple[Shift, ...]:
    """All shifts of these turns in the order of the week, each once."""
    return tuple(sorted({shift for turn in turns for shift in turn.shifts}))


def on_call_at(shifts: Iterable[Shift], instant: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """Give who is on call at this instant, by number, each once."""
    return tuple(sorted({shift.person_id for shift in shifts if shift.covers(instant, zone)}))
