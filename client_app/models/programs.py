"""Programs, their staffed hours and the versions of their thresholds."""

from datetime import date, time

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from client_app.extensions import Base
from client_app.models.types import Document, Id, Instant


class Program(Base):
    """One intensive outpatient program of the clinic; its zone decides what "today" is."""

    __tablename__ = "programs"

    id: Mapped[Id]
    name: Mapped[str]
    time_zone: Mapped[str]
    """IANA name, for example ``America/Chicago``."""
    on_call_name: Mapped[str | None]
    on_call_phone: Mapped[str | None]
    quiet_checked_on: Mapped[date | None]
    """The latest local day on which the worker looked for quiet days."""
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
