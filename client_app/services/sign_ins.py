"""Signing in and out, and who a signed-in browser belongs to."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, exists, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from client_app.domain.answers import UNREADABLE
from client_app.domain.people import as_kept
from client_app.domain.roles import Role
from client_app.domain.sign_ins import TimeLeft, is_alive, time_left
from client_app.domain.viewers import Viewer
from client_app.domain.visits import Visit
from client_app.extensions import db
from client_app.models import Person, Program, SignIn
from client_app.services._passwords import belongs
from client_app.services._signing_in import keep_failed_sign_in, keep_sign_in
from client_app.services._throttling import note_try, take_back
from client_app.services.acts import act, housekeeping
from client_app.services.health import DatabaseSilentError

NOWHERE = Visit()
"""Of a sign-in without a browser, as tests make it."""

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


def sign_in(email: str, password: str, now: datetime, *, demo: bool, visit: Visit = NOWHERE) -> str | None:
    """Sign a person in and return the browser's new random token, or nothing when the two do not belong together.

    An unknown person, a disabled one and one who has not joined yet cost what a wrong password costs, and are told
    alike. Demo accounts sign in only where the deployment is a demo.

    Raises:
        TooManyTries: too many went wrong, so the password was not looked at.
        Busy: too many people sign in at this moment.

    """
    if UNREADABLE.search(email + password):  # nobody's, and PostgreSQL takes no such text
        email = password = ""
    email = as_kept(email)
    person = _person(email, visit, demo=demo)
    try_id = note_try(visit, email, now, knows_address=person is not None and person.knows_address)
    if not belongs(password, person.password_hash if person else None, try_id) or person is None:
        with act(None, now) as a:
            keep_failed_sign_in(a, person)
        return None
    token = secrets.token_urlsafe(32)
    with act(None, now) as a:
        if not _is_still(a.session, person):
            keep_failed_sign_in(a, person)
            return None
        take_back(a.session, try_id)
        row = SignIn(
            person_id=person.id,
            token_hash=token_hash(token),
            started_at=now,
            last_seen_at=now,
            device=visit.device,
            address_key=visit.address_key,
        )
        a.session.add(row)
        keep_sign_in(a, row, person)
    return token


def _person(email: str, visit: Visit, *, demo: bool) -> Row[*tuple[Any, ...]] | None:
    """Whose e-mail this is, and whether the account knows the address from an earlier sign-in."""
    knows_address = exists().where(SignIn.person_id == Person.id, SignIn.address_key == visit.address_key)
    return db.session.execute(
        select(Person.id, Person.role, Person.password_hash, knows_address.label("knows_address")).where(
            Person.email == email, Person.disabled_at.is_(None), Person.is_demo.is_(demo)
        )
    ).one_or_none()


def _is_still(session: Session, person: Row[*tuple[Any, ...]]) -> bool:
    """Is the password still the person's, and the person not disabled? Hashing took its time."""
    found = select(Person.id).where(
        Person.id == person.id, Person.password_hash == person.password_hash, Person.disabled_at.is_(None)
    )
    return session.scalar(found.with_for_update(read=True)) is not None


def sign_out(viewer: Viewer, now: datetime) -> None:
    """End the viewer's sign-in on this browser; a copied cookie is dead from the next request on."""
    with act(viewer, now) as a:
        row = a.session.get_one(SignIn, viewer.sign_in_id)
        row.ended_at = now
        a.audit("person.signed_out", subject=row)


@dataclass(frozen=True)
class Living:
    """A sign-in that counts: whose it is, and how long it still lives if nobody touches it."""

    viewer: Viewer
    time_left: TimeLeft


def living_sign_in(token: str, now: datetime, *, extends: bool) -> Living | None:
    """The sign-in that the browser's token belongs to, while it lives; ``extends`` is false for polls.

    Raises:
        DatabaseSilentError: the database does not answer.

    """
    try:
        found = db.session.execute(_LIVING_SIGN_IN, {"token_hash": token_hash(token)}).one_or_none()
    except SQLAlchemyError as error:
        raise DatabaseSilentError(type(error).__name__) from None
    if found is None or not is_alive(found.started_at, found.last_seen_at, None, found.role, now):
        return None
    seen_at = found.last_seen_at
    if extends and now - seen_at >= TOUCH_EVERY:
        seen_at = now
        with housekeeping() as session:
            session.execute(update(SignIn).where(SignIn.id == found.id).values(last_seen_at=now))
    viewer = Viewer(
        person_id=found.person_id,
        role=found.role,
        program_id=found.program_id,
        zone=found.time_zone,
        name=found.name,
        language=found.language,
        sign_in_id=found.id,
    )
    return Living(viewer, time_left(found.started_at, seen_at, found.role, now))


def person_once_signed_in(token: str) -> int | None:
    """Whose sign-in this token was, alive or ended: to carry a typed post over a sign-in, for nothing else."""
    return db.session.scalar(select(SignIn.person_id).where(SignIn.token_hash == token_hash(token)))


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
        .where(
            SignIn.token_hash == token_hash(token), or_(SignIn.ended_at.is_not(None), Person.disabled_at.is_not(None))
        )
    ).one_or_none()
    return EndedSignIn(row.id, row.person_id if row.role is Role.PARTICIPANT else None) if row else None


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
