"""Series of appointments, what is different about single ones, attendance, and private calendar feeds."""

from datetime import date, time

from sqlalchemy import Enum, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from client_app.domain.appointments import Kind
from client_app.domain.attendance import Attendance
from client_app.extensions import Base
from client_app.models.types import Document, Id, Instant

appointment_kind = Enum(
    Kind,
    name="appointment_kind",
    native_enum=False,
    length=20,
    values_callable=lambda kinds: [kind.value for kind in kinds],
)
attendance_type = Enum(
    Attendance, native_enum=False, length=20, values_callable=lambda marks: [mark.value for mark in marks]
)


class AppointmentSeries(Base):
    """Appointments that recur by the program's wall clock; a single one is a series of one day."""

    __tablename__ = "appointment_series"
    __table_args__ = (Index("ix_appointment_series_program_id_last_on", "program_id", "last_on"),)

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    uid: Mapped[str] = mapped_column(unique=True)
    """Its name in calendars, for good."""
    kind: Mapped[Kind] = mapped_column(appointment_kind)
    topic: Mapped[str]
    weekdays: Mapped[str]
    """Digits from 0 (Monday) to 6, in order."""
    every_weeks: Mapped[int] = mapped_column(default=1)
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    starts: Mapped[time]
    minutes: Mapped[int]
    place: Mapped[str]
    address: Mapped[str]
    link: Mapped[str]
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    capacity: Mapped[int | None]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    """The one participant of an individual series."""
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("appointment_series.id"))
    """The series that this one goes on from, since it was changed from a day on."""
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[Instant]


class SeriesPhase(Base):
    """A phase whose participants attend a series; a series without any is for everybody."""

    __tablename__ = "series_phases"

    series_id: Mapped[int] = mapped_column(ForeignKey("appointment_series.id"), primary_key=True, autoincrement=False)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phases.id"), primary_key=True, autoincrement=False)


class AppointmentChange(Base):
    """What is different about the appointment that a series puts on a day."""

    __tablename__ = "appointment_changes"
    __table_args__ = (UniqueConstraint("series_id", "day"),)

    id: Mapped[Id]
    series_id: Mapped[int] = mapped_column(ForeignKey("appointment_series.id"))
    day: Mapped[date]
    number: Mapped[int] = mapped_column(default=1)
    """How often it was changed."""
    is_cancelled: Mapped[bool]
    moved_to: Mapped[date | None]
    session: Mapped[Document]
    """Start, minutes, place, address, link and facilitator; empty where they are the series'."""
    changed_at: Mapped[Instant]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Holiday(Base):
    """A local day on which a program is closed."""

    __tablename__ = "holidays"

    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    changed_at: Mapped[Instant]


class AttendanceMark(Base):
    """What was marked for one person at one appointment, as it stands now; the audit record has what it was before."""

    __tablename__ = "attendance_marks"
    __table_args__ = (
        UniqueConstraint("series_id", "day", "participant_id"),
        Index("ix_attendance_marks_participant_id_day", "participant_id", "day"),
    )

    id: Mapped[Id]
    series_id: Mapped[int] = mapped_column(ForeignKey("appointment_series.id"))
    day: Mapped[date]
    """The day on which the series puts it."""
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    mark: Mapped[Attendance] = mapped_column(attendance_type)
    minutes: Mapped[int | None]
    note: Mapped[str]
    starts_at: Mapped[Instant]
    """When it took place, so that hours add up even after the series has changed."""
    ends_at: Mapped[Instant]
    revision: Mapped[int] = mapped_column(default=1)
    marked_at: Mapped[Instant]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class AbsenceNotice(Base):
    """A participant said that they cannot make it, or asks for another time, and what got in the way."""

    __tablename__ = "absence_notices"
    __table_args__ = (UniqueConstraint("series_id", "day", "participant_id"),)

    id: Mapped[Id]
    series_id: Mapped[int] = mapped_column(ForeignKey("appointment_series.id"))
    day: Mapped[date]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    got_in_the_way: Mapped[str]
    wants_change: Mapped[bool]
    note: Mapped[str]
    told_at: Mapped[Instant]
    seen_at: Mapped[Instant | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class CalendarFeed(Base):
    """A private address from which a participant's own calendar takes the schedule."""

    __tablename__ = "calendar_feeds"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of 256 random bits, in hex."""
    shows_topic: Mapped[bool]
    """Off: every title is "Appointment"."""
    made_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    """When anything was done that may show there."""
