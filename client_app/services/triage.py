"""Who needs a person, and why: one row per participant with unresolved flags, most urgent first."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select

from client_app.domain.contact_cards import Reach
from client_app.domain.flag_life import State, why_not_undo
from client_app.domain.flags import Severity
from client_app.domain.local_days import local_day
from client_app.domain.reachability import Reachability
from client_app.domain.refusals import NotFound
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.trends import Trend
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import ContactCard, Flag, Person
from client_app.services.contact_cards import reach_of, with_reach
from client_app.services.enrollments import read_by
from client_app.services.flag_readers import is_open_flag_read_by, is_paged
from client_app.services.flag_standings import Claimer, as_claimed
from client_app.services.reachability import reachabilities
from client_app.services.trends import craving_trends

NEVER = datetime.max.replace(tzinfo=UTC)
"""Stands for "no promised time" where rows are put in order."""


@dataclass(frozen=True)
class RowFlag:
    """One reason in a row."""

    id: int
    revision: int
    severity: Severity
    reason: Sentence
    raised_at: datetime
    due_at: datetime | None
    is_late: bool
    """The promised time has passed."""
    is_open: bool
    """Nobody has claimed it."""


@dataclass(frozen=True)
class TriageRow:
    """A participant who needs a person."""

    participant_id: int
    name: str
    reach: Reach
    flags: tuple[RowFlag, ...]
    """All reasons, most urgent first."""
    picture: Trend
    reachability: Reachability
    """How their phones stand: silence may only be a phone's."""
    """The person's own craving over 14 days."""
    holders: tuple[str, ...]
    """Who has claimed one of the flags."""
    is_mine: bool
    """The viewer is among them."""
    undoable: RowFlag | None
    """A flag whose claim the viewer can still take back."""
    is_record_open: bool
    """The viewer may open the record as well, and is not only paged."""

    @property
    def severity(self) -> Severity:
        """The highest of the reasons'."""
        return max(flag.severity for flag in self.flags)

    @property
    def due_at(self) -> datetime | None:
        """The earliest promised time."""
        return min((flag.due_at for flag in self.flags if flag.due_at), default=None)

    @property
    def since(self) -> datetime:
        """When the earliest of the flags was raised."""
        return min(flag.raised_at for flag in self.flags)

    @property
    def first_open(self) -> RowFlag | None:
        """The most urgent flag that nobody has claimed; claiming it takes the others along."""
        return next((flag for flag in self.flags if flag.is_open), None)


@dataclass(frozen=True)
class Triage:
    """The list as it stands, and the version by which a poll tells whether it still does."""

    rows: tuple[TriageRow, ...]
    version: str
    is_unassigned: bool
    """Nobody is assigned to these people, so a director reads."""


def triage(viewer: Viewer, now: datetime) -> Triage:
    """The viewer's list; whoever shows it keeps that it was seen (``openings.keep_list``).

    Raises:
        NotFound: nobody falls to this director.

    """
    refuse_idle_director(viewer, now)
    found = db.session.execute(_flags_for(viewer, now)).all()
    people = sorted({row.participant_id for row in found})
    pictures = craving_trends(people, _today(viewer, now))
    phones = reachabilities(people, now, ZoneInfo(viewer.zone))
    by_person = groupby(sorted(found, key=lambda row: row.participant_id), key=lambda row: row.participant_id)
    rows = [_row(viewer, list(flags), pictures[number], phones[number], now) for number, flags in by_person]
    is_unassigned = viewer.role is Role.DIRECTOR and all(row.is_record_open for row in rows)
    return Triage(tuple(sorted(rows, key=_urgency)), _version(viewer, found, now), is_unassigned)


