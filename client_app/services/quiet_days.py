"""Quiet days: who of a program has not been heard of, looked for once a day at the program's 10:00.

Each participant is judged again under a lock before a flag is raised, and at most once a day. So two workers never
raise it twice, and one that is killed halfway leaves the rest to the next.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import aliased

from client_app.domain.flag_life import EventKind
from client_app.domain.flag_rules import findings
from client_app.domain.flags import Case
from client_app.domain.history import History
from client_app.domain.local_days import day_bounds, local_day
from client_app.domain.pauses import Pause
from client_app.domain.quiet import is_quiet_hour, quiet_days_found
from client_app.domain.thresholds import RANGES, Thresholds
from client_app.extensions import db
from client_app.models import CheckIn, Enrollment, Flag, FlagEvent, Program, ThresholdVersion
from client_app.services._raising import Origin, raise_findings
from client_app.services.acts import Act, act, housekeeping
from client_app.services.enrollments import Standing, current_standings, standing_of
from client_app.services.pauses import pauses_in, pauses_of

RULE = "quiet_days"


@dataclass(frozen=True)
class ProgramDay:
    """A program whose local day has come to the hour, and was not looked through yet."""

    program_id: int
    today: date


def programs_due(now: datetime) -> list[ProgramDay]:
    """The programs in which quiet days are to be looked for now."""
    version = aliased(ThresholdVersion)
    newest = select(func.max(version.number)).where(version.program_id == Program.id).scalar_subquery()
    rows = db.session.execute(
        select(Program.id, Program.time_zone, Program.quiet_checked_on, ThresholdVersion.thresholds)
        .join(ThresholdVersion, ThresholdVersion.program_id == Program.id)
        .where(ThresholdVersion.number == newest)
    )
    due = []
    for row in rows:
        zone = ZoneInfo(row.time_zone)
        today = local_day(now, zone)
        is_looked_through = row.quiet_checked_on is not None and row.quiet_checked_on >= today
        if not is_looked_through and is_quiet_hour(now, zone, Thresholds.from_json(row.thresholds)):
            due.append(ProgramDay(row.id, today))
    return due


def quiet_participants(program: ProgramDay) -> list[int]:
    """The participants of the program whose last ended days were quiet; three statements however many there are."""
    enrolled = select(Enrollment.participant_id).where(
        Enrollment.program_id == program.program_id, Enrollment.ended_on.is_(None)
    )
    heard = _days_heard(_recent(program.today).where(CheckIn.participant_id.in_(enrolled)))
    away = pauses_in(program.program_id)
    return [
        standing.participant_id
        for standing in current_standings(program.program_id)
        if _quiet_days_of(standing, program.today, heard, away.get(standing.enrollment_id, ()))
    ]


def raise_quiet_flag(participant_id: int, now: datetime) -> None:
    """Raise the participant's flag for quiet days, unless a word or another worker came before."""
    with act(None, now) as a:
        a.lock_participant(participant_id)
        standing = standing_of(participant_id)
        case = _quiet_case(a, standing) if standing else None
        if standing is None or case is None:
            a.leave_unchanged()
            return
        raise_findings(a, standing, findings(case), Origin(answered_at=now, arrived_at=now))


def note_looked_through(program: ProgramDay) -> bool:
    """Note that the program's day is done; false when another worker has noted it already."""
    not_yet = or_(Program.quiet_checked_on.is_(None), Program.quiet_checked_on < program.today)
    with housekeeping() as session:
        noted = session.execute(
            update(Program)
            .where(Program.id == program.program_id, not_yet)
            .values(quiet_checked_on=program.today)
            .returning(Program.id)
        )
        return noted.one_or_none() is not None


def _quiet_case(a: Act, standing: Standing) -> Case | None:
    today = local_day(a.now, standing.zone)
    heard = _days_heard(_recent(today).where(CheckIn.participant_id == standing.participant_id))
    days = _quiet_days_of(standing, today, heard, pauses_of(standing.enrollment_id))
    if not days or _is_raised(a, standing, today):
        return None
    return Case(answers={}, day=today, history=History(), thresholds=standing.thresholds, quiet=days)


def _recent(today: date) -> Select[int, date]:
    """Check-ins and updates of the ended days that any threshold can reach."""
    furthest = today.toordinal() - RANGES["quiet_days"][1]
    return select(CheckIn.participant_id, CheckIn.day).where(
        CheckIn.day >= date.fromordinal(furthest), CheckIn.day < today
    )


def _days_heard(check_ins: Select[int, date]) -> Mapping[int, set[date]]:
    heard: dict[int, set[date]] = defaultdict(set)
    for row in db.session.execute(check_ins):
        heard[row.participant_id].add(row.day)
    return heard


def _quiet_days_of(
    standing: Standing, today: date, heard: Mapping[int, set[date]], away: Iterable[Pause]
) -> tuple[date, ...] | None:
    if standing.active_from is None:  # invited, and not there yet
        return None
    return quiet_days_found(
        today,
        standing.active_from,
        away,
        heard.get(standing.participant_id, set()),
        standing.thresholds,
    )


def _is_raised(a: Act, standing: Standing, today: date) -> bool:
    """Has the flag been raised, or raised again, on this local day?"""
    begins_at, _ = day_bounds(today, standing.zone)
    raised = (
        select(FlagEvent.id)
        .join(Flag, Flag.id == FlagEvent.flag_id)
        .where(
            Flag.participant_id == standing.participant_id,
            Flag.rule == RULE,
            FlagEvent.kind.in_((EventKind.RAISED, EventKind.RAISED_AGAIN)),
            FlagEvent.at >= begins_at,
        )
    )
    return a.session.execute(raised.limit(1)).first() is not None
