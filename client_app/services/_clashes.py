"""The shared steps that look for conflicts before something is put on the calendar. They only read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from client_app.domain.appointments import Appointment, Exceptions, Series, Session, appointments
from client_app.domain.local_days import ONE_DAY
from client_app.domain.rosters import Stay, expected
from client_app.domain.schedule_conflicts import Clashes, Expected, conflicts
from client_app.domain.sentences import Sentence
from client_app.services.calendars import Calendar, Stretch, appointments_in, appointments_of, exceptions_in
from client_app.services.groups import names_of
from client_app.services.rosters import stays_in

HORIZON = timedelta(weeks=12)
"""How far ahead conflicts are looked for: as long as a program usually lasts."""


def refuse_clashes(
    calendar: Calendar,
    planned: Series,
    days: Sequence[date],
    agreed: str,
    *,
    replaces: Callable[[Appointment], bool] = lambda _: False,
    on_holidays: bool = False,
) -> None:
    """Refuse what collides with the calendar as it stands, unless just these conflicts were agreed to.

    Args:
        calendar: of which program.
        planned: the series as it is to be.
        days: its days, at least one, in order; those of the next twelve weeks are looked at.
        agreed: the conflicts that were read and accepted, by their token.
        replaces: which appointments give way to the planned ones.
        on_holidays: it takes place on holidays too.

    Raises:
        Clashes: what it collides with, in words.

    """
    near = _near(days)
    stretch, around = Stretch(near[0], near[-1]), _around(near)
    stays = stays_in(calendar, stretch)
    holidays = frozenset[date]() if on_holidays else exceptions_in(calendar, stretch).holidays
    new = [_expected(stays, one) for one in appointments(replace(planned, id=0), near, Exceptions({}, holidays))]
    others = [_expected(stays, one) for one in appointments_in(calendar, around) if one.is_on and not replaces(one)]
    found = conflicts(new, others, names_of(calendar))
    if found and Clashes(found).token != agreed:
        raise Clashes(found)


def clashes_of_each(
    calendar: Calendar, standing: Sequence[Series], planned: Sequence[tuple[Series, Sequence[date]]]
) -> list[tuple[Sentence, ...]]:
    """Say for each of several groups what it collides with: what stands on the calendar, and those planned before it.

    As many SQL statements for two as for two hundred.

    Args:
        calendar: of which program.
        standing: the series of the program, as they were read.
        planned: groups that are to be added, none of them for one person, each with its days, at least one, in order.

    """
    if not planned:
        return []
    near = [_near(days) for _, days in planned]
    whole = Stretch(min(days[0] for days in near) - ONE_DAY, max(days[-1] for days in near) + ONE_DAY)
    exceptions, names = exceptions_in(calendar, whole), names_of(calendar)
    others = _Others(stays_in(calendar, whole))
    for stretch in _merged(_around(days) for days in near):
        for one in appointments_of(standing, exceptions, stretch):
            if one.is_on and stretch.holds(one.takes_place_on):
                others.add(one)
    found = []
    for (series, _), days in zip(planned, near, strict=True):
        usual = appointments(replace(series, id=0), days, Exceptions({}, exceptions.holidays))
        new = [others.expected(one) for one in usual]
        found.append(tuple(conflicts(new, others.touching(series), names)))
        for added in new:
            others.keep(added)
    return found


@dataclass(frozen=True)
class _Others:
    """What takes place, found by what a group could have in common with it: its room, who leads it, one person."""

    stays: Sequence[Stay]
    known: dict[tuple[date, frozenset[int], int | None], frozenset[int]] = field(default_factory=dict)
    kept: dict[object, list[Expected]] = field(default_factory=lambda: defaultdict(list))

    def expected(self, one: Appointment) -> Expected:
        """An appointment with who is expected; groups of one day and the same phases expect the same people."""
        key = one.takes_place_on, one.series.phase_ids, one.series.participant_id
        if key not in self.known:
            self.known[key] = _expected(self.stays, one).participant_ids
        return Expected(one, self.known[key])

    def add(self, one: Appointment) -> None:
        """Something stands on the calendar."""
        self.keep(self.expected(one))

    def keep(self, one: Expected) -> None:
        """Let it be found; of holidays nothing is."""
        if one.appointment.is_on:
            for key in _touches(one.appointment.series, one.appointment.session):
                self.kept[key].append(one)

    def touching(self, series: Series) -> list[Expected]:
        """What a group of this series may collide with, each once."""
        keys = (*_touches(series, series.session), ONE_PERSON)
        found = {id(one): one for key in keys for one in self.kept.get(key, ())}
        return list(found.values())


ONE_PERSON = "one person"


def _touches(series: Series, session: Session) -> Iterator[object]:
    if session.place:
        yield "room", session.place.casefold()
    if session.facilitator_id is not None:
        yield "leader", session.facilitator_id
    if series.participant_id is not None:
        yield ONE_PERSON


def _near(days: Sequence[date]) -> list[date]:
    return [day for day in days if day <= days[0] + HORIZON]


def _around(near: Sequence[date]) -> Stretch:
    """One that begins before midnight may end after it."""
    return Stretch(near[0] - ONE_DAY, near[-1] + ONE_DAY)


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same days in stretches that do not overlap: between two far ends nothing has to be counted."""
    found: list[Stretch] = []
    for one in sorted(stretches, key=lambda stretch: stretch.since):
        if found and one.since <= found[-1].until + ONE_DAY:
            found[-1] = Stretch(found[-1].since, max(found[-1].until, one.until))
        else:
            found.append(one)
    return found


def _expected(stays: Sequence[Stay], one: Appointment) -> Expected:
    return Expected(one, frozenset(stay.participant_id for stay in expected(stays, one)))
