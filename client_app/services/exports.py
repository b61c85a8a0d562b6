"""Taking a schedule, or the list of who takes part, out of a program as the import reads it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from client_app.domain import participant_files, schedule_files
from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Series, instant
from client_app.domain.audit_actions import Action
from client_app.domain.invitations import Invitation
from client_app.domain.local_days import local_day
from client_app.domain.roles import STAFF
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.recurrence import days_of
from client_app.models import Caseload, Enrollment, Person, Program
from client_app.services._directors import refuse_all_but_directors
from client_app.services.acts import act, subject_at
from client_app.services.calendars import Calendar, series_of
from client_app.services.groups import choices_of
from client_app.services.openings import keep_list

A_YEAR = timedelta(days=366)
"""How far ahead a series has to meet to be among those that are still to come."""

Cells = tuple[str, ...]
Counselor = aliased(Person)


def export_schedule(viewer: Viewer, language: str, now: datetime) -> Sequence[Cells]:
    """Give what is still to come of each series, a row each; what is for one person is left out, and so is the past.

    Raises:
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    calendar = Calendar.of(viewer)
    staff = db.session.execute(
        select(Person.id, Person.email).where(Person.program_id == viewer.program_id, Person.role.in_(STAFF))
    )
    emails = {row.id: row.email for row in staff}
    phases = choices_of(viewer).phases
    rows = []
    for series in series_of(calendar):
        first_on = _next_day(series, now)
        if first_on is not None and series.participant_id is None:
            plan = Plan(
                kind=series.kind,
                topic=series.topic,
                weekly=replace(series.weekly, first_on=first_on),
                session=series.session,
                capacity=series.capacity,
            )
            names = [name for number, name in phases.items() if number in series.phase_ids]
            facilitator = emails.get(series.session.facilitator_id or 0, "")
            rows.append(schedule_files.cells_of(plan, facilitator, names, language))
    with act(viewer, now) as a:
        a.audit("program.schedule_exported", subject_at(Program, viewer.program_id), rows=len(rows))
    return rows


def export_participants(viewer: Viewer, now: datetime) -> Sequence[Cells]:
    """Give who takes part now, by name: what the director's list shows of them, and nothing of their record.

    Raises:
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    people = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.language,
            Enrollment.started_on,
            Counselor.email.label("counselor"),
        )
        .join(Enrollment, Enrollment.participant_id == Person.id)
        .outerjoin(Caseload, Caseload.id == Enrollment.caseload_id)
        .outerjoin(Counselor, Counselor.id == Caseload.counselor_id)
        .where(Enrollment.program_id == viewer.program_id, Enrollment.ended_on.is_(None))
        .order_by(Person.name, Person.id)
    ).all()
    keep_list(viewer, Action.PARTICIPANTS_EXPORTED, [person.id for person in people], now)
    return [
        participant_files.cells_of(
            Invitation(person.name, person.email), person.counselor or "", person.language, person.started_on
        )
        for person in people
    ]


def _next_day(series: Series, now: datetime) -> date | None:
    """The first day of what is still to come of a series; nothing when it is over."""
    today = local_day(now, series.zone)
    if series.weekly.first_on > today:
        return series.weekly.first_on
    days = days_of(series.weekly, today, today + A_YEAR)
    return next((day for day in days if instant(day, series.session.starts, series.zone) > now), None)