def triage_version(viewer: Viewer, now: datetime) -> str:
    """The version of the list: it moves with each event on a flag or a contact card, a promised time, and midnight.

    Raises:
        NotFound: nobody falls to this director.

    """
    refuse_idle_director(viewer, now)
    found = db.session.execute(
        select(*_VERSIONED, ContactCard.revision.label("card_revision"))
        .outerjoin(ContactCard, ContactCard.participant_id == Flag.participant_id)
        .where(is_open_flag_read_by(viewer, now))
    )
    return _version(viewer, found, now)


def refuse_idle_director(viewer: Viewer, now: datetime) -> None:
    """A director reads only where nobody else is left to, and what they are paged about.

    Raises:
        NotFound: nobody falls to this director.

    """
    falls_to_them = or_(exists(read_by(viewer, now)), is_paged(viewer))
    if viewer.role is Role.DIRECTOR and not db.session.scalar(select(falls_to_them)):
        raise NotFound


_VERSIONED: tuple[ColumnElement[Any] | Any, ...] = (Flag.id, Flag.revision, Flag.due_at)


def _flags_for(viewer: Viewer, now: datetime) -> Select[*tuple[Any, ...]]:
    """Read what is not closed, with whom it is about, how they are reached, and who has it."""
    flags = select(
        *_VERSIONED,
        Flag.participant_id,
        Flag.severity,
        Flag.reason,
        Flag.raised_at,
        Flag.state,
        Flag.claimed_by_id,
        Flag.claimed_at,
        Person.name,
        Claimer.name.label("claimer"),
        Flag.participant_id.in_(read_by(viewer, now)).label("is_record_open"),
    ).join(Person, Person.id == Flag.participant_id)
    return (
        with_reach(flags).outerjoin(Claimer, Claimer.id == Flag.claimed_by_id).where(is_open_flag_read_by(viewer, now))
    )


def _version(viewer: Viewer, flags: Iterable[Row[*tuple[Any, ...]]], now: datetime) -> str:
    """Digest what would change the list; it tells nothing to whoever reads it in an address."""
    standing = sorted((flag.id, flag.revision, _is_late(flag.due_at, now), flag.card_revision or 0) for flag in flags)
    return hashlib.sha256(repr((_today(viewer, now), standing)).encode()).hexdigest()[:16]


def _row(
    viewer: Viewer, flags: list[Row[*tuple[Any, ...]]], picture: Trend, phones: Reachability, now: datetime
) -> TriageRow:
    reasons = {flag.id: _reason(flag, now) for flag in flags}
    undoable = (reasons[flag.id] for flag in flags if why_not_undo(viewer, as_claimed(flag), now) is None)
    return TriageRow(
        participant_id=flags[0].participant_id,
        name=flags[0].name,
        reach=reach_of(flags[0]),
        flags=tuple(sorted(reasons.values(), key=_urgency)),
        picture=picture,
        reachability=phones,
        holders=tuple(sorted({flag.claimer for flag in flags if flag.claimer})),
        is_mine=any(flag.claimed_by_id == viewer.person_id for flag in flags),
        undoable=next(undoable, None),
        is_record_open=bool(flags[0].is_record_open),
    )


def _reason(flag: Row[*tuple[Any, ...]], now: datetime) -> RowFlag:
    return RowFlag(
        id=flag.id,
        revision=flag.revision,
        severity=flag.severity,
        reason=Sentence.from_json(flag.reason),
        raised_at=flag.raised_at,
        due_at=flag.due_at,
        is_late=_is_late(flag.due_at, now),
        is_open=flag.state is State.OPEN,
    )


def _urgency(of: RowFlag | TriageRow) -> tuple[int, datetime, datetime, int]:
    """Most urgent first, then the earliest promised time (none last), then the longest waiting."""
    raised_at, number = (of.since, of.participant_id) if isinstance(of, TriageRow) else (of.raised_at, of.id)
    return -of.severity, of.due_at or NEVER, raised_at, number


def _is_late(due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and due_at < now


def _today(viewer: Viewer, now: datetime) -> Any:
    return local_day(now, ZoneInfo(viewer.zone))
