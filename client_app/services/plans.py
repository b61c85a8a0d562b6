"""A participant's own plan: coping strategies, reasons for recovery and the safety plan, each written as one act."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import TypeAlias

from sqlalchemy import Select, bindparam, select

from client_app.domain.plans import LIST_IS_FULL, MOST_ENTRIES, OVERTAKEN, PARTS, Direction, SafetyPlan, read_entry
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CopingStrategy, Enrollment, Person, RecoveryReason, SafetyPlanVersion
from client_app.services.acts import Act, act
from client_app.services.enrollments import read_by

Entry: TypeAlias = CopingStrategy | RecoveryReason


@dataclass(frozen=True)
class WrittenPlan:
    """The safety plan as it was last written."""

    number: int
    """Of its version; grows with each edit."""
    parts: SafetyPlan
    author: str
    written_at: datetime


@dataclass(frozen=True)
class Plan:
    """All that a participant keeps for hard moments."""

    strategies: Mapping[int, str]
    """By row number, in the participant's order."""
    reasons: Mapping[int, str]
    safety_plan: WrittenPlan | None


def plan_of(viewer: Viewer, participant_id: int, now: datetime) -> Plan:
    """The plan of the viewer, or of a participant whose record the viewer reads.

    Raises:
        NotFound: the viewer is neither the participant nor their reader.

    """
    _open_plan(viewer, participant_id, now)
    return Plan(own_strategies(participant_id), own_reasons(participant_id), _written_plan(participant_id))


def own_strategies(participant_id: int) -> dict[int, str]:
    """The participant's coping strategies by row number, in their order, without those removed."""
    return _entries(CopingStrategy, participant_id)


def own_reasons(participant_id: int) -> dict[int, str]:
    """The participant's reasons for recovery by row number, in the order they were written."""
    return _entries(RecoveryReason, participant_id)


def strategies_ever(participant_id: int) -> dict[int, str]:
    """Every strategy that was ever on the list, so that an old answer can still say what it was."""
    rows = db.session.execute(
        select(CopingStrategy.id, CopingStrategy.text).where(CopingStrategy.participant_id == participant_id)
    )
    return {row.id: row.text for row in rows}


def add_strategy(viewer: Viewer, text: str, now: datetime) -> None:
    """Put a strategy at the end of the viewer's own list; what stands on it already is not added twice.

    Raises:
        Invalid: the words cannot be kept, or the list is full.

    """
    words = read_entry(text)
    with act(viewer, now) as a:
        strategy = _append(a, CopingStrategy, viewer.person_id, words)
        if strategy:
            a.audit("plan.strategy_added", subject=strategy, participant_id=viewer.person_id)


def move_strategy(viewer: Viewer, strategy_id: int, direction: Direction, now: datetime) -> None:
    """Move a strategy one place; at the end of the list nothing changes.

    Raises:
        NotFound: it is not on the viewer's list.

    """
    with act(viewer, now) as a:
        strategies = _locked_entries(a, CopingStrategy, viewer.person_id)
        place = next((place for place, entry in enumerate(strategies) if entry.id == strategy_id), None)
        if place is None:
            raise NotFound
        target = place + (-1 if direction is Direction.UP else 1)
        if not 0 <= target < len(strategies):
            a.leave_unchanged()
            return
        moved = strategies.pop(place)
        strategies.insert(target, moved)
        for position, strategy in enumerate(strategies, start=1):
            strategy.position = position
        a.audit("plan.strategy_moved", subject=moved, participant_id=viewer.person_id, direction=direction)


def remove_strategy(viewer: Viewer, strategy_id: int, now: datetime) -> None:
    """Take a strategy off the viewer's list; check-ins that named it can still say what it was.

    Raises:
        NotFound: it is not on the viewer's list.

    """
    with act(viewer, now) as a:
        strategy = _take_off(a, CopingStrategy, viewer.person_id, strategy_id)
        a.audit("plan.strategy_removed", subject=strategy, participant_id=viewer.person_id)


def add_reason(viewer: Viewer, text: str, now: datetime) -> None:
    """Put a reason for recovery at the end of the viewer's own list; what stands on it already is not added twice.

    Raises:
        Invalid: the words cannot be kept, or the list is full.

    """
    words = read_entry(text)
    with act(viewer, now) as a:
        reason = _append(a, RecoveryReason, viewer.person_id, words)
        if reason:
            a.audit("plan.reason_added", subject=reason, participant_id=viewer.person_id)


