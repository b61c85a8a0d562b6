"""The shared step that looks for conflicts before something is put on the calendar. It only reads."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from client_app.domain.appointments import Appointment, Exceptions, Series, appointments
from client_app.domain.local_days import ONE_DAY
from client_app.domain.rosters import Stay, expected
from client_app.domain.schedule_conflicts import Clashes, Expected, conflicts
from client_app.services.calendars import Calendar, Stretch, appointments_in, exceptions_in, stays_in
from client_app.services.groups import names_of

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
    near = [day for day in days if day <= days[0] + HORIZON]
    stretch = Stretch(near[0], near[-1])
    around = Stretch(near[0] - ONE_DAY, near[-1] + ONE_DAY)  # one that begins before midnight may end after it
    stays = stays_in(calendar, stretch)
    holidays = frozenset[date]() if on_holidays else exceptions_in(calendar, stretch).holidays
    new = [_expected(stays, one) for one in appointments(replace(planned, id=0), near, Exceptions({}, holidays))]
    others = [_expected(stays, one) for one in appointments_in(calendar, around) if one.is_on and not replaces(one)]
    found = conflicts(new, others, names_of(calendar))
    if found and Clashes(found).token != agreed:
        raise Clashes(found)


def _expected(stays: Sequence[Stay], one: Appointment) -> Expected:
    return Expected(one, frozenset(stay.participant_id for stay in expected(stays, one)))
