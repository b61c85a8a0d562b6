"""A participant's weeks beside what the phase asks, and what was agreed: the page from which a conversation begins.

As many SQL statements whatever there is to show.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from client_app.domain.check_ins import Kind
from client_app.domain.local_days import day_bounds, local_day
from client_app.domain.phases import Direction
from client_app.domain.rosters import Stay, is_expected
from client_app.domain.step_downs import Criterion, Opener, Told, Week, first_shown, opener, weeks
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AppointmentSeries, AttendanceMark, CheckIn, Enrollment, Phase
from client_app.services.attendance import attended_by
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.phases import PhaseCard, phase_card
from client_app.services.rosters import stays_in
from client_app.services.step_criteria import criteria_of


@dataclass(frozen=True)
class StepDown:
    """What stands side by side."""

    card: PhaseCard
    weeks: tuple[Week, ...]
    """The latest first."""
    criteria: tuple[Criterion, ...]
    usual: str
    """What usually stands behind a step down from this phase, in the program's words."""
    opener: Opener | None
    """Nothing where there are no phases, and after the end of the time in the program."""


def step_down_of(viewer: Viewer, participant_id: int, now: datetime) -> StepDown:
    """The last weeks of somebody whose record the viewer reads, what was agreed, and whether it is time to talk.

    Raises:
        NotFound: the viewer does not read the record.

    """
    card = phase_card(viewer, participant_id, now)
    calendar = Calendar.of(viewer)
    today = local_day(now, calendar.zone)
    until = min(today, card.ended_on or today)
    days = Stretch(first_shown(until), max(until, card.started_on))
    [stay] = stays_in(calendar, days, Enrollment.id == card.enrollment_id)
    told = Told(
        attended=attended_by(participant_id, days.since, until),
        unmarked=_unmarked(calendar, stay, days, now),
        checked_in=_checked_in(participant_id, days),
    )
    known = {phase.id: phase for phase in (card.phase, *(other for other, _ in card.others)) if phase}
    found = weeks(stay, known, told, today)
    criteria = criteria_of(card.enrollment_id)
    return StepDown(card, found[::-1], criteria, _usual(card), _opener(card, found, criteria))


def _opener(card: PhaseCard, found: tuple[Week, ...], criteria: tuple[Criterion, ...]) -> Opener | None:
    if card.phase is None or not card.is_enrolled:
        return None
    following = next((phase for phase, led in card.others if led is Direction.DOWN), None)
    return opener(card.phase, following, found, criteria)


def _usual(card: PhaseCard) -> str:
    number = card.phase.id if card.phase else None
    return db.session.scalar(select(Phase.criteria).where(Phase.id == number)) or ""


def _unmarked(calendar: Calendar, stay: Stay, days: Stretch, now: datetime) -> list[date]:
    """The day of each appointment that is over, at which they were expected, without a mark."""
    participant_id = stay.participant_id
    may_be_theirs = or_(AppointmentSeries.participant_id.is_(None), AppointmentSeries.participant_id == participant_id)
    marks = db.session.execute(
        select(AttendanceMark.series_id, AttendanceMark.day).where(
            AttendanceMark.participant_id == participant_id,
            AttendanceMark.starts_at >= day_bounds(days.since, calendar.zone)[0],
        )
    )
    marked = {(row.series_id, row.day) for row in marks}
    return [
        one.takes_place_on
        for one in appointments_in(calendar, days, may_be_theirs)
        if one.is_on
        and one.ends_at <= now
        and (one.series.id, one.day) not in marked
        and days.holds(one.takes_place_on)
        and is_expected(stay, one)
    ]


def _checked_in(participant_id: int, days: Stretch) -> set[date]:
    found = select(CheckIn.day).where(
        CheckIn.participant_id == participant_id,
        CheckIn.kind == Kind.DAILY,
        CheckIn.day.between(days.since, days.until),
    )
    return set(db.session.scalars(found))
