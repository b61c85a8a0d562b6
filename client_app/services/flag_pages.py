"""One flag with everything behind it: the rule, the answers, what has happened since, and what may be done now."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, select

from client_app.domain.answer_sheets import Line
from client_app.domain.contact_cards import Reach
from client_app.domain.flag_life import (
    Standing,
    State,
    Step,
    why_not_claim,
    why_not_note,
    why_not_reopen,
    why_not_resolve,
    why_not_undo,
)
from client_app.domain.flag_rules import RULES
from client_app.domain.flags import Severity
from client_app.domain.local_days import local_day
from client_app.domain.missed_appointments import CODE as MISSED
from client_app.domain.refusals import NotFound
from client_app.domain.sentences import Sentence
from client_app.domain.thresholds import Thresholds
from client_app.domain.trends import Trend
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CheckIn, CheckInDraft, Flag, Person, ThresholdVersion
from client_app.services.check_in_sheets import Sheet, sheets
from client_app.services.contact_cards import reach_of, with_reach
from client_app.services.enrollments import read_by
from client_app.services.flag_histories import Event, FlagLine, answered, flags_of, history_of_flag, outcome_words
from client_app.services.flag_standings import as_standing, with_standing
from client_app.services.flags import check_ins_of
from client_app.services.missed_appointments import MissedAppointment, missed_behind
from client_app.services.trends import craving_trends


@dataclass(frozen=True)
class Moves:
    """Why each act cannot be done now, in one sentence; nothing where it can."""

    claim: Sentence | None
    note: Sentence | None
    resolve: Sentence | None
    undo: Sentence | None
    reopen: Sentence | None


@dataclass(frozen=True)
class Grounds:
    """Why the flag was raised."""

    rule: Sentence | None
    """The rule with the figures by which it judged; nothing when the product no longer has such a rule."""
    rule_version: str
    threshold_version: int
    lines: tuple[Line, ...]
    """The answers that raised it."""
    days: tuple[date, ...]
    """The local days that it speaks of, where more than one raised it."""
    baseline: float | None
    """The person's own usual at that time."""
    answered_at: datetime
    raised_at: datetime
    sent_late: bool
    """The answers came in later than they were given."""
    missed: tuple[MissedAppointment, ...]
    """The appointments that it speaks of, where it is about missed ones."""
    is_unsent: bool
    """They stand in a check-in that was never sent."""


@dataclass(frozen=True)
class FlagPage:
    """What the care team sees of one flag."""

    id: int
    revision: int
    participant_id: int
    name: str
    reach: Reach
    severity: Severity
    reason: Sentence
    due_at: datetime | None
    is_late: bool
    """The promised time has passed and the flag is not closed."""
    state: State
    last: Step | None
    """The claim or the closing."""
    outcome: Sentence | None
    useful: bool | None
    moves: Moves
    grounds: Grounds
    events: tuple[Event, ...]
    siblings: tuple[FlagLine, ...]
    """The person's other flags that are not closed."""
    check_ins: tuple[Sheet, ...]
    """The whole check-ins behind it."""
    picture: Trend

    @property
    def unread(self) -> tuple[int, ...]:
        """The check-ins that nobody had read before this page was opened."""
        return tuple(sheet.id for sheet in self.check_ins if sheet.read_at is None)


def flag_page(viewer: Viewer, flag_id: int, now: datetime) -> FlagPage:
    """Everything about one flag of somebody whose record the viewer may read.

    Raises:
        NotFound: there is no such flag for the viewer.

    """
    readable = _flags().where(Flag.id == flag_id, Flag.participant_id.in_(read_by(viewer, now)))
    row = db.session.execute(readable).one_or_none()
    if row is None:
        raise NotFound
    standing = as_standing(row)
    today = local_day(now, ZoneInfo(viewer.zone))
    return FlagPage(
        id=row.id,
        revision=row.revision,
        participant_id=row.participant_id,
        name=row.name,
        reach=reach_of(row),
        severity=row.severity,
        reason=Sentence.from_json(row.reason),
        due_at=row.due_at,
        is_late=row.state is not State.RESOLVED and row.due_at is not None and row.due_at < now,
        state=row.state,
        last=standing.last,
        outcome=outcome_words(row.outcome),
        useful=row.useful,
        moves=_moves(viewer, standing, now),
        grounds=_grounds(row),
        events=history_of_flag(flag_id),
        siblings=tuple(flag for flag in flags_of(row.participant_id) if flag.id != flag_id and not flag.is_resolved),
        check_ins=sheets(row.participant_id, CheckIn.id.in_(check_ins_of(db.session(), [flag_id]))),
        picture=craving_trends([row.participant_id], today)[row.participant_id],
    )


def _flags() -> Select[*tuple[Any, ...]]:
    """Read flags with whom they are about, the thresholds that judged, and the check-in or draft that was judged."""
    flags = select(
        Flag.id,
        Flag.revision,
        Flag.participant_id,
        Flag.rule,
        Flag.rule_version,
        Flag.severity,
        Flag.reason,
        Flag.inputs,
        Flag.baseline,
        Flag.check_in_id,
        Flag.draft_id,
        Flag.answered_at,
        Flag.raised_at,
        Flag.due_at,
        Flag.outcome,
        Flag.useful,
        Person.name,
        ThresholdVersion.number.label("threshold_version"),
        ThresholdVersion.thresholds,
        CheckIn.sent_late,
        func.coalesce(CheckIn.definition_version, CheckInDraft.definition_version).label("definition_version"),
    )
    return (
        with_reach(with_standing(flags).join(Person, Person.id == Flag.participant_id))
        .join(ThresholdVersion, ThresholdVersion.id == Flag.threshold_version_id)
        .outerjoin(CheckIn, CheckIn.id == Flag.check_in_id)
        .outerjoin(CheckInDraft, CheckInDraft.id == Flag.draft_id)
    )


def _moves(viewer: Viewer, standing: Standing, now: datetime) -> Moves:
    return Moves(
        claim=why_not_claim(viewer, standing, now),
        note=why_not_note(viewer, standing, now),
        resolve=why_not_resolve(viewer, standing, now),
        undo=why_not_undo(viewer, standing, now),
        reopen=why_not_reopen(viewer, standing, now),
    )


def _grounds(row: Row[*tuple[Any, ...]]) -> Grounds:
    thresholds = Thresholds.from_json(row.thresholds)
    is_unsent = row.check_in_id is None and row.draft_id is not None
    return Grounds(
        rule=next((rule.summary_with(thresholds) for rule in RULES if rule.code == row.rule), None),
        rule_version=row.rule_version,
        threshold_version=row.threshold_version,
        lines=answered(row.inputs, row.definition_version),
        days=tuple(date.fromisoformat(day) for day in row.inputs.get("days", ())),
        baseline=row.baseline,
        answered_at=row.answered_at,
        raised_at=row.raised_at,
        sent_late=bool(row.sent_late) or (is_unsent and row.answered_at < row.raised_at),
        missed=missed_behind(row.id, row.participant_id) if row.rule == MISSED else (),
        is_unsent=is_unsent,
    )