def remove_reason(viewer: Viewer, reason_id: int, now: datetime) -> None:
    """Take a reason off the viewer's list.

    Raises:
        NotFound: it is not on the viewer's list.

    """
    with act(viewer, now) as a:
        reason = _take_off(a, RecoveryReason, viewer.person_id, reason_id)
        a.audit("plan.reason_removed", subject=reason, participant_id=viewer.person_id)


def write_safety_plan(
    viewer: Viewer, participant_id: int, parts: SafetyPlan, now: datetime, *, seen: int | None = None
) -> None:
    """Keep a new version of the safety plan, written by the participant or by whoever reads for them; old ones stay.

    ``seen`` is the version that was open to be changed, 0 for none; nothing where no form was open. The same words
    once more are no new version.

    Raises:
        Conflict: somebody has changed it since it was opened.
        NotFound: the viewer is neither the participant nor their reader.
        Invalid: a part cannot be kept as it is.

    """
    _open_plan(viewer, participant_id, now)
    problem = next(iter(parts.problems().values()), None)
    if problem:
        raise Invalid(problem)
    with act(viewer, now) as a:
        a.lock_participant(participant_id)
        written = _written_plan(participant_id)
        if written and written.parts == parts:
            a.leave_unchanged()
            return
        if written and seen not in {None, written.number}:
            raise Conflict(Sentence(OVERTAKEN, {"name": written.author}))
        version = SafetyPlanVersion(
            participant_id=participant_id,
            number=written.number + 1 if written else 1,
            author_id=viewer.person_id,
            written_at=now,
            **asdict(parts),
        )
        a.session.add(version)
        a.audit("plan.safety_plan_written", subject=version, participant_id=participant_id)


def _open_plan(viewer: Viewer, participant_id: int, now: datetime) -> None:
    """Let in the participant, or whoever reads for them."""
    if viewer.person_id == participant_id:
        return
    readable = read_by(viewer, now).where(Enrollment.participant_id == participant_id)
    if db.session.scalar(readable.limit(1)) is None:
        raise NotFound


def _entries(noun: type[Entry], participant_id: int) -> dict[int, str]:
    rows = db.session.execute(_list_of(noun), {"participant_id": participant_id})
    return {row.id: row.text for row in rows}


@cache
def _list_of(noun: type[Entry]) -> Select[int, str]:
    """Built once: each page and post of the check-in asks."""
    return (
        select(noun.id, noun.text)
        .where(noun.participant_id == bindparam("participant_id"), noun.removed_at.is_(None))
        .order_by(noun.position, noun.id)
    )


def _written_plan(participant_id: int) -> WrittenPlan | None:
    row = db.session.execute(
        select(
            SafetyPlanVersion.number,
            *(getattr(SafetyPlanVersion, part) for part in PARTS),
            Person.name.label("author"),
            SafetyPlanVersion.written_at,
        )
        .join(Person, Person.id == SafetyPlanVersion.author_id)
        .where(SafetyPlanVersion.participant_id == participant_id)
        .order_by(SafetyPlanVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    parts = SafetyPlan(**{part: getattr(row, part) for part in PARTS})
    return WrittenPlan(row.number, parts, row.author, row.written_at)


def _locked_entries(a: Act, noun: type[Entry], participant_id: int) -> list[Entry]:
    """The list as it stands, with nobody else changing it meanwhile."""
    a.lock_participant(participant_id)
    return list(
        a.session.scalars(
            select(noun)
            .where(noun.participant_id == participant_id, noun.removed_at.is_(None))
            .order_by(noun.position, noun.id)
        )
    )


def _append(a: Act, noun: type[Entry], participant_id: int, words: str) -> Entry | None:
    """Add the words at the end; nothing when they stand on the list, as after a second tap on the button."""
    entries = _locked_entries(a, noun, participant_id)
    if any(entry.text == words for entry in entries):
        a.leave_unchanged()
        return None
    if len(entries) >= MOST_ENTRIES:
        raise Invalid(Sentence(LIST_IS_FULL, {"most": MOST_ENTRIES}))
    last = entries[-1].position if entries else 0
    entry = noun(participant_id=participant_id, text=words, position=last + 1)
    a.session.add(entry)
    return entry


def _take_off(a: Act, noun: type[Entry], participant_id: int, entry_id: int) -> Entry:
    entries = _locked_entries(a, noun, participant_id)
    entry = next((entry for entry in entries if entry.id == entry_id), None)
    if entry is None:
        raise NotFound
    entry.removed_at = a.now
    return entry
