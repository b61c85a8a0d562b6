"""Check-ins as sent, their versions, and drafts that are not sent yet."""

from datetime import date

from sqlalchemy import Enum, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from client_app.domain.check_ins import Kind
from client_app.extensions import Base
from client_app.models.types import Document, Id, Instant

kind_type = Enum(Kind, native_enum=False, length=10, values_callable=lambda kinds: [kind.value for kind in kinds])

_DAILY = text("kind = 'daily'")
_UNREAD = text("read_at IS NULL")
_OPEN = text("closed_at IS NULL")


class CheckIn(Base):
    """A sent check-in as it stands now: the daily one of a local day, or an update afterwards."""

    __tablename__ = "check_ins"
    __table_args__ = (
        Index(
            "uq_check_ins_daily",
            "participant_id",
            "day",
            unique=True,
            sqlite_where=_DAILY,
            postgresql_where=_DAILY,
        ),
        Index("ix_check_ins_participant_id_day", "participant_id", "day"),
        Index("ix_check_ins_unread", "participant_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[Kind] = mapped_column(kind_type)
    day: Mapped[date]
    """The local day in the program's zone when it was sent; a zone changed later does not move it."""
    definition_version: Mapped[str]
    answers: Mapped[Document]
    craving_now: Mapped[int | None]
    """The same figure as in ``answers``, for the small pictures that read many people at once."""
    answered_at: Mapped[Instant]
    arrived_at: Mapped[Instant]
    sent_late: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[Instant | None]
    read_at: Mapped[Instant | None]
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class CheckInVersion(Base):
    """What one post said. The first is the check-in as sent, later ones are changes; none is ever removed."""

    __tablename__ = "check_in_versions"
    __table_args__ = (UniqueConstraint("check_in_id", "number"),)

    id: Mapped[Id]
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(unique=True)
    """The post's own UUID: the same post again is stored once."""
    answers: Mapped[Document]
    stored_at: Mapped[Instant]


class CheckInDraft(Base):
    """Answers given so far. An urgent one has acted already; the rest waits for the send or for 30 quiet minutes."""

    __tablename__ = "check_in_drafts"
    __table_args__ = (
        Index("ix_check_in_drafts_open", "participant_id", "day", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_check_in_drafts_untouched", "touched_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[Kind] = mapped_column(kind_type)
    day: Mapped[date]
    client_id: Mapped[str] = mapped_column(unique=True)
    definition_version: Mapped[str]
    answers: Mapped[Document]
    started_at: Mapped[Instant]
    touched_at: Mapped[Instant]
    judged_at: Mapped[Instant | None]
    """When the worker judged it as left untouched; older than ``touched_at`` means: judge again."""
    closed_at: Mapped[Instant | None]
    """When it was sent, or its day's check-in was."""
