"""What the care team does with a flag: claim, note, resolve, undo, reopen. Each is one act about one participant.

Every act is refused with a reason when the flag's state does not allow it, or when something happened to the flag
since the form was opened (its ``revision``): nobody's work is overwritten.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, union
from sqlalchemy.orm import Session

from client_app.domain.audit_actions import Action
from client_app.domain.flag_life import (
    EventKind,
    Outcome,
    Standing,
    State,
    why_not_claim,
    why_not_note,
    why_not_outcome,
    why_not_reopen,
    why_not_resolve,
    why_not_undo,
)
from client_app.domain.flag_words import meanwhile
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.models import Flag, FlagEvent, Person
from client_app.services._paging import begin_ladder, end_ladder, pause_ladder
from client_app.services._raising import add_event
from client_app.services._reading import mark_read
from client_app.services.acts import Act, act
from client_app.services.flag_readers import is_flag_read_by
from client_app.services.flag_standings import as_standing, is_unresolved, with_standing

Guard = Callable[[Viewer, Standing, datetime], Sentence | None]

EMPTY_NOTE = Sentence(N_("Please write a few words."))
SAY_WHAT = Sentence(N_("Please say in a few words what came of it."))


@dataclass(frozen=True)
class Seen:
    """A flag as it stood when the form was opened."""

    flag_id: int
    revision: int


@dataclass(frozen=True)
class Resolution:
    """What came of a flag."""

    outcome: str
    """One of ``Outcome``; nothing yet is an empty text."""
    note: str = ""
    useful: bool | None = None
    """Whether it was good that the flag was raised; nothing when the counselor did not say."""
    also: tuple[Seen, ...] = ()
    """The person's other claimed flags that end in the same way."""


def claim_flags(viewer: Viewer, seen: Seen, now: datetime) -> None:
    """Take this flag and all of the person's other open ones; the check-ins that raised them count as read.

    Raises:
        Conflict: somebody has it, it is closed, or something happened to it meanwhile.
        NotFound: there is no such flag for the viewer.

    """
    with _acting(viewer, seen, now) as (a, flag):
        _refuse_stale(a, viewer, flag, seen, why_not_claim)
        flags = _flags_of(a, flag.participant_id, Flag.state == State.OPEN)
        for claimed in flags:
            claimed.state, claimed.claimed_by_id, claimed.claimed_at = State.ACKNOWLEDGED, viewer.person_id, now
            add_event(a, claimed, EventKind.CLAIMED)
        pause_ladder(a, flags)
        _audit(a, Action.FLAG_CLAIMED, flag, flags)
        mark_read(a, flag.participant_id, check_ins_of(a.session, [claimed.id for claimed in flags]))


def note_on_flag(viewer: Viewer, seen: Seen, note: str, now: datetime, *, is_contact: bool = False) -> None:
    """Add a note; with ``is_contact`` it says that contact was attempted, and words are welcome but not needed.

    Raises:
        Conflict: the flag is closed, or something happened to it meanwhile.
        Invalid: a plain note without words.
        NotFound: there is no such flag for the viewer.

    """
    if not (note or is_contact):
        raise Invalid(EMPTY_NOTE)
    kind = EventKind.CONTACT_ATTEMPTED if is_contact else EventKind.NOTED
    action = Action.CONTACT_ATTEMPTED if is_contact else Action.FLAG_NOTED
    with _acting(viewer, seen, now) as (a, flag):
        _refuse_stale(a, viewer, flag, seen, why_not_note)
        add_event(a, flag, kind, note=note or None)
        if is_contact and flag.state is State.ACKNOWLEDGED:
            end_ladder(a, _held_with(a, flag))
        _audit(a, action, flag, [flag])


def resolve_flag(viewer: Viewer, seen: Seen, resolution: Resolution, now: datetime) -> None:
    """Close a claimed flag with what came of it, and with it the others that are named.

    Raises:
        Conflict: it is not claimed yet, closed already, or something happened to one of the flags meanwhile.
        Invalid: no outcome is chosen, or it needs words.
        NotFound: there is no such flag for the viewer.

    """
    reason = why_not_outcome(resolution.outcome)
    if reason is not None:
        raise Invalid(reason)
    outcome = Outcome(resolution.outcome)
    if outcome is Outcome.OTHER and not resolution.note:
        raise Invalid(SAY_WHAT)
    forms = tuple({form.flag_id: form for form in (seen, *resolution.also, seen)}.values())  # each flag ends once
    with _acting(viewer, seen, now) as (a, flag):
        closed = [_sibling(a, flag, form) for form in forms]
        for one, form in zip(closed, forms, strict=True):
            _refuse_stale(a, viewer, one, form, why_not_resolve)
        for one in closed:
            _close(a, one, outcome, resolution.note, useful=resolution.useful if one is flag else None)
        end_ladder(a, closed)
        _audit(a, Action.FLAG_RESOLVED, flag, closed)


def undo(viewer: Viewer, seen: Seen, now: datetime) -> None:
    """Take back the viewer's own last claim or closing, for every flag that it touched.

    Raises:
        Conflict: there is nothing to undo, it was somebody else's, ten minutes have passed, or something happened.
        NotFound: there is no such flag for the viewer.

    """
    with _acting(viewer, seen, now) as (a, flag):
        _refuse_stale(a, viewer, flag, seen, why_not_undo)
        if flag.state is State.ACKNOWLEDGED:
            undone = _claimed_with(a, flag)
            for one in undone:
                one.state, one.claimed_by_id, one.claimed_at = State.OPEN, None, None
                begin_ladder(one, now)
        else:
            undone = _closed_with(a, flag)
            for one in undone:
                _open_up(one, State.ACKNOWLEDGED)
            pause_ladder(a, undone)
        for one in undone:
            add_event(a, one, EventKind.UNDONE)
        _audit(a, Action.FLAG_UNDONE, flag, undone)


