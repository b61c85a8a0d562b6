"""People who sign in: participants, counselors, family members and directors."""

from sqlalchemy import CheckConstraint, Enum, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from client_app.domain.roles import Role
from client_app.extensions import Base
from client_app.models.types import Id, Instant

role_type = Enum(Role, native_enum=False, length=20, values_callable=lambda roles: [role.value for role in roles])


class Person(Base):
    """A person with a sign-in of their own in one program."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower"),)

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    role: Mapped[Role] = mapped_column(role_type)
    email: Mapped[str] = mapped_column(unique=True)
    """In lower case; two people never share one."""
    password_hash: Mapped[str | None]
    """argon2id, with its parameters and salt; nothing until the invited person has set a password."""
    name: Mapped[str]
    """The name the person wants to be called by."""
    phone: Mapped[str | None]
    """As it is dialled, for ``tel:``; a participant's stands on each of their flags."""
    language: Mapped[str | None]
    """``en`` or ``es``; nothing leaves it to the browser."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[Instant | None]
    """When the first password was set; nothing while an invitation waits."""
    disabled_at: Mapped[Instant | None]
    created_at: Mapped[Instant]


class ContactCard(Base):
    """How a participant wants to be reached, beside the name and phone number that stand with the person."""

    __tablename__ = "contact_cards"

    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    safe_times: Mapped[str]
    """When a call is safe, in their own words."""
    may_leave_voicemail: Mapped[bool]
    may_text: Mapped[bool]
    emergency_address: Mapped[str]
    """Where to send help."""
    emergency_name: Mapped[str]
    """The one emergency contact, and what they are to the participant."""
    emergency_phone: Mapped[str]
    revision: Mapped[int]
    """Grows with each change, so that a form read before it is known to be stale."""
    changed_at: Mapped[Instant]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
