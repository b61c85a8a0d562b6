"""What a counselor reads before a group: who is expected, who was missed last time, what the group lives through."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from client_app.domain.answers import Answers
from client_app.domain.appointments import Appointment
from client_app.domain.attendance import Attendance
from client_app.domain.check_in_options import TRIGGERS
from client_app.domain.definitions import Choice, Text
from client_app.domain.group_briefs import counted_between, themes, why_not_brief
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.refusals import Refused
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.content import current_definition
from client_app.models import AppointmentSeries, AttendanceMark, CheckIn
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.check_in_options import triggers_known_in
from client_app.services.groups import AppointmentPage, ExpectedPerson, appointment_page

LOOKED_BACK = timedelta(weeks=10)
"""How far back the last meeting is looked for: a group that meets every four weeks can have fallen out twice."""


@dataclass(frozen=True)
class Brief:
    """What is told before a group."""

    shown: AppointmentPage
    cannot_come: tuple[ExpectedPerson, ...]
    met_on: date | None
    """The local day on which the group last met."""
    marked_on: date | None
    """The local day of the last meeting of which anything is marked."""
    missed: tuple[ExpectedPerson, ...]
    """Who is expected now and was missed then."""
    themes: tuple[Text, ...]
    """In no order that says anything; empty too where too few people answered."""


def brief_of(viewer: Viewer, key: str, now: datetime) -> Brief:
    """The brief of a group on its day.

    Raises:
        NotFound: the program has no such appointment.
        Refused: there is none, or not now.

    """
    shown = appointment_page(viewer, key, now)
    one = shown.appointment
    reason = why_not_brief(one, now)
    if reason:
        raise Refused(reason)
    line = _line_up_to(viewer, one.series.id)
    met_on = _last_met(viewer, one, line)
    marked_on, missed = _missed_last(one, line)
    return Brief(
        shown=shown,
        cannot_come=tuple(person for person in shown.people if person.notice),
        met_on=met_on,
        marked_on=marked_on,
        missed=tuple(person for person in shown.people if person.id in missed),
        themes=_themes(viewer, one, met_on, [person.id for person in shown.people]),
    )


def _line_up_to(viewer: Viewer, series_id: int) -> set[int]:
    """A series and those that it goes on from."""
    rows = db.session.execute(
        select(AppointmentSeries.id, AppointmentSeries.continues_id).where(
            AppointmentSeries.program_id == viewer.program_id, AppointmentSeries.continues_id.is_not(None)
        )
    )
    before = {row.id: row.continues_id for row in rows}
    line, number = {series_id}, before.get(series_id)
    while number is not None:
        line.add(number)
        number = before.get(number)
    return line


def _last_met(viewer: Viewer, one: Appointment, line: Collection[int]) -> date | None:
    """The local day before this one's on which the group last met."""
    day = one.takes_place_on
    days = Stretch(day - LOOKED_BACK, day - ONE_DAY)
    met = appointments_in(Calendar.of(viewer), days, AppointmentSeries.id.in_(line))
    return max((other.takes_place_on for other in met if other.is_on and other.takes_place_on < day), default=None)


def _missed_last(one: Appointment, line: Collection[int]) -> tuple[date | None, set[int]]:
    """The local day of the last meeting of which anything is marked, and who was missed at it."""
    earlier = aliased(AttendanceMark)
    last = (
        select(func.max(earlier.starts_at))
        .where(earlier.series_id.in_(line), earlier.starts_at < one.starts_at)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(AttendanceMark.participant_id, AttendanceMark.mark, AttendanceMark.starts_at).where(
            AttendanceMark.series_id.in_(line), AttendanceMark.starts_at == last
        )
    ).all()
    if not rows:
        return None, set()
    return (
        local_day(rows[0].starts_at, one.series.zone),
        {row.participant_id for row in rows if row.mark is Attendance.MISSED},
    )


def _themes(viewer: Viewer, one: Appointment, met_on: date | None, people: Collection[int]) -> tuple[Text, ...]:
    since, until = counted_between(one, met_on)
    rows = db.session.execute(
        select(CheckIn.participant_id, CheckIn.answers).where(
            CheckIn.participant_id.in_(people), CheckIn.arrived_at >= since, CheckIn.arrived_at < until
        )
    )
    named: dict[int, set[str]] = {}
    for row in rows:
        answer = Answers.from_json(row.answers).get(TRIGGERS)
        if isinstance(answer, tuple):
            named.setdefault(row.participant_id, set()).update(answer)
    return _in_words(viewer.program_id, (theme for theme, _ in themes(named.values())))


def _in_words(program_id: int, found: Iterable[str]) -> tuple[Text, ...]:
    """Themes in the program's words, in the order of its list, whatever their number."""
    question = current_definition().question(TRIGGERS)
    choices: tuple[Choice, ...] = (*(question.choices if question else ()), *triggers_known_in(program_id))
    words = {choice.value: choice.text for choice in choices}
    chosen = set(found)
    return tuple(text for value, text in words.items() if value in chosen)