def reopen(viewer: Viewer, seen: Seen, note: str, now: datetime) -> None:
    """Open a closed flag again, for whoever claims it next; what had come of it stays in its history.

    Raises:
        Conflict: it is not closed, a newer one of the same kind is open, or something happened to it meanwhile.
        NotFound: there is no such flag for the viewer.

    """
    with _acting(viewer, seen, now) as (a, flag):
        _refuse_stale(a, viewer, flag, seen, why_not_reopen)
        _open_up(flag, State.OPEN)
        flag.claimed_by_id = flag.claimed_at = None
        begin_ladder(flag, now)
        add_event(a, flag, EventKind.REOPENED, note=note or None)
        _audit(a, Action.FLAG_REOPENED, flag, [flag])


def check_ins_of(session: Session, flag_ids: Iterable[int]) -> set[int]:
    """The check-ins whose answers stand behind these flags: what raised them, and whatever came to them later."""
    ids = list(flag_ids)
    raising = select(Flag.check_in_id).where(Flag.id.in_(ids), Flag.check_in_id.is_not(None))
    later = select(FlagEvent.check_in_id).where(FlagEvent.flag_id.in_(ids), FlagEvent.check_in_id.is_not(None))
    return set(session.scalars(union(raising, later)))


@contextmanager
def _acting(viewer: Viewer, seen: Seen, now: datetime) -> Iterator[tuple[Act, Flag]]:
    """Begin an act on a flag that the viewer may see; acts about one participant follow one another."""
    with act(viewer, now) as a:
        participant_id = a.session.scalar(
            select(Flag.participant_id).where(Flag.id == seen.flag_id, is_flag_read_by(viewer, now))
        )
        if participant_id is None:
            raise NotFound
        a.lock_participant(participant_id)
        yield a, a.session.get_one(Flag, seen.flag_id)


def _refuse_stale(a: Act, viewer: Viewer, flag: Flag, seen: Seen, guard: Guard) -> None:
    """Refuse what the flag's state does not allow, then a form that was opened before its latest event."""
    row = a.session.execute(with_standing(select(Flag.id)).where(Flag.id == flag.id)).one()
    reason = guard(viewer, as_standing(row), a.now)
    if reason is None and flag.revision != seen.revision:
        reason = _latest_event(a.session, flag)
    if reason is not None:
        raise Conflict(reason)


def _latest_event(session: Session, flag: Flag) -> Sentence:
    row = session.execute(
        select(FlagEvent.kind, Person.name)
        .outerjoin(Person, Person.id == FlagEvent.by_id)
        .where(FlagEvent.flag_id == flag.id, FlagEvent.kind != EventKind.PAGED)
        .order_by(FlagEvent.id.desc())
        .limit(1)
    ).one()
    return meanwhile(EventKind(row.kind), row.name)


def _flags_of(a: Act, participant_id: int, *which: ColumnElement[bool]) -> list[Flag]:
    return list(a.session.scalars(select(Flag).where(Flag.participant_id == participant_id, *which).order_by(Flag.id)))


def _sibling(a: Act, flag: Flag, seen: Seen) -> Flag:
    other = a.session.get(Flag, seen.flag_id)
    if other is None or other.participant_id != flag.participant_id:
        raise NotFound
    return other


def _held_with(a: Act, flag: Flag) -> list[Flag]:
    """All flags of the person that whoever has this one has: who is called is called about all of them."""
    return _flags_of(a, flag.participant_id, Flag.state == State.ACKNOWLEDGED, Flag.claimed_by_id == flag.claimed_by_id)


def _claimed_with(a: Act, flag: Flag) -> list[Flag]:
    """The flags that were taken by the same claim and are still as it left them."""
    return _flags_of(
        a,
        flag.participant_id,
        Flag.state == State.ACKNOWLEDGED,
        Flag.claimed_by_id == flag.claimed_by_id,
        Flag.claimed_at == flag.claimed_at,
    )


def _closed_with(a: Act, flag: Flag) -> list[Flag]:
    """The flags that were closed together, except where a newer one for the same reason is open."""
    closed = _flags_of(
        a,
        flag.participant_id,
        Flag.state == State.RESOLVED,
        Flag.resolved_by_id == flag.resolved_by_id,
        Flag.resolved_at == flag.resolved_at,
    )
    open_again = {one.rule for one in _flags_of(a, flag.participant_id, is_unresolved())}
    return [one for one in closed if one.rule not in open_again]


def _close(a: Act, flag: Flag, outcome: Outcome, note: str, *, useful: bool | None) -> None:
    flag.state, flag.resolved_by_id, flag.resolved_at = State.RESOLVED, a.actor_id, a.now
    flag.outcome, flag.useful = outcome, useful
    ending: dict[str, Any] = {"outcome": outcome.value, "useful": useful}
    add_event(a, flag, EventKind.RESOLVED, note=note or None, inputs=ending)


def _open_up(flag: Flag, state: State) -> None:
    flag.state, flag.outcome, flag.useful = state, None, None
    flag.resolved_by_id = flag.resolved_at = None


def _audit(a: Act, action: Action, flag: Flag, touched: list[Flag]) -> None:
    a.audit(action, subject=flag, participant_id=flag.participant_id, flags=[one.id for one in touched])
