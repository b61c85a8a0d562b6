"""Bringing a schedule in from a file: what would be put on the calendar, and all of it at once or nothing.

Nothing is stored between the two. The confirmation judges the same rows again, under the calendar's lock, and goes on
only when all that is to be said about them is what was said before.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Series, Session
from client_app.domain.imports import BAD_ROWS, ChangedError, DayReader, Problem, Records
from client_app.domain.refusals import Invalid
from client_app.domain.roles import STAFF
from client_app.domain.schedule_files import DAYS, Known, plan_of
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.recurrence import days_of
from client_app.models import Person, Program
from client_app.services._clashes import clashes_of_each
from client_app.services._directors import refuse_all_but_directors
from client_app.services._judging import judged
from client_app.services._series_rows import as_series, put_on, take_turns
from client_app.services.acts import act, subject_at
from client_app.services.calendars import Calendar, series_of
from client_app.services.groups import Choices, choices_of

ON_CALENDAR = Sentence(N_("This is on the calendar already."))
SAME_ROW = N_("This is the same as row %(row)s.")


@dataclass(frozen=True)
class PlannedSeries:
    """A row that would be put on the calendar."""

    row: int
    plan: Plan
    facilitator: str | None
    phases: tuple[str, ...]
    """Whom it is for, by name; empty: everybody."""
    clashes: tuple[Sentence, ...]
    """What it does not fit with; whoever has read it may import it all the same."""

    @property
    def usual(self) -> Session:
        """When and where it is, unless one of them is changed."""
        return self.plan.session


@dataclass(frozen=True)
class SchedulePreview:
    """What a file would do, as long as nothing changes."""

    rows: tuple[PlannedSeries, ...]
    problems: tuple[Problem, ...]

    @property
    def has_clashes(self) -> bool:
        """Whether something does not fit with what is planned."""
        return any(one.clashes for one in self.rows)

    @property
    def token(self) -> str:
        """A name for just this preview: who agrees to it has not agreed to another."""
        told = [
            (
                one.row,
                repr(replace(one.plan, phase_ids=frozenset())),
                sorted(one.plan.phase_ids),
                one.facilitator,
                one.phases,
                [sentence.english() for sentence in one.clashes],
            )
            for one in self.rows
        ]
        problems = [(one.row, one.column, one.sentence.english()) for one in self.problems]
        return hashlib.sha256(repr((told, problems)).encode()).hexdigest()[:32]


def preview_schedule(viewer: Viewer, records: Records, now: datetime) -> SchedulePreview:
    """Say what a file would put on the calendar of the viewer's program, and which of its rows cannot stand.

    Raises:
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    calendar, choices = Calendar.of(viewer), choices_of(viewer)
    standing = series_of(calendar)
    known = Known(_emails_of_staff(viewer), list(choices.phases.items()))
    days = DayReader.of(record[column] for record in records.records for column in DAYS)
    problems, good = list(records.problems), []
    taken: dict[Plan, int] = {}
    for record in records.records:
        plan, met, found = _judged(plan_of(record, days, known), choices, calendar, now)
        if plan and not found:
            if plan in taken:
                found = {"": Sentence(SAME_ROW, {"row": taken[plan]})}
            elif _stands(plan, met, standing, calendar):
                found = {"": ON_CALENDAR}
        problems += record.problems(found)
        if plan and not found:
            taken[plan] = record.row
            good.append((record.row, plan, met))
    clashes = clashes_of_each(calendar, standing, [(as_series(plan, calendar), met) for _, plan, met in good])
    rows = [_planned(row, plan, choices, told) for (row, plan, _), told in zip(good, clashes, strict=True)]
    return SchedulePreview(tuple(rows), tuple(sorted(problems, key=lambda one: one.row)))


def import_schedule(viewer: Viewer, records: Records, seen: str, now: datetime) -> int:
    """Put everything in a file on the calendar, or nothing, and say how many series it was.

    Args:
        viewer: a director.
        records: the file.
        seen: the preview that the director has read, by its token; its conflicts are accepted with it.
        now: the present instant.

    Raises:
        NotFound: the viewer is no director.
        Invalid: a row cannot stand.
        ChangedError: the preview would be another one by now.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        take_turns(a, viewer.program_id)
        preview = preview_schedule(viewer, records, now)
        if preview.token != seen:
            raise ChangedError
        if preview.problems or not preview.rows:
            raise Invalid(BAD_ROWS)
        for one in preview.rows:
            put_on(a, viewer.program_id, one.plan)
        a.audit("program.schedule_imported", subject_at(Program, viewer.program_id), rows=len(preview.rows))
        return len(preview.rows)


def _judged(
    read: Plan | dict[str, Sentence], choices: Choices, calendar: Calendar, now: datetime
) -> tuple[Plan | None, Sequence[date], Mapping[str, Sentence]]:
    """The plan of a row with its days in the coming year, and what is wrong with it."""
    if not isinstance(read, Plan):
        return None, (), read
    days, problems = judged(read, choices, calendar, now)
    return read, days, problems


def _planned(row: int, plan: Plan, choices: Choices, clashes: tuple[Sentence, ...]) -> PlannedSeries:
    facilitator = choices.facilitators.get(plan.session.facilitator_id or 0)
    phases = tuple(name for number, name in choices.phases.items() if number in plan.phase_ids)
    return PlannedSeries(row, plan, facilitator, phases, clashes)


def _stands(plan: Plan, met: Sequence[date], standing: Iterable[Series], calendar: Calendar) -> bool:
    """Is it on the calendar already? One that began earlier and meets on the same days from here on is the same."""
    wanted, new = as_series(plan, calendar), plan.weekly
    for series in standing:
        old = series.weekly
        meets_alike = (old.weekdays, old.every_weeks, old.last_on) == (new.weekdays, new.every_weeks, new.last_on)
        if meets_alike and replace(series, id=0, weekly=new) == wanted and next(days_of(old, met[0], met[0]), None):
            return True
    return False


def _emails_of_staff(viewer: Viewer) -> dict[str, int]:
    """Whoever may lead something in the viewer's program, by e-mail."""
    rows = db.session.execute(
        select(Person.email, Person.id).where(
            Person.program_id == viewer.program_id, Person.role.in_(STAFF), Person.disabled_at.is_(None)
        )
    )
    return {row.email: row.id for row in rows}
