"""What a participant finds on the first page: the check-in's state, who reads it and when, and their own reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from client_app.domain.answers import Answers
from client_app.domain.check_in_options import AS_SHIPPED
from client_app.domain.check_ins import Kind, questions_for, questions_left
from client_app.domain.flag_life import State
from client_app.domain.flags import Severity
from client_app.domain.greetings import is_back_after_gap
from client_app.domain.local_days import ONE_DAY, open_days
from client_app.domain.staffed_hours import Look, next_look
from client_app.domain.tools import coping_choices
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.content import definition, kit_tools
from client_app.models import CheckIn, CheckInDraft, Flag, Person
from client_app.services.enrollment_life import Aftercare, aftercare_of
from client_app.services.enrollments import Reader, Standing, reader_of, standing_of
from client_app.services.plans import own_reasons
from client_app.services.programs import OnCallLine, on_call_line, staffed_hours

DAYS_COUNTED = 14


@dataclass(frozen=True)
class SentToday:
    """A check-in or update of the day that the page tells of, and whether somebody read it."""

    kind: Kind
    arrived_at: datetime
    read_at: datetime | None
    read_by: str | None


@dataclass(frozen=True)
class OpenDay:
    """A day that can still be checked in for."""

    day: date
    left: int | None
    """How many questions a begun check-in has left; nothing when none was begun."""


@dataclass(frozen=True)
class Today:
    """The participant's day."""

    is_enrolled: bool
    aftercare: Aftercare | None
    """Once the time in the program has ended."""
    sent: tuple[SentToday, ...]
    """The daily check-in first, then updates as they came; yesterday's until there is something of today.

    What is sent in the evening is read the next morning, and this page is where its person looks.
    """
    today: OpenDay | None
    """Nothing once the day's check-in is sent."""
    yesterday: OpenDay | None
    days_checked_in: int
    days_counted: int
    """Of how many local days, today included: 14, or those since the person joined; 0 when there is none."""
    is_back_after_gap: bool
    reasons: tuple[str, ...]
    reader: Reader | None
    look: Look | None
    """When staff look next; nothing where no hours are staffed."""
    needs_help: bool
    """An urgent flag is open, so help stays on top."""
    on_call: OnCallLine | None


def today_of(viewer: Viewer, now: datetime) -> Today:
    """The viewer's own first page, in as many SQL statements whatever there is to show."""
    zone = ZoneInfo(viewer.zone)
    today, yesterday = open_days(now, zone)
    standing = standing_of(viewer.person_id)
    rows = _recent(viewer, today - timedelta(days=DAYS_COUNTED - 1))
    days = {row.day for row in rows if row.kind is Kind.DAILY}
    begun = _begun(viewer, (today, yesterday), standing)
    started_on = standing.started_on if standing else today + ONE_DAY
    told_of = today if any(row.day == today for row in rows) else yesterday
    since = (standing.active_from or started_on) if standing else started_on
    counted = min(DAYS_COUNTED, (today - since).days + 1)
    return Today(
        is_enrolled=standing is not None,
        aftercare=None if standing else aftercare_of(viewer.person_id),
        sent=tuple(SentToday(row.kind, row.arrived_at, row.read_at, row.read_by) for row in rows if row.day == told_of),
        today=_open_day(today, days, begun, started_on),
        yesterday=_open_day(yesterday, days, begun, started_on),
        days_checked_in=sum(today - timedelta(days=counted) < day for day in days),
        days_counted=counted,
        is_back_after_gap=is_back_after_gap(days, today) and started_on < yesterday,
        reasons=tuple(own_reasons(viewer.person_id).values()),
        reader=reader_of(viewer.person_id, now),
        look=next_look(now, staffed_hours(viewer.program_id, viewer.zone)),
        needs_help=_has_urgent_flag(viewer),
        on_call=on_call_line(viewer),
    )


def _recent(viewer: Viewer, since: date) -> Sequence[Row[*tuple[Any, ...]]]:
    return db.session.execute(
        select(CheckIn.kind, CheckIn.day, CheckIn.arrived_at, CheckIn.read_at, Person.name.label("read_by"))
        .outerjoin(Person, Person.id == CheckIn.read_by_id)
        .where(CheckIn.participant_id == viewer.person_id, CheckIn.day >= since)
        .order_by(CheckIn.kind, CheckIn.arrived_at, CheckIn.id)  # "daily" stands before "update"
    ).all()


def _begun(viewer: Viewer, days: tuple[date, date], standing: Standing | None) -> dict[date, int]:
    """How many questions the open drafts have left, by day; of two drafts for a day the one touched last counts."""
    rows = db.session.execute(
        select(CheckInDraft.day, CheckInDraft.definition_version, CheckInDraft.answers)
        .where(
            CheckInDraft.participant_id == viewer.person_id,
            CheckInDraft.kind == Kind.DAILY,
            CheckInDraft.day.in_(days),
            CheckInDraft.closed_at.is_(None),
        )
        .order_by(CheckInDraft.touched_at)
    )
    return {row.day: _left(row, standing) for row in rows}


def _left(row: Row[*tuple[Any, ...]], standing: Standing | None) -> int:
    questions = questions_for(
        definition(row.definition_version),
        kind=Kind.DAILY,
        takes_medication=standing is not None and standing.takes_medication,
        coping=coping_choices({}, kit_tools()),
        options=standing.options if standing else AS_SHIPPED,
    )
    return len(questions_left(questions, Answers.from_json(row.answers)))


def _open_day(day: date, sent: set[date], begun: dict[date, int], started_on: date) -> OpenDay | None:
    if day in sent or day < started_on:
        return None
    return OpenDay(day, begun.get(day))


def _has_urgent_flag(viewer: Viewer) -> bool:
    found = db.session.scalar(
        select(Flag.id)
        .where(Flag.participant_id == viewer.person_id, Flag.state != State.RESOLVED, Flag.severity == Severity.URGENT)
        .limit(1)
    )
    return found is not None
