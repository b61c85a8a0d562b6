"""Local days on which a program is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from client_app.domain.appointments import TEXT_LIMIT
from client_app.domain.local_days import local_day
from client_app.domain.plans import why_not_kept
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Holiday
from client_app.services._series_rows import change_of, take_turns
from client_app.services.acts import Act, act
from client_app.services.calendars import Calendar, Stretch, appointments_in


@dataclass(frozen=True)
class ClosedDay:
    """A holiday of a program."""

    day: date
    name: str


def holidays_of(viewer: Viewer, now: datetime) -> tuple[ClosedDay, ...]:
    """The holidays of the viewer's program from today on."""
    today = local_day(now, Calendar.of(viewer).zone)
    rows = db.session.execute(
        select(Holiday.day, Holiday.name)
        .where(Holiday.program_id == viewer.program_id, Holiday.day >= today)
        .order_by(Holiday.day)
    )
    return tuple(ClosedDay(row.day, row.name) for row in rows)


def problems_of(day: date | None, name: str, today: date) -> Mapping[str, Sentence]:
    """Say for each field why a holiday cannot be added."""
    found = {
        "day": None
        if day is not None and day >= today
        else Sentence(N_("Please choose a day from today on; what has happened stays as it was.")),
        "name": why_not_kept(name, TEXT_LIMIT) if name else Sentence(N_("Please say what it is called.")),
    }
    return {field: problem for field, problem in found.items() if problem}


def add_holiday(viewer: Viewer, day: date, name: str, now: datetime) -> None:
    """Close the viewer's program on a day: what its series put there does not take place.

    Raises:
        Invalid: the day has passed or something of it has begun, or its name cannot be kept.
        Conflict: it is a holiday already.

    """
    problem = next(iter(problems_of(day, name, local_day(now, Calendar.of(viewer).zone)).values()), None)
    if problem:
        raise Invalid(problem)
    with act(viewer, now) as a:
        take_turns(a, viewer.program_id)
        if a.session.get(Holiday, (viewer.program_id, day)) is not None:
            raise Conflict(Sentence(N_("That day is a holiday already.")))
        _refuse_begun(viewer, day, now)
        holiday = Holiday(program_id=viewer.program_id, day=day, name=name, changed_at=now)
        a.session.add(holiday)
        a.audit("holiday.added", subject=holiday)


def remove_holiday(viewer: Viewer, day: date, now: datetime) -> None:
    """Open the viewer's program on a day after all.

    Raises:
        NotFound: it is no holiday.
        Invalid: the day has passed, or something of it has.

    """
    if day < local_day(now, Calendar.of(viewer).zone):
        raise Invalid(Sentence(N_("Please choose a day from today on; what has happened stays as it was.")))
    with act(viewer, now) as a:
        take_turns(a, viewer.program_id)
        holiday = a.session.get(Holiday, (viewer.program_id, day))
        if holiday is None:
            raise NotFound
        _refuse_begun(viewer, day, now)
        _note_on_each(a, viewer, day)
        a.audit("holiday.removed", subject=holiday)
        a.session.delete(holiday)


def _note_on_each(a: Act, viewer: Viewer, day: date) -> None:
    """Count it as a change of each appointment of that day: a calendar that was told of the holiday takes only more."""
    for one in appointments_in(Calendar.of(viewer), Stretch(day, day)):
        if one.takes_place_on == day:
            change_of(a, one)


def _refuse_begun(viewer: Viewer, day: date, now: datetime) -> None:
    """What has begun, or would have, is not called off or put back behind anybody's back."""
    found = appointments_in(Calendar.of(viewer), Stretch(day, day))
    if any(one.takes_place_on == day and one.starts_at <= now for one in found):
        raise Invalid(Sentence(N_("Something of that day has begun. Cancel what is left, or put it back, one by one.")))
