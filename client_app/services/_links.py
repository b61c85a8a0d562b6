"""The shared step that makes a single-use link. It never commits: the act that calls it does."""

import hashlib
import secrets
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update

from client_app.domain.join_links import GOOD_FOR, LinkKind
from client_app.domain.roles import Role
from client_app.models import JoinLink, Person
from client_app.services.acts import Act

GROUP = 4
"""Letters of a token that stand together."""


@dataclass(frozen=True)
class Handover:
    """A link as it is handed over: known this once, and never again."""

    person_id: int
    name: str
    role: Role
    email: str
    kind: LinkKind
    expires_at: datetime
    token: str = field(repr=False)

    @property
    def path(self) -> str:
        """Where it leads."""
        return f"/join/{self.token}"


def make_link(a: Act, person_id: int) -> Handover:
    """Make a link for somebody, take back the earlier ones, and hand the new one out.

    It is an invitation until they have joined, and a way back in afterwards.
    """
    person = a.session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()
    kind = LinkKind.RESET if person.joined_at else LinkKind.INVITATION
    withdraw_links(a, person_id)
    token = new_token()
    link = JoinLink(
        person_id=person_id,
        kind=kind,
        token_hash=hash_of(token),
        made_by_id=a.actor_id,
        made_at=a.now,
        expires_at=a.now + GOOD_FOR[kind],
    )
    a.session.add(link)
    participant_id = person_id if person.role is Role.PARTICIPANT else None
    a.audit("join_link.made", subject=link, participant_id=participant_id, kind=kind)
    return Handover(person_id, person.name, person.role, person.email, kind, link.expires_at, token)


def withdraw_links(a: Act, person_id: int) -> None:
    """Take back every link of the person that still waits."""
    a.session.execute(
        update(JoinLink)
        .where(JoinLink.person_id == person_id, JoinLink.used_at.is_(None), JoinLink.withdrawn_at.is_(None))
        .values(withdrawn_at=a.now)
    )


def hash_of(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. 256 random bits need nothing slower.

    Capitals and dashes do not matter, so that a link can be copied from paper.
    """
    return hashlib.sha256(token.lower().replace("-", "").encode(errors="replace")).hexdigest()


def new_token() -> str:
    """256 random bits in letters and digits that nobody mistakes for others (base 32), by fours."""
    letters = b32encode(secrets.token_bytes(32)).decode().rstrip("=").lower()
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
