"""Programs, their staffed hours and the versions of what their directors decide."""

from datetime import date, time
from typing import Any

from sqlalchemy import Enum, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from client_app.domain.programs import Track
from client_app.extensions import Base
from client_app.models.types import Document, Id, Instant, Json


class Program(Base):
    """One intensive outpatient program of the clinic; its zone decides what "today" is."""

    __tablename__ = "programs"

    id: Mapped[Id]
    name: Mapped[str]
    time_zone: Mapped[str]
    """IANA name, for example ``America/Chicago``."""
    track: Mapped[Track] = mapped_column(
        Enum(Track, native_enum=False, length=10, values_callable=lambda tracks: [track.value for track in tracks]),
        default=Track.DAY,
        server_default=Track.DAY.value,
    )
    on_call_name: Mapped[str | None]
    on_call_phone: Mapped[str | None]
    paging: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The ladder by which urgent flags are paged, as ``domain/escalation.py`` reads it; nothing: the product's own."""
    quiet_checked_on: Mapped[date | None]
    """The latest local day on which the worker looked for quiet days."""
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Grows with each change of the director's, so that a form read before it is known to be stale."""
    created_at: Mapped[Instant]


class StaffedInterval(Base):
    """Wall-clock hours of a weekday (0 is Monday) in which staff look at flags, in the program's zone."""

    __tablename__ = "staffed_intervals"

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]


class ThresholdVersion(Base):
    """The thresholds of a program from one instant on, and who set them. Never changed: a new one is added."""

    __tablename__ = "threshold_versions"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    number: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Nobody for the defaults that a program starts with."""
    thresholds: Mapped[Document]
    created_at: Mapped[Instant]


class CheckInOptionVersion(Base):
    """Which optional questions a program asks and which triggers it offers, from one instant on. Never changed."""

    __tablename__ = "check_in_option_versions"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    number: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    options: Mapped[Document]
    created_at: Mapped[Instant]


class CrisisLineVersion(Base):
    """A crisis line as a director last confirmed or changed it; it stands for the whole clinic, above the content's."""

    __tablename__ = "crisis_line_versions"
    __table_args__ = (UniqueConstraint("code", "number"),)

    id: Mapped[Id]
    code: Mapped[str]
    """The content's code, or a new one for a line of the clinic's own."""
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    line: Mapped[Document]
    checked_on: Mapped[date]
    review_on: Mapped[date]
    created_at: Mapped[Instant]
