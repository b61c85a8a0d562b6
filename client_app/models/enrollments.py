"""Who takes part in a program, and in whose caseload."""

from datetime import date

from sqlalchemy import Enum, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from client_app.domain.enrollments import ComesFrom
from client_app.extensions import Base
from client_app.models.types import Id, Instant


class Caseload(Base):
    """The participants that one counselor looks after, and who covers while the counselor is away."""

    __tablename__ = "caseloads"

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    counselor_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    away_from: Mapped[Instant | None]
    """The cover reads from here on; also whenever the counselor's account is disabled."""
    away_until: Mapped[Instant | None]


class Enrollment(Base):
    """A participant's time in a program. It ends only by a person, never by a date."""

    __tablename__ = "enrollments"
    __table_args__ = (
        Index(
            "uq_enrollments_current_participant",
            "participant_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    caseload_id: Mapped[int | None] = mapped_column(ForeignKey("caseloads.id"), index=True)
    """Nothing: nobody is assigned, and a director reads."""
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    """What was planned; nothing happens by itself on this day."""
    comes_from: Mapped[ComesFrom | None] = mapped_column(
        Enum(ComesFrom, native_enum=False, length=20, values_callable=lambda places: [place.value for place in places])
    )
    agreement: Mapped[str | None]
    """What participant and program agreed at the start."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    aftercare_note: Mapped[str | None]
    """What comes after the program, written by whoever ended the enrollment."""
    takes_medication: Mapped[bool] = mapped_column(default=False)
    """Prescribed medication is on record, so the check-in asks about it."""
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Grows when its beginning is corrected, so that a form read before it is known to be stale."""


class Pause(Base):
    """Local days on which a participant is away, in a hospital or on a journey: nothing is expected of them."""

    __tablename__ = "pauses"

    id: Mapped[Id]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    """Included; the day before the one on which somebody said that they are back."""
    reason: Mapped[str]
    """For the care team."""
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[Instant]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
