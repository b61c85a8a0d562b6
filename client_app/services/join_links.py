"""Single-use links: made for somebody who forgot their password or has not joined, and used to set one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import Select, select, update

from client_app.domain.audit_actions import Action
from client_app.domain.join_links import NO_GOOD, is_good
from client_app.domain.refusals import Invalid, NotFound, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AuditEntry, JoinLink, Person
from client_app.services._directors import refuse_all_but_directors
from client_app.services._links import Handover, hash_of, make_link, withdraw_links
from client_app.services._passwords import hashed, set_password, why_not_new_password
from client_app.services._releasing import release_what_is_not_read
from client_app.services.acts import Act, act, subject_at
from client_app.services.enrollments import read_by
from client_app.services.people import Account

__all__ = [
    "Awaited",
    "Handover",
    "NoGoodLinkError",
    "check_link",
    "join",
    "link_for_account",
    "link_for_participant",
    "link_for_staff",
    "participant_to_link",
    "staff_to_link",
]

CLOSED_ACCOUNT = Sentence(N_("This account is closed, so nobody can sign in with it."))
OWN_ACCOUNT = Sentence(N_("You can change your own password in your settings."))
UNKNOWN = "join_links:unknown"
"""What the audit record says of a token that no link has."""
SAME_WITHIN = timedelta(minutes=1)
"""The same link is noted once within this time, and so are all unknown ones together: nobody can flood the record."""


class NoGoodLinkError(Refused):
    """The link is used, withdrawn, too old, unknown, or no link at all: which of these is not said."""

    def __init__(self) -> None:
        super().__init__(NO_GOOD)


@dataclass(frozen=True)
class Awaited:
    """Somebody for whom a link may be made."""

    name: str
    has_joined: bool


def participant_to_link(viewer: Viewer, participant_id: int, now: datetime) -> Awaited:
    """The participant for whom a link is asked.

    Raises:
        NotFound: the viewer does not read their record.
        Refused: the account is closed.

    """
    return _to_link(viewer, _participant(viewer, participant_id, now))


def staff_to_link(viewer: Viewer, person_id: int) -> Awaited:
    """The counselor or director for whom a link is asked.

    Raises:
        NotFound: there is no such counselor or director in the viewer's program, or the viewer is no director.
        Refused: the account is closed, or the viewer's own.

    """
    refuse_all_but_directors(viewer)
    return _to_link(viewer, _staff(viewer, person_id))


def link_for_participant(viewer: Viewer, participant_id: int, now: datetime) -> Handover:
    """Make a new link for a participant whose record the viewer reads.

    Raises:
        NotFound: the viewer does not.
        Refused: the account is closed.

    """
    _to_link(viewer, _participant(viewer, participant_id, now))
    with act(viewer, now) as a:
        return make_link(a, participant_id)


def link_for_staff(viewer: Viewer, person_id: int, now: datetime) -> Handover:
    """Make a new link for a counselor or director of the viewer's program.

    Raises:
        NotFound: there is none, or the viewer is no director.
        Refused: the account is closed, or the viewer's own.

    """
    refuse_all_but_directors(viewer)
    _to_link(viewer, _staff(viewer, person_id))
    with act(viewer, now) as a:
        return make_link(a, person_id)


def link_for_account(account: Account, now: datetime) -> Handover:
    """Make a new link for anybody, as a command does.

    Raises:
        Refused: the account is closed.

    """
    with act(None, now) as a:
        if a.session.get_one(Person, account.id).disabled_at is not None:
            raise Refused(CLOSED_ACCOUNT)
        return make_link(a, account.id)


def check_link(viewer: Viewer | None, token: str, now: datetime, *, demo: bool) -> tuple[str, str]:
    """Go on with a link that still lets its person in, and give their e-mail and name. Looking consumes nothing.

    Raises:
        NoGoodLinkError: it does not; the audit record says so, without the token.

    """
    row = db.session.execute(
        select(
            JoinLink.expires_at,
            JoinLink.used_at,
            JoinLink.withdrawn_at,
            Person.email,
            Person.name,
            Person.disabled_at,
            Person.is_demo,
        )
        .join(Person, Person.id == JoinLink.person_id)
        .where(JoinLink.token_hash == hash_of(token))
    ).one_or_none()
    is_open = row is not None and row.disabled_at is None and row.is_demo is demo
    if row is None or not is_open or not is_good(row.expires_at, row.used_at, row.withdrawn_at, now):
        _refuse(viewer, token, now)
    return row.email, row.name


def join(viewer: Viewer | None, token: str, password: str, now: datetime, *, demo: bool, app_name: str = "") -> None:
    """Set the password of the link's person, once; every earlier way in of theirs ends.

    Of several at once one succeeds: the row is claimed by a single statement.

    Raises:
        NoGoodLinkError: the link lets nobody in, or not any longer.
        Invalid: the password will not do; the link stays good.
        Busy: too many passwords are being looked at; the link stays good.

    """
    own = check_link(viewer, token, now, demo=demo)
    reason = why_not_new_password(password, (*own, app_name))
    if reason is not None:
        raise Invalid(reason)
    db.session.rollback()  # no connection is held while hashing
    password_hash = hashed(password)
    with act(None, now) as a:
        link = _claim(a, token)
        if link is not None:
            _let_in(a, link, password_hash)
        else:
            a.leave_unchanged()
    if link is None:
        _refuse(viewer, token, now)


def _claim(a: Act, token: str) -> JoinLink | None:
    """Use the link up, unless somebody did or it was taken back."""
    waits = (
        JoinLink.token_hash == hash_of(token),
        JoinLink.used_at.is_(None),
        JoinLink.withdrawn_at.is_(None),
        JoinLink.expires_at > a.now,
    )
    claimed = a.session.scalar(update(JoinLink).where(*waits).values(used_at=a.now).returning(JoinLink.id))
    return a.session.get_one(JoinLink, claimed, populate_existing=True) if claimed else None


def _let_in(a: Act, link: JoinLink, password_hash: str) -> None:
    person = a.session.get_one(Person, link.person_id, populate_existing=True)
    set_password(a, person, password_hash)
    withdraw_links(a, person.id)
    release_what_is_not_read(a, person.program_id)  # who read for a counselor until they joined does so no longer
    participant_id = person.id if person.role is Role.PARTICIPANT else None
    a.audit("join_link.used", subject=link, participant_id=participant_id, kind=link.kind, person_id=person.id)


def _refuse(viewer: Viewer | None, token: str, now: datetime) -> NoReturn:
    """Note that a link opened nothing: which one, where there is one, and never its token.

    Raises:
        NoGoodLinkError: always.

    """
    number = db.session.scalar(select(JoinLink.id).where(JoinLink.token_hash == hash_of(token)))
    subject = subject_at(JoinLink, number) if number else UNKNOWN
    if not _was_noted(viewer, subject, now):
        with act(viewer, now) as a:
            a.audit(Action.LINK_REFUSED, subject)
    raise NoGoodLinkError


def _was_noted(viewer: Viewer | None, subject: str, now: datetime) -> bool:
    """Does the record hold this refusal already, to the same person from a moment ago?"""
    noted = select(AuditEntry.id).where(
        AuditEntry.action == Action.LINK_REFUSED,
        AuditEntry.at > now - SAME_WITHIN,
        AuditEntry.subject == subject,
        AuditEntry.actor_id.is_not_distinct_from(viewer.person_id if viewer else None),
    )
    return db.session.scalar(noted.limit(1)) is not None


def _participant(viewer: Viewer, participant_id: int, now: datetime) -> Select[int]:
    return select(Person.id).where(Person.id == participant_id, Person.id.in_(read_by(viewer, now)))


def _staff(viewer: Viewer, person_id: int) -> Select[int]:
    return select(Person.id).where(
        Person.id == person_id,
        Person.program_id == viewer.program_id,
        Person.role.in_((Role.COUNSELOR, Role.DIRECTOR)),
    )


def _to_link(viewer: Viewer, found: Select[int]) -> Awaited:
    row = db.session.execute(
        select(Person.id, Person.name, Person.joined_at, Person.disabled_at).where(Person.id.in_(found))
    ).one_or_none()
    if row is None:
        raise NotFound
    if row.disabled_at is not None:
        raise Refused(CLOSED_ACCOUNT)
    if row.id == viewer.person_id:
        raise Refused(OWN_ACCOUNT)
    return Awaited(row.name, row.joined_at is not None)
