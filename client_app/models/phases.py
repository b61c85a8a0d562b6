"""Phases of a program, and which participant is in which of them since when."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from client_app.extensions import Base
from client_app.models.types import Id, Instant


class Phase(Base):
    """What a stretch of a program asks for, a week."""

    __tablename__ = "phases"
    __table_args__ = (UniqueConstraint("program_id", "position"),)

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    position: Mapped[int]
    """1 is the first; a higher one asks less."""
    name: Mapped[str]
    days_a_week: Mapped[int]
    least_hours: Mapped[int]
    most_hours: Mapped[int]
    criteria: Mapped[str]
    """What usually stands behind a step down from here, in the program's words."""
    revision: Mapped[int] = mapped_column(default=1)


class PhaseMove(Base):
    """A participant came into a phase. Never changed: a later move follows it."""

    __tablename__ = "phase_moves"

    id: Mapped[Id]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phases.id"))
    from_day: Mapped[date]
    reason: Mapped[str]
    """For the care team."""
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    moved_at: Mapped[Instant]


class StepCriterion(Base):
    """Something that counselor and participant agreed to look at before the next step."""

    __tablename__ = "step_criteria"

    id: Mapped[Id]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), index=True)
    text: Mapped[str]
    agreed_at: Mapped[Instant]
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    met_at: Mapped[Instant | None]
    removed_at: Mapped[Instant | None]
