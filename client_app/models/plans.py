"""What a participant keeps for hard moments: own strategies, reasons for recovery, a safety plan."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from client_app.extensions import Base
from client_app.models.types import Id, Instant


class CopingStrategy(Base):
    """Something that helps this person, in their own words and order."""

    __tablename__ = "coping_strategies"

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str]
    position: Mapped[int]
    removed_at: Mapped[Instant | None]
    """Removed from the list; check-ins that named it still can say what it was."""


class RecoveryReason(Base):
    """A reason for recovery, in the participant's own words."""

    __tablename__ = "recovery_reasons"

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str]
    position: Mapped[int]
    removed_at: Mapped[Instant | None]


class SafetyPlanVersion(Base):
    """The safety plan in its six short parts, from one edit on. The newest number counts; older ones stay."""

    __tablename__ = "safety_plan_versions"
    __table_args__ = (UniqueConstraint("participant_id", "number"),)

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    warning_signs: Mapped[str]
    own_steps: Mapped[str]
    people_and_places: Mapped[str]
    people_to_ask: Mapped[str]
    professionals: Mapped[str]
    safe_surroundings: Mapped[str]
    written_at: Mapped[Instant]
