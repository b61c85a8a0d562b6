"""The shared steps that write series and changes into their rows. They never commit: the act that calls them does."""

from typing import TypeVar
from uuid import uuid4

from sqlalchemy import delete, select

from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Appointment, Series
from client_app.gateways.recurrence import days_of
from client_app.models import AbsenceNotice, AppointmentChange, AppointmentSeries, Program, SeriesPhase
from client_app.services.acts import Act
from client_app.services.calendars import Calendar

Kept = TypeVar("Kept", AppointmentChange, AbsenceNotice)
"""What is about one day of a series."""


def take_turns(a: Act, program_id: int) -> None:
    """Let acts about a program's calendar follow one another; what only points to the program does not wait."""
    a.session.execute(select(Program.id).where(Program.id == program_id).with_for_update(key_share=True)).all()


def as_series(plan: Plan, calendar: Calendar) -> Series:
    """A plan as it would stand on the calendar."""
    return Series(
        id=0,
        kind=plan.kind,
        topic=plan.topic,
        weekly=plan.weekly,
        session=plan.session,
        zone=calendar.zone,
        capacity=plan.capacity,
        phase_ids=plan.phase_ids,
        participant_id=plan.participant_id,
    )


def write(a: Act, row: AppointmentSeries, plan: Plan) -> None:
    """Write a plan into the row of its series."""
    weekly, session = plan.weekly, plan.session
    row.kind, row.topic, row.capacity, row.participant_id = plan.kind, plan.topic, plan.capacity, plan.participant_id
    row.weekdays = "".join(str(day) for day in weekly.weekdays)
    row.every_weeks, row.first_on, row.last_on = weekly.every_weeks, weekly.first_on, weekly.last_on
    for name, value in vars(session).items():
        setattr(row, name, value)
    row.changed_at = a.now
    a.session.add(row)
    a.session.flush()
    a.session.execute(delete(SeriesPhase).where(SeriesPhase.series_id == row.id))
    a.session.add_all(SeriesPhase(series_id=row.id, phase_id=number) for number in sorted(plan.phase_ids))


def put_on(a: Act, program_id: int, plan: Plan) -> AppointmentSeries:
    """Put a new series on the calendar, with its line in the audit record."""
    row = AppointmentSeries(program_id=program_id, uid=str(uuid4()), revision=1)
    write(a, row, plan)
    a.audit("appointment.series_added", subject=row, kind=plan.kind)
    return row


def go_on(a: Act, before: AppointmentSeries, plan: Plan) -> AppointmentSeries:
    """Let a new series go on from one that ends; what was different or told of its days goes along."""
    row = AppointmentSeries(program_id=before.program_id, uid=str(uuid4()), revision=1, continues_id=before.id)
    write(a, row, plan)
    _take_along(a, AppointmentChange, before, row, plan)
    _take_along(a, AbsenceNotice, before, row, plan)
    return row


def _take_along(a: Act, noun: type[Kept], before: AppointmentSeries, row: AppointmentSeries, plan: Plan) -> None:
    for kept in a.session.scalars(
        select(noun).where(noun.series_id == before.id, noun.day >= plan.weekly.first_on)
    ).all():
        if next(days_of(plan.weekly, kept.day, kept.day), None):
            kept.series_id = row.id


def change_of(a: Act, one: Appointment) -> AppointmentChange:
    """The row of what is different about an appointment, one change further."""
    change = a.session.scalars(
        select(AppointmentChange).where(AppointmentChange.series_id == one.series.id, AppointmentChange.day == one.day)
    ).one_or_none()
    if change is None:
        change = AppointmentChange(
            series_id=one.series.id, day=one.day, number=0, is_cancelled=False, moved_to=None, session={}
        )
        a.session.add(change)
    change.number += 1
    change.changed_at, change.changed_by_id = a.now, a.actor_id or 0
    return change
