"""The shared step that turns findings into flags and events. It never commits: the act that calls it does.

A rule has at most one unresolved flag per participant. Firing again adds an event with its answers; an answer that is
changed, withdrawn or sent later is an event as well, and erases nothing. The same answer saved once more is no event:
a draft is saved after every question, and staff forms go stale with each event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from client_app.domain.answers import Answers
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flag_rules import RULES_VERSION
from client_app.domain.flags import Finding, Severity
from client_app.domain.staffed_hours import StaffedHours, same_day_due_at
from client_app.models import Flag, FlagEvent
from client_app.services._paging import begin_ladder, take_steps
from client_app.services.acts import Act
from client_app.services.enrollments import Standing
from client_app.services.programs import staffed_hours

URGENT_WITHIN = timedelta(hours=1)
"""This product's target for an urgent flag; the research consensus allows 12 hours at most."""
LATEST_BACKFILL = timedelta(days=10)
"""How long ago a quiet day can have been flagged that a check-in may still be sent for, with a day to spare."""
ABOUT_ANSWERS = (
    EventKind.RAISED,
    EventKind.RAISED_AGAIN,
    EventKind.ANSWER_CHANGED,
    EventKind.ANSWER_WITHDRAWN,
    EventKind.SENT,
)

_UNRESOLVED = (
    select(Flag)
    .where(Flag.participant_id == bindparam("participant_id"), Flag.state != State.RESOLVED)
    .with_for_update()
)
_SAID = (
    select(Flag.rule, FlagEvent.flag_id, FlagEvent.inputs)
    .join(Flag, Flag.id == FlagEvent.flag_id)
    .where(Flag.participant_id == bindparam("participant_id"), FlagEvent.kind.in_(ABOUT_ANSWERS))
    .order_by(FlagEvent.id)
)
_SAID_BY_CHECK_IN = _SAID.where(FlagEvent.check_in_id == bindparam("number"))
_SAID_BY_DRAFT = _SAID.where(FlagEvent.draft_id == bindparam("number"))
_QUIET_SINCE = (
    select(FlagEvent.flag_id, FlagEvent.inputs)
    .join(Flag, Flag.id == FlagEvent.flag_id)
    .where(
        Flag.participant_id == bindparam("participant_id"),
        Flag.rule == "quiet_days",
        FlagEvent.kind.in_((EventKind.RAISED, EventKind.RAISED_AGAIN)),
        FlagEvent.at >= bindparam("since"),
    )
    .order_by(FlagEvent.id.desc())
)


@dataclass(frozen=True)
class Origin:
    """The check-in or draft whose answers are judged; neither for quiet days."""

    answered_at: datetime
    arrived_at: datetime
    check_in_id: int | None = None
    draft_id: int | None = None
    is_new: bool = False
    """No rule has judged it yet, so it has said nothing."""


@dataclass(frozen=True)
class _Word:
    """What an origin said last to a rule, and on which flag; nothing after it was withdrawn."""

    flag_id: int
    inputs: Mapping[str, Any] | None


def raise_findings(
    a: Act, standing: Standing, findings: Iterable[Finding], origin: Origin, *, judged: frozenset[str] = frozenset()
) -> None:
    """Raise what was found, and note on the flags what the origin changed or withdrew since it last spoke.

    What the origin has said before in the same words is no news, though somebody may have resolved its flag since.

    Args:
        a: the act that commits it.
        standing: the participant's enrollment, already locked.
        findings: what the rules found in the origin's answers as they are now.
        origin: where the answers stand.
        judged: the codes of all rules that judged; what the origin said to one that found nothing was withdrawn.

    """
    found = {finding.code: finding for finding in findings}
    said = _said_by(a, standing.participant_id, origin)
    if not found and not said:
        return
    unresolved = _unresolved_flags(a, standing.participant_id) if found else {}
    news = []
    for code, finding in found.items():
        before = said[code].inputs if code in said else None
        if before == _plain(finding.inputs):
            continue
        if code in unresolved:
            _raise_again(a, unresolved[code], finding, origin, is_change=before is not None)
        else:
            news.append(finding)
    flags = _raise_new(a, standing, news, origin) if news else []
    take_steps(a, [flag for flag in (*unresolved.values(), *flags) if flag.page_at == a.now and not flag.page_step])
    for code, word in said.items():
        if code in judged and code not in found and word.inputs is not None:
            _withdraw(a, word.flag_id, origin)


def note_sent(a: Act, participant_id: int, draft_id: int, check_in_id: int) -> None:
    """The draft was sent after all: the flags that it has spoken to hear so, and speak of the check-in from now on.

    On a resolved flag this is an event only; what is sent counts as said anew.
    """
    for word in _said_by(a, participant_id, Origin(a.now, a.now, draft_id=draft_id)).values():
        flag = a.session.get_one(Flag, word.flag_id)
        if flag.draft_id == draft_id and flag.check_in_id is None:
            flag.check_in_id = check_in_id
        inputs = None if flag.state is State.RESOLVED else word.inputs
        add_event(a, flag, EventKind.SENT, check_in_id=check_in_id, draft_id=draft_id, inputs=inputs)


