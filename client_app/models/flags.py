"""Flags and everything that ever happened to them."""

from typing import Any

from sqlalchemy import Enum, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from client_app.domain.flag_life import Outcome, State
from client_app.domain.flags import Severity
from client_app.extensions import Base
from client_app.models.types import Document, Id, Instant, Json

state_type = Enum(State, native_enum=False, length=20, values_callable=lambda states: [s.value for s in states])
outcome_type = Enum(Outcome, native_enum=False, length=30, values_callable=lambda outcomes: [o.value for o in outcomes])

_UNRESOLVED = text("state <> 'resolved'")
_TO_PAGE = text("page_at IS NOT NULL")


class SeverityType(TypeDecorator[Severity]):
    """A severity as its rank, so that the database can order by it."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: Severity | None, dialect: Any) -> int | None:
        """Write the rank."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Any) -> Severity | None:
        """Hand out the severity."""
        return None if value is None else Severity(value)


class Flag(Base):
    """One reason to look at a participant. A rule has at most one unresolved flag per participant."""

    __tablename__ = "flags"
    __table_args__ = (
        Index(
            "uq_flags_unresolved",
            "participant_id",
            "rule",
            unique=True,
            sqlite_where=_UNRESOLVED,
            postgresql_where=_UNRESOLVED,
        ),
        Index("ix_flags_participant_id_raised_at", "participant_id", "raised_at"),
        Index("ix_flags_page_at", "page_at", sqlite_where=_TO_PAGE, postgresql_where=_TO_PAGE),
    )

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    rule: Mapped[str]
    threshold_version_id: Mapped[int] = mapped_column(ForeignKey("threshold_versions.id"))
    """The thresholds by which the rule judged."""
    rule_version: Mapped[str]
    """The version of the rules' wording and logic, from the code that ran."""
    severity: Mapped[Severity] = mapped_column(SeverityType())
    reason: Mapped[Document]
    """The one plain sentence, as text with named values, so that it can be read in either language."""
    inputs: Mapped[Document]
    """The answers that raised it, and nothing more."""
    baseline: Mapped[float | None]
    """The person's own usual value at that time, where the rule used one."""
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("check_in_drafts.id"))
    answered_at: Mapped[Instant]
    raised_at: Mapped[Instant]
    due_at: Mapped[Instant | None]
    """By when a person has promised to look; nothing means: at the next contact."""
    state: Mapped[State] = mapped_column(state_type)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    claimed_at: Mapped[Instant | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    resolved_at: Mapped[Instant | None]
    outcome: Mapped[Outcome | None] = mapped_column(outcome_type)
    useful: Mapped[bool | None]
    revision: Mapped[int] = mapped_column(default=1)
    """Grows with each event; a form that was read at an older revision is refused."""
    page_at: Mapped[Instant | None]
    """When the ladder of pages takes its next step; nothing while nobody is to be paged."""
    page_since: Mapped[Instant | None]
    """When that ladder begins or began: a claim lets it begin again later, should nobody be reached."""
    page_step: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many steps of the ladder were taken since it last began."""


class FlagEvent(Base):
    """Something that happened to a flag. Rows are added, never changed or removed."""

    __tablename__ = "flag_events"

    id: Mapped[Id]
    flag_id: Mapped[int] = mapped_column(ForeignKey("flags.id"), index=True)
    kind: Mapped[str]
    """One of ``client_app.domain.flag_life.EventKind``."""
    at: Mapped[Instant]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("check_in_drafts.id"))
    inputs: Mapped[dict[str, Any] | None] = mapped_column(Json)
    note: Mapped[str | None]
