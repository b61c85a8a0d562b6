"""Everything that ever happened to a flag, and the person's other flags beside it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from client_app.domain.answer_sheets import Line, answer_sheet
from client_app.domain.answers import Answers
from client_app.domain.flag_life import EventKind, Outcome, State
from client_app.domain.flag_words import OUTCOMES, what_happened
from client_app.domain.flags import Severity
from client_app.domain.sentences import Sentence
from client_app.extensions import db
from client_app.gateways.content import current_definition, definition
from client_app.models import CheckIn, CheckInDraft, Flag, FlagEvent, Person
from client_app.services.flag_standings import Claimer

LATEST = 50
"""How many of a person's flags are listed."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a flag."""

    what: Sentence
    at: datetime
    note: str | None
    lines: tuple[Line, ...]
    """The answers that came with it."""
    days: tuple[date, ...]
    """The local days that it speaks of, where it speaks of days."""
    outcome: Sentence | None
    """What came of the flag, where this closed it."""


@dataclass(frozen=True)
class FlagLine:
    """One flag in a list of a person's flags."""

    id: int
    revision: int
    severity: Severity
    reason: Sentence
    raised_at: datetime
    state: State
    claimer: str | None
    resolved_at: datetime | None
    outcome: Sentence | None

    @property
    def is_resolved(self) -> bool:
        """Whether it is closed."""
        return self.state is State.RESOLVED

    @property
    def is_claimed(self) -> bool:
        """Whether somebody has it."""
        return self.state is State.ACKNOWLEDGED


def history_of_flag(flag_id: int) -> tuple[Event, ...]:
    """The flag's events, the earliest first."""
    rows = db.session.execute(
        select(
            FlagEvent.kind,
            FlagEvent.at,
            FlagEvent.note,
            FlagEvent.inputs,
            Person.name,
            func.coalesce(CheckIn.definition_version, CheckInDraft.definition_version).label("version"),
        )
        .outerjoin(Person, Person.id == FlagEvent.by_id)
        .outerjoin(CheckIn, CheckIn.id == FlagEvent.check_in_id)
        .outerjoin(CheckInDraft, CheckInDraft.id == FlagEvent.draft_id)
        .where(FlagEvent.flag_id == flag_id)
        .order_by(FlagEvent.id)
    )
    return tuple(
        Event(
            what=what_happened(EventKind(row.kind), row.name),
            at=row.at,
            note=row.note,
            lines=answered(row.inputs or {}, row.version),
            days=tuple(date.fromisoformat(day) for day in (row.inputs or {}).get("days", ())),
            outcome=outcome_words((row.inputs or {}).get("outcome")),
        )
        for row in rows
    )


def flags_of(participant_id: int) -> tuple[FlagLine, ...]:
    """The participant's flags: those that want somebody, most urgent first, then the latest of the closed ones."""
    rows = db.session.execute(
        select(
            Flag.id,
            Flag.revision,
            Flag.severity,
            Flag.reason,
            Flag.raised_at,
            Flag.state,
            Claimer.name.label("claimer"),
            Flag.resolved_at,
            Flag.outcome,
        )
        .outerjoin(Claimer, Claimer.id == Flag.claimed_by_id)
        .where(Flag.participant_id == participant_id)
        .order_by(Flag.state == State.RESOLVED, Flag.raised_at.desc(), Flag.id.desc())
        .limit(LATEST)
    )
    lines = [
        FlagLine(
            id=row.id,
            revision=row.revision,
            severity=row.severity,
            reason=Sentence.from_json(row.reason),
            raised_at=row.raised_at,
            state=row.state,
            claimer=row.claimer,
            resolved_at=row.resolved_at,
            outcome=outcome_words(row.outcome),
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: (line.is_resolved, 0 if line.is_resolved else -line.severity)))


def answered(inputs: dict[str, object], version: str | None) -> tuple[Line, ...]:
    """The answers that a flag or an event keeps, in the words of the questions that were asked."""
    return answer_sheet(Answers.from_json(inputs), definition(version) if version else current_definition())


def outcome_words(outcome: str | None) -> Sentence | None:
    """What an outcome is called; nothing while there is none."""
    return Sentence(OUTCOMES[Outcome(outcome)]) if outcome else None
