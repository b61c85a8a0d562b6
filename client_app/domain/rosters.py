"""Who is expected at an appointment: those whom its series is for, while they take part in the program."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from client_app.domain.appointments import Appointment
from client_app.domain.pauses import Pause
from client_app.domain.phases import Move, phase_on


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A participant's time in a program, and the phases that they came into."""

    participant_id: int
    name: str
    first_on: date
    last_on: date | None = None
    """The last day in the program, included; nothing while they take part."""
    first_phase_id: int | None = None
    """The program's first phase, in which everybody is who has not been moved yet."""
    moves: tuple[Move, ...] = ()
    pauses: tuple[Pause, ...] = ()

    def is_there(self, day: date) -> bool:
        """Do they take part on this day, and are not away?"""
        is_enrolled = self.first_on <= day and (self.last_on is None or day <= self.last_on)
        return is_enrolled and not any(pause.covers(day) for pause in self.pauses)

    def phase_on(self, day: date) -> int | None:
        """Give the phase in which they are on this day; nothing in a program without phases."""
        found = phase_on(self.moves, day)
        return self.first_phase_id if found is None else found

    def phase_at(self, appointment: Appointment) -> int | None:
        """Give the phase in which they are at an appointment: a move never reaches back to what had begun."""
        day, starts_at = appointment.takes_place_on, appointment.starts_at
        return replace(self, moves=tuple(move for move in self.moves if move.reaches(day, starts_at))).phase_on(day)


def is_expected(stay: Stay, appointment: Appointment) -> bool:
    """Is somebody expected at an appointment? The phase in which they are when it takes place decides."""
    series, day = appointment.series, appointment.takes_place_on
    if not stay.is_there(day):
        return False
    if series.participant_id is not None:
        return series.participant_id == stay.participant_id
    return not series.phase_ids or stay.phase_at(appointment) in series.phase_ids


def expected(stays: Iterable[Stay], appointment: Appointment) -> list[Stay]:
    """Give those who are expected at an appointment, each once, by name."""
    found = {stay.participant_id: stay for stay in stays if is_expected(stay, appointment)}
    return sorted(found.values(), key=lambda stay: (stay.name.casefold(), stay.participant_id))
