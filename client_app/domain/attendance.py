"""Attendance: who was there, for how long. Nobody is missed before somebody has said so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from client_app.domain.appointments import Appointment
from client_app.domain.phases import week_of
from client_app.domain.plans import why_not_kept
from client_app.domain.sentences import N_, Sentence


class Attendance(StrEnum):
    """What is marked for one person at one appointment."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    MISSED = "missed"


ATTENDANCE_WORDS: Mapping[Attendance, str] = {
    Attendance.PRESENT: N_("Present"),
    Attendance.LATE: N_("Came late"),
    Attendance.LEFT_EARLY: N_("Left early"),
    Attendance.EXCUSED: N_("Excused"),
    Attendance.MISSED: N_("Missed"),
}

NOTE_LIMIT = 2000
"""Characters; a line break counts as one."""
EARLIEST = timedelta(minutes=10)
"""How long before an appointment begins it can be marked: people sit there already, and soon nobody has a hand free."""

PARTLY = frozenset({Attendance.LATE, Attendance.LEFT_EARLY})
"""Those who were there for a part of it."""


@dataclass(frozen=True)
class Mark:
    """What is marked, or is to be marked, for one person at one appointment."""

    mark: Attendance
    minutes: int | None = None
    """Told of somebody who came late or left early; nothing where nobody counted."""
    note: str = ""
    """For the care team."""

    def problems(self, planned: int) -> dict[str, Sentence]:
        """Say for each field why it cannot be marked so."""
        found = {
            "minutes": why_not_minutes(self.mark, planned, self.minutes),
            "note": why_not_kept(self.note, NOTE_LIMIT),
        }
        return {name: problem for name, problem in found.items() if problem}


@dataclass(frozen=True)
class Attended:
    """What was marked for one person at one appointment."""

    day: date
    """The local day on which it began."""
    planned_minutes: int
    mark: Attendance
    minutes: int | None
    """Told of somebody who came late or left early."""

    @property
    def minutes_counted(self) -> int:
        """The minutes of treatment that count."""
        return minutes_counted(self.mark, self.planned_minutes, self.minutes)


def minutes_by_week(attended: Iterable[Attended]) -> dict[date, int]:
    """Give the minutes of treatment in each local week, by its Monday, the earliest first.

    A week in which something was marked and nothing counts is told as 0; one without a mark is not told.
    """
    found: Counter[date] = Counter()
    for one in attended:
        monday, _ = week_of(one.day)
        found[monday] += one.minutes_counted
    return dict(sorted(found.items()))


def minutes_counted(mark: Attendance, planned: int, told: int | None) -> int:
    """Give the minutes of treatment that count: the whole appointment, or those told of one who missed a part of it.

    Where nothing was told of the latter, the whole counts: nobody loses hours to a form that was not filled in.
    """
    if mark is Attendance.PRESENT:
        return planned
    if mark in PARTLY:
        return planned if told is None else min(told, planned)
    return 0


def planned_minutes(one: Appointment) -> int:
    """Give the minutes that an appointment takes."""
    return (one.ends_at - one.starts_at) // timedelta(minutes=1)


def why_not_mark(one: Appointment, now: datetime) -> Sentence | None:
    """Say why nobody's attendance can be marked: it was cancelled, or has not begun. There is no too late."""
    if not one.is_on:
        return Sentence(N_("It was cancelled, so nobody could be there."))
    if now < one.starts_at - EARLIEST:
        return Sentence(
            N_("It has not begun yet. Who was there can be marked from %(minutes)s minutes before it begins."),
            {"minutes": EARLIEST // timedelta(minutes=1)},
        )
    return None


def why_not_minutes(mark: Attendance, planned: int, told: int | None) -> Sentence | None:
    """Say why these minutes cannot be marked."""
    if told is None:
        return None
    if mark not in PARTLY:
        return Sentence(N_("Minutes are told only for somebody who came late or left early."))
    if not 1 <= told <= planned:
        return Sentence(N_("This appointment takes %(planned)s minutes: tell 1 to %(planned)s."), {"planned": planned})
    return None
