"""Reminders and pages: which devices are reached, what is due, what came of each try, and what people chose."""

from datetime import date, time

from sqlalchemy import Enum, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from client_app.domain.pushes import MessageState, PushKind
from client_app.extensions import Base
from client_app.models.types import Document, Id, Instant

push_kind_type = Enum(
    PushKind, native_enum=False, length=20, values_callable=lambda kinds: [kind.value for kind in kinds]
)
message_state_type = Enum(
    MessageState, native_enum=False, length=20, values_callable=lambda states: [state.value for state in states]
)

_UNDONE = text("done_at IS NULL")


class PushSubscription(Base):
    """A browser on a device that may be pushed to. It ends by a row that says why."""

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        Index(
            "uq_push_subscriptions_endpoint_hash",
            "endpoint_hash",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    trusted_phone_id: Mapped[int | None] = mapped_column(ForeignKey("trusted_phones.id"))
    """The trusted phone that may renew it without a session."""
    endpoint: Mapped[str]
    """The address at the push service; whoever knows it can only knock, not read."""
    endpoint_hash: Mapped[str]
    """SHA-256 of the endpoint, in hex: at most one living subscription has it."""
    p256dh: Mapped[str]
    """The browser's public key, base64url."""
    auth: Mapped[str]
    """The browser's authentication secret, base64url."""
    application_key: Mapped[str]
    """Our public VAPID key with which it was made, base64url: only that key may send to it."""
    device: Mapped[str | None]
    subscribed_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    """When the browser last said that it still has it."""
    accepted_at: Mapped[Instant | None]
    """When the push service last accepted a message for it."""
    failed_at: Mapped[Instant | None]
    """When it last refused or did not answer, unless it accepted one since."""
    removed_at: Mapped[Instant | None]
    removed_why: Mapped[str | None]
    """``gone`` (404 or 410), ``owner``, ``replaced``, ``signed_out``."""


class OutboxMessage(Base):
    """A reminder or a page to send, born in the transaction that causes it; a worker claims it when it is due."""

    __tablename__ = "outbox_messages"
    __table_args__ = (
        UniqueConstraint("kind", "person_id", "due_at", "about"),
        Index("ix_outbox_messages_next_at", "next_at", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
        Index(  # a page is found at once behind any crowd of reminders
            "ix_outbox_messages_kind_next_at", "kind", "next_at", sqlite_where=_UNDONE, postgresql_where=_UNDONE
        ),
        Index("ix_outbox_messages_person_id_due_at", "person_id", "due_at"),
    )

    id: Mapped[Id]
    kind: Mapped[PushKind] = mapped_column(push_kind_type)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    due_at: Mapped[Instant]
    stale_at: Mapped[Instant]
    """From here on it is not sent any more."""
    about: Mapped[str]
    """What it is about, as table and number, for example ``flags:17``; empty where the kind says it all."""
    path: Mapped[str]
    """Where a tap on it leads: a path that says nothing about the person."""
    state: Mapped[MessageState] = mapped_column(message_state_type)
    next_at: Mapped[Instant]
    """When a worker may take it: its due instant, the end of a lease, or the next try."""
    claimed_by: Mapped[str | None]
    """The worker that has it, by a random name."""
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[Instant]
    done_at: Mapped[Instant | None]
    """When nothing more is to be done with it."""
    opened_at: Mapped[Instant | None]


class DeliveryAttempt(Base):
    """One try to hand a message to a push service or a mail server, and its answer. Rows are added, never changed."""

    __tablename__ = "delivery_attempts"

    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_messages.id"), index=True)
    subscription_id: Mapped[int | None] = mapped_column(ForeignKey("push_subscriptions.id"), index=True)
    """Nothing: by e-mail."""
    at: Mapped[Instant]
    status: Mapped[int | None]
    """The HTTP or SMTP status; nothing when there was no answer."""
    answer: Mapped[str]
    """A word of ``domain/deliveries.py``: what the answer means."""


class ReminderChoice(Base):
    """What a person wants to be reminded of, and when they want to be left alone; wall-clock times in their zone."""

    __tablename__ = "reminder_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    check_in: Mapped[bool]
    check_in_at: Mapped[time]
    appointments: Mapped[bool]
    evening_before_at: Mapped[time]
    minutes_before: Mapped[int]
    nudges: Mapped[bool]
    quiet_from: Mapped[time]
    quiet_until: Mapped[time]
    away_until: Mapped[date | None]
    """Paused until this local day, which is reminded of again."""
    answered_at: Mapped[Instant | None]
    """When the question whether they want reminders was answered, yes or no; it is asked once."""
    revision: Mapped[int]
    changed_at: Mapped[Instant]


class Nudge(Base):
    """Kind words of a counselor's, chosen from a list; at most one a local day for each participant."""

    __tablename__ = "nudges"
    __table_args__ = (UniqueConstraint("participant_id", "day"),)

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str]
    """A code of ``domain/nudges.py``."""
    day: Mapped[date]
    sent_at: Mapped[Instant]
    seen_at: Mapped[Instant | None]
    """When the participant said that they have seen it; until then it stands on their first page."""


class OnCallShift(Base):
    """Wall-clock hours of a weekday (0 is Monday) in which a member of staff is on call for a program."""

    __tablename__ = "on_call_shifts"

    id: Mapped[Id]
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]


class QuietPlanVersion(Base):
    """What a participant wants to happen when they fall silent, from one edit on. The newest number counts."""

    __tablename__ = "quiet_plan_versions"
    __table_args__ = (UniqueConstraint("participant_id", "number"),)

    id: Mapped[Id]
    participant_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    plan: Mapped[Document]
    written_at: Mapped[Instant]
