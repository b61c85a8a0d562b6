"""How a program is doing: how often its rules fire and help, how fast somebody comes, how many days have a check-in.

No names, no answers, and no small count. Five questions of the database, however many participants there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, case, func, select

from client_app.domain.check_ins import Kind
from client_app.domain.figures import FEWEST, Count, Share, share_of, shown, shown_within, total_of
from client_app.domain.flag_life import EventKind
from client_app.domain.flag_rules import RULES
from client_app.domain.flags import Severity
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CheckIn, Flag, FlagEvent, Person
from client_app.models.types import SecondsBetween
from client_app.services.flag_standings import is_unresolved
from client_app.services.stays import stays_in

WINDOWS = (30, 90)
"""Over how many days the rules' figures may be asked for."""
LATE_DAYS = timedelta(days=30)
LONGEST_PROMISE = timedelta(days=14)
"""No flag is due later after it was raised: staffed hours come round each week, and two of them are promised."""
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
        _rule(code, severity, counted.get(code), waited.get(code), is_longer=window > WINDOWS[0])
        for code, severity in ((rule.code, rule.severity) for rule in RULES)
    )
    late_now, late_before = _late(viewer, now)
    return Figures(
        window=window,
        rules=rules,
        fired=total_of(rule.fired for rule in rules),
        late_now=shown(late_now),
        late_before=shown(late_before),
        shares=_shares(viewer, ZoneInfo(viewer.zone), now),
    )


def _rule(
    code: str, severity: Severity, row: Row[*tuple[Any, ...]] | None, waited: timedelta | None, *, is_longer: bool
) -> RuleFigures:
    fired, shorter = (row.fired, row.shorter) if row else (0, 0)
    return RuleFigures(
        code=code,
        severity=severity,
        fired=shown_within(fired, shorter) if is_longer else shown(fired),
        useful=share_of(row.useful, row.marked) if row else share_of(0, 0),
        claimed_after=waited,
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


def _waited(viewer: Viewer, since: datetime) -> Mapping[str, timedelta]:
    """How long half of a rule's flags waited for their first claim at most; only where enough were claimed to say."""
    flags = (
        select(Flag.rule, SecondsBetween(Flag.raised_at, func.min(FlagEvent.at)).label("waited"))
        .join(Person, Person.id == Flag.participant_id)
        .join(FlagEvent, FlagEvent.flag_id == Flag.id)
        .where(
            Person.program_id == viewer.program_id, Flag.raised_at >= since, FlagEvent.kind == EventKind.CLAIMED.value
        )
        .group_by(Flag.id, Flag.rule, Flag.raised_at)
        .subquery()
    )
    place = func.row_number().over(partition_by=flags.c.rule, order_by=flags.c.waited).label("place")
    claimed = func.count().over(partition_by=flags.c.rule).label("claimed")
    ranked = select(flags.c.rule, flags.c.waited, place, claimed).subquery()
    in_the_middle = ranked.c.place.in_([(ranked.c.claimed + 1) // 2, (ranked.c.claimed + 2) // 2])
    rows = db.session.execute(
        select(ranked.c.rule, func.avg(ranked.c.waited).label("median"))
        .where(ranked.c.claimed >= FEWEST, in_the_middle)
        .group_by(ranked.c.rule)
    )
    return {row.rule: timedelta(seconds=round(row.median)) for row in rows}


def _late(viewer: Viewer, now: datetime) -> tuple[int, int]:
    """Flags past their promised time now, and those of the last 30 days that were closed after it: none is both.

    Two questions in one, each with an index of its own: all open flags, and those raised not long before they were due.
    """
    of_program = (
        select(func.count())
        .select_from(Flag)
        .join(Person, Person.id == Flag.participant_id)
        .where(Person.program_id == viewer.program_id, Flag.due_at < now)
    )
    since = now - LATE_DAYS
    closed = of_program.where(
        Flag.raised_at >= since - LONGEST_PROMISE, Flag.due_at >= since, Flag.resolved_at > Flag.due_at
    )
    row = db.session.execute(
        select(
            of_program.where(is_unresolved()).scalar_subquery().label("open"),
            closed.where(~is_unresolved()).scalar_subquery().label("closed"),
        )
    ).one()
    return row.open, row.closed


def _shares(viewer: Viewer, zone: ZoneInfo, now: datetime) -> tuple[DayShare, ...]:
    """How many of the days have a daily check-in: ended local days on which the person was there and not paused."""
    today = local_day(now, zone)
    last = today - ONE_DAY
    firsts = {days: today - ONE_DAY * days for days in SHARE_WINDOWS}
    found = stays_in(viewer.program_id, zone, min(firsts.values()), last)
    stays = [stay for of_one in found.values() for stay in of_one]
    rows = db.session.execute(
        select(CheckIn.participant_id, CheckIn.day)
        .join(Person, Person.id == CheckIn.participant_id)
        .where(
            Person.program_id == viewer.program_id,
            CheckIn.kind == Kind.DAILY,
            CheckIn.day.between(min(firsts.values()), last),
        )
    )
    sent = [row.day for row in rows if any(stay.expects(row.day) for stay in found.get(row.participant_id, ()))]
    return tuple(
        DayShare(
            days,
            share_of(sum(day >= first for day in sent), sum(stay.expected_days(first, last) for stay in stays)),
        )
        for days, first in firsts.items()
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
