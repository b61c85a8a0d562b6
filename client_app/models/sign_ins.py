"""Signed-in browsers, one row each, looked up on every request."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

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
