"""How a program is doing: how often its rules fire and help, how fast somebody comes, how many days have a check-in.

No names, no answers, and no small count. Five questions of the database, however many participants there are.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, case, func, or_, select

from client_app.domain.check_ins import Kind
from client_app.domain.figures import FEWEST, Count, Share, share_of, shown, shown_within, total_of
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flag_rules import RULES
from client_app.domain.flags import Severity
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CheckIn, Enrollment, Flag, FlagEvent, Person
from client_app.services.stays import stays_in

WINDOWS = (30, 90)
"""Over how many days the rules' figures may be asked for."""
SHARE_WINDOWS = (7, 30)
"""Over how many ended local days the check-ins are counted."""


@dataclass(frozen=True)
class RuleFigures:
    """One rule over the chosen days."""

    code: str
    severity: Severity
    fired: Count
    useful: Share
    """Of the flags that somebody has marked."""
    claimed_after: timedelta | None
    """The median from raising to the first claim; nothing where too few were claimed."""


@dataclass(frozen=True)
class DayShare:
    """How many of the ended days on which a check-in was to be expected have one."""

    days: int
    share: Share


@dataclass(frozen=True)
class Figures:
    """What the page shows."""

    window: int
    rules: tuple[RuleFigures, ...]
    fired: Count
    late_now: Count
    """Flags whose promised time has passed and that nobody has closed."""
    late_before: Count
    """Flags that were due in the last 30 days and were closed later than promised."""
    shares: tuple[DayShare, ...]


def figures_of(viewer: Viewer, window: int, now: datetime) -> Figures:
    """The figures of the viewer's program, those of its rules over 30 or 90 days."""
    counted = _counted(viewer, window, now)
    waited = _waited(viewer, now - timedelta(days=window))
    rules = tuple(
        _rule(code, severity, counted.get(code), waited.get(code, []), is_longer=window > WINDOWS[0])
        for code, severity in ((rule.code, rule.severity) for rule in RULES)
    )
    late_now, late_before = _late(viewer, now)
    return Figures(
        window=window,
        rules=rules,
        fired=total_of(rule.fired for rule in rules),
        late_now=shown(late_now),
        late_before=shown(late_before),
        shares=_shares(viewer, local_day(now, ZoneInfo(viewer.zone))),
    )


def _rule(
    code: str, severity: Severity, row: Row[*tuple[Any, ...]] | None, waited: list[float], *, is_longer: bool
) -> RuleFigures:
    fired, shorter = (row.fired, row.shorter) if row else (0, 0)
    return RuleFigures(
        code=code,
        severity=severity,
        fired=shown_within(fired, shorter) if is_longer else shown(fired),
        useful=share_of(row.useful, row.marked) if row else share_of(0, 0),
        claimed_after=timedelta(seconds=median(waited)) if len(waited) >= FEWEST else None,
    )


def _counted(viewer: Viewer, window: int, now: datetime) -> Mapping[str, Row[*tuple[Any, ...]]]:
    """How often each rule fired over the window and over the shortest one, and how often that was found useful."""
    rows = db.session.execute(
        select(
            Flag.rule,
            func.count().label("fired"),
            _how_many(Flag.raised_at >= now - timedelta(days=WINDOWS[0])).label("shorter"),
            _how_many(Flag.useful.is_(True)).label("useful"),
            _how_many(Flag.useful.is_not(None)).label("marked"),
        )
        .join(Person, Person.id == Flag.participant_id)
        .where(Person.program_id == viewer.program_id, Flag.raised_at >= now - timedelta(days=window))
        .group_by(Flag.rule)
    )
    return {row.rule: row for row in rows}


def _waited(viewer: Viewer, since: datetime) -> Mapping[str, list[float]]:
    """How many seconds each flag waited for its first claim, by rule; SQLite knows no median, so it is taken here."""
    rows = db.session.execute(
        select(Flag.rule, Flag.raised_at, func.min(FlagEvent.at).label("claimed_at"))
        .join(Person, Person.id == Flag.participant_id)
        .join(FlagEvent, FlagEvent.flag_id == Flag.id)
        .where(
            Person.program_id == viewer.program_id, Flag.raised_at >= since, FlagEvent.kind == EventKind.CLAIMED.value
        )
        .group_by(Flag.id, Flag.rule, Flag.raised_at)
    )
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        found[row.rule].append((row.claimed_at - row.raised_at).total_seconds())
    return found


def _late(viewer: Viewer, now: datetime) -> tuple[int, int]:
    """Flags past their promised time now, and those of the last 30 days that were closed after it: none is both."""
    is_open = Flag.state != State.RESOLVED
    was_late = Flag.resolved_at > Flag.due_at
    row = db.session.execute(
        select(_how_many(is_open).label("open"), _how_many(~is_open).label("closed"))
        .select_from(Flag)
        .join(Person, Person.id == Flag.participant_id)
        .where(
            Person.program_id == viewer.program_id,
            Flag.due_at < now,
            or_(is_open, (Flag.due_at >= now - timedelta(days=30)) & was_late),
        )
    ).one()
    return row.open or 0, row.closed or 0


def _shares(viewer: Viewer, today: date) -> tuple[DayShare, ...]:
    """How many of the days have a daily check-in: ended local days on which the person was enrolled and not paused."""
    last = today - ONE_DAY
    firsts = {days: today - ONE_DAY * days for days in SHARE_WINDOWS}
    stays = [stay for of_one in stays_in(viewer.program_id, min(firsts.values()), last).values() for stay in of_one]
    sent = db.session.execute(
        select(*(_how_many(CheckIn.day >= first).label(f"last_{days}") for days, first in firsts.items()))
        .select_from(Enrollment)
        .join(CheckIn, CheckIn.participant_id == Enrollment.participant_id)
        .where(
            Enrollment.program_id == viewer.program_id,
            CheckIn.kind == Kind.DAILY,
            CheckIn.day.between(min(firsts.values()), last),
            CheckIn.day >= Enrollment.started_on,
            or_(Enrollment.ended_on.is_(None), CheckIn.day < Enrollment.ended_on),
            or_(
                Enrollment.paused_from.is_(None),
                CheckIn.day < Enrollment.paused_from,
                CheckIn.day > Enrollment.paused_until,
            ),
        )
    ).one()
    return tuple(
        DayShare(
            days,
            share_of(getattr(sent, f"last_{days}") or 0, sum(stay.expected_days(first, last) for stay in stays)),
        )
        for days, first in firsts.items()
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