def note_backfill(a: Act, participant_id: int, day: str, check_in_id: int) -> None:
    """A day that stood as quiet has a word now, whether or not somebody has resolved its flag."""
    rows = a.session.execute(_QUIET_SINCE, {"participant_id": participant_id, "since": a.now - LATEST_BACKFILL})
    flag_id = next((row.flag_id for row in rows if day in row.inputs["days"]), None)
    if flag_id is not None:
        flag = a.session.get_one(Flag, flag_id)
        add_event(a, flag, EventKind.BACKFILLED, check_in_id=check_in_id, inputs={"days": [day]})


def add_event(a: Act, flag: Flag, kind: EventKind, **columns: Any) -> None:
    """Add an event to the flag and move its revision, so that forms read before it are known to be stale."""
    flag.revision += 1
    a.session.add(FlagEvent(flag_id=flag.id, kind=kind, at=a.now, by_id=a.actor_id, **columns))


def _unresolved_flags(a: Act, participant_id: int) -> dict[str, Flag]:
    flags = a.session.scalars(_UNRESOLVED, {"participant_id": participant_id})
    return {flag.rule: flag for flag in flags}


def _said_by(a: Act, participant_id: int, origin: Origin) -> dict[str, _Word]:
    """The last word of a check-in, or of a draft while it is not sent, to each rule that it has spoken to."""
    if origin.is_new:
        return {}
    if origin.check_in_id is not None:
        said, number = _SAID_BY_CHECK_IN, origin.check_in_id
    elif origin.draft_id is not None:
        said, number = _SAID_BY_DRAFT, origin.draft_id
    else:
        return {}
    rows = a.session.execute(said, {"participant_id": participant_id, "number": number})
    return {row.rule: _Word(row.flag_id, row.inputs) for row in rows}


def _raise_new(a: Act, standing: Standing, news: Iterable[Finding], origin: Origin) -> list[Flag]:
    """Raise a flag for each finding, all of them in one statement."""
    hours = staffed_hours(standing.program_id, standing.zone.key)
    flags = [_flag(standing, finding, origin, hours) for finding in news]
    for flag in flags:
        begin_ladder(flag, a.now)
    a.session.add_all(flags)
    a.session.flush()
    for flag in flags:
        a.session.add(
            FlagEvent(
                flag_id=flag.id,
                kind=EventKind.RAISED,
                at=a.now,
                by_id=None,
                check_in_id=origin.check_in_id,
                draft_id=origin.draft_id,
                inputs=flag.inputs,
            )
        )
        a.audit("flag.raised", subject=flag, participant_id=standing.participant_id)
    return flags


def _flag(standing: Standing, finding: Finding, origin: Origin, hours: StaffedHours) -> Flag:
    return Flag(
        participant_id=standing.participant_id,
        rule=finding.code,
        threshold_version_id=standing.threshold_version_id,
        rule_version=RULES_VERSION,
        severity=finding.severity,
        reason=finding.reason.to_json(),
        inputs=_plain(finding.inputs),
        baseline=finding.baseline,
        check_in_id=origin.check_in_id,
        draft_id=origin.draft_id,
        answered_at=origin.answered_at,
        raised_at=origin.arrived_at,
        due_at=_due_at(finding.severity, origin.arrived_at, hours),
        state=State.OPEN,
    )


def _raise_again(a: Act, flag: Flag, finding: Finding, origin: Origin, *, is_change: bool) -> None:
    """The rule fired again: from another check-in, or from other answers of one that has spoken before."""
    kind = EventKind.ANSWER_CHANGED if is_change else EventKind.RAISED_AGAIN
    inputs = _plain(finding.inputs)
    add_event(a, flag, kind, check_in_id=origin.check_in_id, draft_id=origin.draft_id, inputs=inputs)
    was_urgent = flag.severity is Severity.URGENT
    flag.severity = max(flag.severity, finding.severity)
    if finding.severity is Severity.URGENT and (not was_urgent or (flag.claimed_by_id and not is_change)):
        begin_ladder(flag, a.now)  # whoever has it is paged as well: what they know of is not all any more
    a.audit("flag.raised_again", subject=flag, participant_id=flag.participant_id)


def _withdraw(a: Act, flag_id: int, origin: Origin) -> None:
    """The answer that raised it is gone; the flag stays until a person resolves it."""
    flag = a.session.get_one(Flag, flag_id)
    add_event(a, flag, EventKind.ANSWER_WITHDRAWN, check_in_id=origin.check_in_id, draft_id=origin.draft_id)
    a.audit("flag.answer_withdrawn", subject=flag, participant_id=flag.participant_id)


def _due_at(severity: Severity, arrived_at: datetime, hours: StaffedHours) -> datetime | None:
    """By when a person has promised to look; nothing means: at the next contact."""
    if severity is Severity.URGENT:
        return arrived_at + URGENT_WITHIN
    if severity is Severity.SAME_DAY:
        return same_day_due_at(arrived_at, hours)
    return None


def _plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return Answers(inputs).to_json()
