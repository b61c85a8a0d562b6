"""People and their sign-ins, as a command adds them. Invitations are how people will join by themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from client_app.domain.people import as_kept, why_not_email, why_not_name
from client_app.domain.phone_numbers import as_dialled, why_not_phone
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.extensions import db
from client_app.models import Person, Program
from client_app.services._passwords import hashed, why_not_new_password
from client_app.services.acts import act


@dataclass(frozen=True)
class NewPerson:
    """Somebody who is going to sign in."""

    program_id: int
    role: Role
    email: str
    name: str
    password: str
    phone: str | None = None
    """A participant's stands on each of their flags."""
    language: str | None = None
    """``en`` or ``es``; nothing leaves it to the browser."""
    is_demo: bool = False


@dataclass(frozen=True)
class Account:
    """Somebody who signs in, as far as commands need to know."""

    id: int
    name: str
    role: Role
    program_id: int
    zone: str
    """Of the program, an IANA name."""


def add_person(new: NewPerson, now: datetime) -> int:
    """Add somebody with a sign-in of their own, and return their number.

    Raises:
        Invalid: the name, the e-mail, the phone number or the password will not do.
        Conflict: somebody signs in with this e-mail already.

    """
    email, phone = as_kept(new.email), as_dialled(new.phone)
    reason = _why_not(email, new.name.strip(), phone) or why_not_new_password(new.password, (email, new.name))
    if reason is not None:
        raise Invalid(reason)
    password_hash = hashed(new.password)
    with act(None, now) as a:
        if a.session.scalar(select(Person.id).where(Person.email == email)):
            raise Conflict(Sentence("Somebody signs in as %(email)s already.", {"email": email}))
        person = Person(
            program_id=new.program_id,
            role=new.role,
            email=email,
            password_hash=password_hash,
            name=new.name.strip(),
            phone=phone,
            language=new.language,
            is_demo=new.is_demo,
            created_at=now,
            joined_at=now,
        )
        a.session.add(person)
        a.session.flush()
        participant_id = person.id if new.role is Role.PARTICIPANT else None
        a.audit("person.added", subject=person, participant_id=participant_id, role=new.role)
        return person.id


def account_of(email: str) -> Account | None:
    """Who signs in with this e-mail."""
    return _account(Person.email == as_kept(email))


def account_at(number: int) -> Account | None:
    """The person of this number."""
    return _account(Person.id == number)


def _account(which: ColumnElement[bool]) -> Account | None:
    row = db.session.execute(
        select(Person.id, Person.name, Person.role, Person.program_id, Program.time_zone)
        .join(Program, Program.id == Person.program_id)
        .where(which)
    ).one_or_none()
    return Account(row.id, row.name, row.role, row.program_id, row.time_zone) if row else None


def _why_not(email: str, name: str, phone: str | None) -> Sentence | None:
    return why_not_email(email) or why_not_name(name) or (why_not_phone(phone) if phone is not None else None)
