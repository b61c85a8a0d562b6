"""Signing in and out, and who a signed-in browser belongs to."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from client_app.domain.answers import UNREADABLE
from client_app.domain.roles import Role
from client_app.domain.sign_ins import is_alive
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.passwords import is_password
from client_app.models import Person, Program, SignIn
from client_app.services._signing_in import keep_failed_sign_in, keep_sign_in
from client_app.services.acts import act, housekeeping
from client_app.services.health import DatabaseSilentError

TOUCH_EVERY = timedelta(minutes=1)
"""A request moves ``last_seen_at`` only when it is older than this, so that most requests only read."""

_LIVING_SIGN_IN = (
    select(
        SignIn.id,
        SignIn.started_at,
        SignIn.last_seen_at,
        Person.id.label("person_id"),
        Person.role,
        Person.program_id,
        Person.name,
        Person.language,
        Program.time_zone,
    )
    .join(Person, Person.id == SignIn.person_id)
    .join(Program, Program.id == Person.program_id)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None), Person.disabled_at.is_(None))
)
"""Built once, as on every hot path: putting a statement together takes several times as long as running it."""


def sign_in(email: str, password: str, now: datetime, *, demo: bool) -> str | None:
    """Sign a person in and return the browser's new random token, or nothing when the two do not belong together.

    Demo accounts sign in only where the deployment is a demo.
    """
    if UNREADABLE.search(email + password):  # nobody's, and PostgreSQL takes no such text
        email = password = ""
    person = db.session.execute(
        select(Person.id, Person.role, Person.password_hash).where(
            Person.email == email.strip().lower(), Person.disabled_at.is_(None), Person.is_demo.is_(demo)
        )
    ).one_or_none()
    if not is_password(password, person.password_hash if person else None) or person is None:
        with act(None, now) as a:
            keep_failed_sign_in(a, person)
        return None
    token = secrets.token_urlsafe(32)
    with act(None, now) as a:
        row = SignIn(person_id=person.id, token_hash=_hash(token), started_at=now, last_seen_at=now)
        a.session.add(row)
        keep_sign_in(a, row, person)
    return token


def sign_out(viewer: Viewer, now: datetime) -> None:
    """End the viewer's sign-in on this browser; a copied cookie is dead from the next request on."""
    with act(viewer, now) as a:
        row = a.session.get_one(SignIn, viewer.sign_in_id)
        row.ended_at = now
        a.audit("person.signed_out", subject=row)


def viewer_of(token: str, now: datetime, *, extends: bool) -> Viewer | None:
    """Who the browser's token belongs to, while its sign-in lives; ``extends`` is false for polls.

    Raises:
        DatabaseSilentError: the database does not answer.

    """
    try:
        found = _living_sign_in(token)
    except SQLAlchemyError as error:
        raise DatabaseSilentError(type(error).__name__) from None
    if found is None or not is_alive(found.started_at, found.last_seen_at, None, found.role, now):
        return None
    if extends and now - found.last_seen_at >= TOUCH_EVERY:
        with housekeeping() as session:
            session.execute(update(SignIn).where(SignIn.id == found.id).values(last_seen_at=now))
    return Viewer(
        person_id=found.person_id,
        role=found.role,
        program_id=found.program_id,
        zone=found.time_zone,
        name=found.name,
        language=found.language,
        sign_in_id=found.id,
    )


def _living_sign_in(token: str) -> Row[*tuple[Any, ...]] | None:
    return db.session.execute(_LIVING_SIGN_IN, {"token_hash": _hash(token)}).one_or_none()


def person_once_signed_in(token: str) -> int | None:
    """Whose sign-in this token was, alive or ended: to carry a typed post over a sign-in, for nothing else."""
    return db.session.scalar(select(SignIn.person_id).where(SignIn.token_hash == _hash(token)))


@dataclass(frozen=True)
class EndedSignIn:
    """A sign-in that was ended, or whose person was disabled: it opens nothing any more."""

    id: int
    participant_id: int | None
    """Whose it was, where it was a participant's."""


def ended_sign_in(token: str) -> EndedSignIn | None:
    """The sign-in of this token, when it did not just run out but was ended."""
    row = db.session.execute(
        select(SignIn.id, SignIn.person_id, Person.role)
        .join(Person, Person.id == SignIn.person_id)
        .where(SignIn.token_hash == _hash(token), or_(SignIn.ended_at.is_not(None), Person.disabled_at.is_not(None)))
    ).one_or_none()
    return EndedSignIn(row.id, row.person_id if row.role is Role.PARTICIPANT else None) if row else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
