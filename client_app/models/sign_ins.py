"""Browsers: signed in, trusted, refused; and the single-use links by which people come in."""

from sqlalchemy import Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from client_app.domain.join_links import LinkKind
from client_app.extensions import Base
from client_app.models.types import Id, Instant


class SignIn(Base):
    """One signed-in browser of a person. It ends by a row, so a copied cookie dies with it."""

    __tablename__ = "sign_ins"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the cookie's random token, in hex; the token itself is never stored."""
    started_at: Mapped[Instant]
    last_seen_at: Mapped[Instant]
    """Of the latest request by a hand; polls do not move it."""
    ended_at: Mapped[Instant | None]
    device: Mapped[str | None]
    """What kind of device the browser says it runs on, a word of ``domain/devices.py``; never its whole description."""
    address_key: Mapped[str | None]
    """A keyed hash of the network address it was begun from; the address itself is never stored."""


class FailedSignIn(Base):
    """One failed try to sign in, kept while throttling looks back. It names nobody: all keys are keyed hashes."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (
        Index("ix_failed_sign_ins_account_key_at", "account_key", "at"),
        Index("ix_failed_sign_ins_address_key_at", "address_key", "at"),
    )

    id: Mapped[Id]
    at: Mapped[Instant]
    account_key: Mapped[str]
    """Of the e-mail that was typed, whether or not anybody signs in with it."""
    address_key: Mapped[str]
    browser_key: Mapped[str | None]
    """Of a browser that has signed in to this account before; it has a count of its own."""
    is_new: Mapped[bool]
    """From an address and a browser that the account did not know."""


class TrustedPhone(Base):
    """A phone on which a participant may check in for 30 days without signing in."""

    __tablename__ = "trusted_phones"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the cookie's random token, in hex."""
    device: Mapped[str | None]
    trusted_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    last_used_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]


class JoinLink(Base):
    """A single-use link to set a password: an invitation, or a way back in. Shown once, stored as a hash."""

    __tablename__ = "join_links"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(
        Enum(LinkKind, native_enum=False, length=20, values_callable=lambda kinds: [kind.value for kind in kinds])
    )
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of 256 random bits, in hex."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Nobody: a command."""
    made_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]
    withdrawn_at: Mapped[Instant | None]
    """A newer link of the same person took its place, or somebody took it back."""
