"""Keeping a program's calendar: series and single appointments, and what is different about one of them.

Acts about a program's calendar follow one another, so that no two of them fill the same room unknowingly. Whoever
changes something says how it stood when they opened it; the past is never touched.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from client_app.domain.appointment_plans import Plan, session_problems
from client_app.domain.appointments import Appointment, Series, Session, instant, why_not_day, why_not_time
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.sentences import N_, Sentence
from client_app.domain.series_edits import (
    Scope,
    split,
    why_not_change,
    why_not_edit,
    why_not_restore,
)
from client_app.domain.viewers import Viewer
from client_app.models import AppointmentSeries
from client_app.services._clashes import refuse_clashes
from client_app.services._judging import PASSED, judged, stranger_problems
from client_app.services._marked_days import why_not_under_marks
from client_app.services._series_rows import as_series, change_of, go_on, put_on, take_turns, write
from client_app.services.acts import Act, act
from client_app.services.calendars import Calendar, difference, first_free_day
from client_app.services.groups import Seen, choices_of, found_by, seen_of, successor_of

STALE = N_("Somebody changed this after you opened it. Nothing was saved yet: please look at both, then save again.")


@dataclass(frozen=True)
class Move:
    """One appointment as it is to be, on the local day on which it is to take place."""

    day: date
    session: Session


def add_series(viewer: Viewer, plan: Plan, now: datetime, *, agreed: str = "") -> str:
    """Put a series, or a single appointment, on the calendar, and give the name of its first appointment.

    Args:
        viewer: a counselor or director of the program.
        plan: what is to take place.
        now: the present instant.
        agreed: the conflicts that the viewer has read and accepts, by their token.

    Raises:
        Invalid: the plan cannot stand as it is.
        Clashes: it collides with what is planned.

    """
    calendar = Calendar.of(viewer)
    with act(viewer, now) as a:
        take_turns(a, calendar.program_id)
        days = _days_to_come(viewer, plan, calendar, now)
        refuse_clashes(calendar, as_series(plan, calendar), days, agreed)
        row = put_on(a, calendar.program_id, plan)
        return f"{row.id}-{days[0]:%Y%m%d}"


def change_series(
    viewer: Viewer, key: str, plan: Plan, scope: Scope, seen: Seen, now: datetime, *, agreed: str = ""
) -> str:
    """Change an appointment and later ones, or all that are to come, and give the name under which to look at it.

    Raises:
        NotFound: the program has no such appointment.
        Refused: it has passed.
        Invalid: the plan cannot stand as it is.
        Conflict: somebody changed it meanwhile; as ``Clashes``, it collides with what is planned.

    """
    calendar = Calendar.of(viewer)
    with act(viewer, now) as a:
        one = _opened(a, viewer, calendar, key, seen)
        free = first_free_day(one.series, now)
        _refuse(why_not_edit(one.day, free))
        if _is_as_it_stands(one.series, plan, scope, calendar):
            a.leave_unchanged()
            return one.key
        try:
            parts = split(one.series.weekly, plan.weekly, scope, one.day, free)
        except ValueError:
            raise Invalid(Sentence(N_("It would end before it goes on. Please choose a later last day."))) from None
        plan = replace(plan, weekly=parts.continues)
        days = _days_to_come(viewer, plan, calendar, now)
        planned, old = as_series(plan, calendar), one.series.id
        refuse_clashes(calendar, planned, days, agreed, replaces=lambda other: other.series.id == old)
        row = a.session.get_one(AppointmentSeries, one.series.id)
        row.revision += 1
        if parts.ends_on is not None:
            row.last_on, row.changed_at = parts.ends_on, now
            row = go_on(a, row, plan)
        else:
            write(a, row, plan)
        a.audit("appointment.series_changed", subject=row, scope=scope, continues=row.continues_id)
        return f"{row.id}-{one.day if one.day in days else days[0]:%Y%m%d}"


def change_one(viewer: Viewer, key: str, move: Move, seen: Seen, now: datetime, *, agreed: str = "") -> str:
    """Change one appointment alone: its day, its time, where it is or who leads it; give its name.

    Raises:
        NotFound: the program has no such appointment.
        Refused: it has passed, or is cancelled.
        Invalid: it cannot stand as it is.
        Conflict: somebody changed it meanwhile; as ``Clashes``, it collides with what is planned.

    """
    calendar = Calendar.of(viewer)
    _refuse_unkept({"day": why_not_day(move.day)} | session_problems(move.session))
    _refuse_unkept({"starts": why_not_time(move.day, move.session.starts, calendar.zone)})
    with act(viewer, now) as a:
        one = _opened(a, viewer, calendar, key, seen)
        _refuse(why_not_change(one, now) or why_not_under_marks(one))
        if move.session.facilitator_id != one.session.facilitator_id:  # who leads it now may go on leading it
            _refuse_unkept(stranger_problems(choices_of(viewer), move.session))
        if (move.day, move.session) == (one.takes_place_on, one.session):
            a.leave_unchanged()
            return one.key
        moved = replace(one.series, session=move.session)
        if instant(move.day, move.session.starts, calendar.zone) <= now:
            raise Invalid(Sentence(PASSED))
        replaces = partial(_is_same, one)
        refuse_clashes(calendar, moved, [move.day], agreed, replaces=replaces, on_holidays=True)
        change = change_of(a, one)
        change.is_cancelled = False
        change.moved_to = None if move.day == one.day else move.day
        change.session = difference(one.series.session, move.session)
        a.audit("appointment.changed", subject=change)
        return one.key


def cancel(viewer: Viewer, key: str, scope: Scope, seen: Seen, now: datetime) -> None:
    """Cancel one appointment, or end its series with it.

    Raises:
        NotFound: the program has no such appointment.
        Refused: it has passed, or is cancelled.
        Conflict: somebody changed it meanwhile.

    """
    calendar = Calendar.of(viewer)
    with act(viewer, now) as a:
        one = _opened(a, viewer, calendar, key, seen)
        _refuse(why_not_change(one, now) or why_not_under_marks(one))
        change = change_of(a, one)
        change.is_cancelled = True
        a.audit("appointment.cancelled", subject=change)
        if scope is not Scope.THIS:
            _refuse(why_not_edit(one.day, first_free_day(one.series, now)))
            row = a.session.get_one(AppointmentSeries, one.series.id)
            row.last_on, row.changed_at = one.day, now
            row.revision += 1
            a.audit("appointment.series_ended", subject=row)


def restore(viewer: Viewer, key: str, seen: Seen, now: datetime, *, agreed: str = "") -> None:
    """Put a cancelled appointment back, also on a holiday of the program.

    Raises:
        NotFound: the program has no such appointment.
        Refused: it has passed, or is not cancelled.
        Conflict: somebody changed it meanwhile; as ``Clashes``, its place is taken since.

    """
    calendar = Calendar.of(viewer)
    with act(viewer, now) as a:
        one = _opened(a, viewer, calendar, key, seen)
        _refuse(why_not_restore(one, now))
        planned = replace(one.series, session=one.session)
        refuse_clashes(calendar, planned, [one.takes_place_on], agreed, on_holidays=True)
        change = change_of(a, one)
        change.is_cancelled = False
        a.audit("appointment.restored", subject=change)


def _opened(a: Act, viewer: Viewer, calendar: Calendar, key: str, seen: Seen) -> Appointment:
    """The appointment of a form, unless it has changed since the form was opened."""
    take_turns(a, calendar.program_id)
    try:
        one = found_by(viewer, key)
    except NotFound:
        if successor_of(viewer, key) is None:
            raise
        raise Conflict(Sentence(STALE)) from None
    if one.key != key or seen_of(one) != seen:
        raise Conflict(Sentence(STALE))
    return one


def _days_to_come(viewer: Viewer, plan: Plan, calendar: Calendar, now: datetime) -> list[date]:
    """The days of a plan in the coming year.

    Raises:
        Invalid: it cannot stand as it is.

    """
    days, problems = judged(plan, choices_of(viewer), calendar, now)
    _refuse_unkept(problems)
    return days


def _is_as_it_stands(series: Series, plan: Plan, scope: Scope, calendar: Calendar) -> bool:
    """Would nothing change? Where later ones are meant, the first day is not asked for."""
    old, new = series.weekly, plan.weekly
    meets_alike = (old.weekdays, old.every_weeks, old.last_on) == (new.weekdays, new.every_weeks, new.last_on)
    starts_alike = scope is Scope.LATER or old.first_on == new.first_on
    return meets_alike and starts_alike and replace(series, id=0, weekly=new) == as_series(plan, calendar)


def _is_same(one: Appointment, other: Appointment) -> bool:
    return (one.series.id, one.day) == (other.series.id, other.day)


def _refuse(reason: Sentence | None) -> None:
    if reason:
        raise Refused(reason)


def _refuse_unkept(problems: Mapping[str, Sentence | None]) -> None:
    problem = next(filter(None, problems.values()), None)
    if problem:
        raise Invalid(problem)
