"""The shared step that turns findings into flags and events. It never commits: the act that calls it does.

A rule has at most one unresolved flag per participant. Firing again adds an event with its answers; an answer that is
changed or withdrawn later is an event as well, and erases nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from client_app.domain.answers import Answers
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flag_rules import RULES_VERSION
from client_app.domain.flags import Finding, Severity
from client_app.domain.staffed_hours import same_day_due_at
from client_app.models import Flag, FlagEvent
from client_app.services.acts import Act
from client_app.services.enrollments import Standing
from client_app.services.programs import staffed_hours

URGENT_WITHIN = timedelta(hours=1)
"""This product's target for an urgent flag; the research consensus allows 12 hours at most."""


@dataclass(frozen=True)
class Origin:
    """The check-in or draft whose answers are judged; neither for quiet days."""

    answered_at: datetime
    arrived_at: datetime
    check_in_id: int | None = None
    draft_id: int | None = None


def raise_findings(
    a: Act, standing: Standing, findings: Iterable[Finding], origin: Origin, *, judged: frozenset[str] = frozenset()
) -> None:
    """Raise what was found, and note on the origin's own flags what was changed or withdrawn since.

    Args:
        a: the act that commits it.
        standing: the participant's enrollment, already locked.
        findings: what the rules found in the origin's answers as they are now.
        origin: where the answers stand.
        judged: the codes of all rules that judged; an own flag of one of them that found nothing was withdrawn.

    """
    found = {finding.code: finding for finding in findings}
    unresolved = _unresolved_flags(a, standing.participant_id)
    said = _latest_inputs(a, unresolved.values())
    for code, finding in found.items():
        flag = unresolved.get(code)
        if flag is None:
            _raise_new(a, standing, finding, origin)
        else:
            _raise_again(a, flag, finding, origin, said.get(flag.id))
    for code, flag in unresolved.items():
        if code in judged and code not in found and _is_from(flag, origin):
            _withdraw(a, flag, origin, said.get(flag.id))


def note_sent(a: Act, participant_id: int, draft_id: int, check_in_id: int) -> None:
    """The draft that had raised flags was sent after all: its flags belong to the check-in from now on."""
    for flag in _unresolved_flags(a, participant_id).values():
        if flag.draft_id == draft_id and flag.check_in_id is None:
            flag.check_in_id = check_in_id
            add_event(a, flag, EventKind.SENT, check_in_id=check_in_id, draft_id=draft_id)


def note_backfill(a: Act, participant_id: int, day: str, check_in_id: int) -> None:
    """A day that stood as quiet has a word now."""
    flag = _unresolved_flags(a, participant_id).get("quiet_days")
    if flag is not None and day in flag.inputs.get("days", ()):
        add_event(a, flag, EventKind.BACKFILLED, check_in_id=check_in_id, inputs={"days": [day]})


def add_event(a: Act, flag: Flag, kind: EventKind, **columns: Any) -> None:
    """Add an event to the flag and move its revision, so that forms read before it are known to be stale."""
    flag.revision += 1
    a.session.add(FlagEvent(flag_id=flag.id, kind=kind, at=a.now, by_id=a.actor_id, **columns))


def _unresolved_flags(a: Act, participant_id: int) -> dict[str, Flag]:
    flags = a.session.scalars(
        select(Flag).where(Flag.participant_id == participant_id, Flag.state != State.RESOLVED).with_for_update()
    )
    return {flag.rule: flag for flag in flags}


def _latest_inputs(a: Act, flags: Iterable[Flag]) -> dict[int, Mapping[str, Any] | None]:
    """What the latest event about answers said of each flag; nothing after a withdrawal."""
    ids = [flag.id for flag in flags]
    if not ids:
        return {}
    about_answers = (EventKind.RAISED, EventKind.RAISED_AGAIN, EventKind.ANSWER_CHANGED, EventKind.ANSWER_WITHDRAWN)
    latest = (
        select(func.max(FlagEvent.id))
        .where(FlagEvent.flag_id.in_(ids), FlagEvent.kind.in_(about_answers))
        .group_by(FlagEvent.flag_id)
    )
    rows = a.session.execute(
        select(FlagEvent.flag_id, FlagEvent.kind, FlagEvent.inputs).where(FlagEvent.id.in_(latest))
    )
    return {row.flag_id: None if row.kind == EventKind.ANSWER_WITHDRAWN else row.inputs for row in rows}


def _raise_new(a: Act, standing: Standing, finding: Finding, origin: Origin) -> None:
    flag = Flag(
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
        due_at=_due_at(finding.severity, origin.arrived_at, standing),
        state=State.OPEN,
    )
    a.session.add(flag)
    a.session.flush()
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
    a.audit("flag.raised", subject=flag, participant_id=standing.participant_id, rule=finding.code)


def _raise_again(a: Act, flag: Flag, finding: Finding, origin: Origin, said: Mapping[str, Any] | None) -> None:
    """The rule fired again: from another check-in, or from other answers of the same one."""
    inputs = _plain(finding.inputs)
    is_own = _is_from(flag, origin)
    if is_own and inputs == said:
        return
    kind = EventKind.ANSWER_CHANGED if is_own and said is not None else EventKind.RAISED_AGAIN
    add_event(a, flag, kind, check_in_id=origin.check_in_id, draft_id=origin.draft_id, inputs=inputs)
    flag.severity = max(flag.severity, finding.severity)
    a.audit("flag.raised_again", subject=flag, participant_id=flag.participant_id, rule=flag.rule)


def _withdraw(a: Act, flag: Flag, origin: Origin, said: Mapping[str, Any] | None) -> None:
    """The answer that raised it is gone; the flag stays until a person resolves it."""
    if said is None:
        return
    add_event(a, flag, EventKind.ANSWER_WITHDRAWN, check_in_id=origin.check_in_id, draft_id=origin.draft_id)
    a.audit("flag.answer_withdrawn", subject=flag, participant_id=flag.participant_id, rule=flag.rule)


def _is_from(flag: Flag, origin: Origin) -> bool:
    return (origin.check_in_id is not None and flag.check_in_id == origin.check_in_id) or (
        origin.draft_id is not None and flag.draft_id == origin.draft_id
    )


def _due_at(severity: Severity, arrived_at: datetime, standing: Standing) -> datetime | None:
    """By when a person has promised to look; nothing means: at the next contact."""
    if severity is Severity.URGENT:
        return arrived_at + URGENT_WITHIN
    if severity is Severity.SAME_DAY:
        return same_day_due_at(arrived_at, staffed_hours(standing.program_id, standing.zone.key))
    return None


def _plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return Answers(inputs).to_json()
