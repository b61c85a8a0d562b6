"""Who looked at a participant's own record, and when, told to the participant: day by day, in plain words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import aliased

from client_app.domain.audit_actions import LISTS, LOOKED, LOOKS, OWN, Action
from client_app.domain.local_days import ONE_DAY, day_bounds, local_day
from client_app.domain.refusals import NotFound
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AuditEntry, Caseload, Enrollment, Person
from client_app.services._listed import has_listed

DAYS_A_PAGE = 14
"""Local days on one page, with or without a look."""

SOMEBODY = Sentence(N_("Somebody who runs this service"))
YOUR_COUNSELOR = N_("%(name)s (your counselor)")
IN_THEIR_ROLE = {Role.COUNSELOR: N_("%(name)s (a counselor)"), Role.DIRECTOR: N_("%(name)s (the program's director)")}

Looker = aliased(Person)


@dataclass(frozen=True)
class Look:
    """What somebody looked at on one day, however often."""

    words: Sentence
    is_own: bool
    """It is the participant's own sign-in, and nobody's look."""
    times: int
    last_at: datetime


@dataclass(frozen=True)
class LookedDay:
    """One local day on which somebody looked."""

    day: date
    looks: tuple[Look, ...]
    """The latest first."""


@dataclass(frozen=True)
class LooksPage:
    """A stretch of days, the latest first."""

    first: date
    last: date
    days: tuple[LookedDay, ...]
    earlier: date | None
    """Days before this one stand on the next page; nothing on the last."""


def looks_at(viewer: Viewer, now: datetime, before: date | None = None) -> LooksPage:
    """Who looked at the viewer's own record in the two weeks before the day ``before`` (up to today without it).

    Raises:
        NotFound: the account is younger than that day.

    """
    zone = ZoneInfo(viewer.zone)
    begun = local_day(
        db.session.execute(select(Person.created_at).where(Person.id == viewer.person_id)).scalar_one(), zone
    )
    end = min(before or date.max, local_day(now, zone) + ONE_DAY)
    if end <= begun:
        raise NotFound
    first = max(begun, end - timedelta(days=DAYS_A_PAGE))
    since, until = day_bounds(first, zone)[0], day_bounds(end, zone)[0]
    found = [row for about in _about(viewer) for row in db.session.execute(_within(about, since, until))]
    days = _by_day(sorted(found, key=lambda row: (row.at, row.id), reverse=True), zone)
    return LooksPage(first, end - ONE_DAY, days, first if first > begun else None)


def _about(viewer: Viewer) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """The looks at the viewer alone, with the viewer's own sign-ins, and those at lists with their name on them."""
    looks = (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.actor_id,
            Looker.name,
            Looker.role,
            Caseload.id.label("caseload_id"),
        )
        .outerjoin(Looker, Looker.id == AuditEntry.actor_id)
        .outerjoin(Enrollment, and_(Enrollment.participant_id == viewer.person_id, Enrollment.ended_on.is_(None)))
        .outerjoin(Caseload, and_(Caseload.id == Enrollment.caseload_id, Caseload.counselor_id == Looker.id))
    )
    alone = and_(
        AuditEntry.participant_id == viewer.person_id, AuditEntry.action.in_(sorted((LOOKS - LISTS) | set(OWN)))
    )
    return looks.where(alone), looks.where(has_listed(viewer.person_id))


def _within(looks: Select[*tuple[Any, ...]], since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    return looks.where(AuditEntry.at >= since, AuditEntry.at < until)


def _by_day(rows: Iterable[Row[*tuple[Any, ...]]], zone: ZoneInfo) -> tuple[LookedDay, ...]:
    by_day = groupby(rows, key=lambda row: local_day(row.at, zone))
    return tuple(LookedDay(day, _looks(list(found))) for day, found in by_day)


def _looks(rows: list[Row[*tuple[Any, ...]]]) -> tuple[Look, ...]:
    """Each person's looks of one kind as one; reading that came with opening is told by the opening."""
    openings = {(row.actor_id, row.at) for row in rows if row.action in LOOKS - {Action.CHECK_IN_READ}}
    alike = defaultdict(list)
    for row in rows:
        if row.action != Action.CHECK_IN_READ or (row.actor_id, row.at) not in openings:
            alike[row.actor_id, row.action].append(row)
    return tuple(_look(same) for same in alike.values())


def _look(same: list[Row[*tuple[Any, ...]]]) -> Look:
    latest = same[0]
    action, is_own = Action(latest.action), latest.action in OWN
    words = Sentence((OWN if is_own else LOOKED)[action], {"who": _who(latest)})
    return Look(words, is_own, len(same), latest.at)


def _who(row: Row[*tuple[Any, ...]]) -> Sentence | str:
    """The name that the person uses, and what they are to the participant now."""
    if row.name is None:
        return SOMEBODY
    words = YOUR_COUNSELOR if row.caseload_id else IN_THEIR_ROLE.get(row.role)
    return Sentence(words, {"name": row.name}) if words else row.name
