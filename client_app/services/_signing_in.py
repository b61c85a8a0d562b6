"""What the audit record keeps of coming in, well or not. It never commits: the act that calls it does."""

from typing import Any

from sqlalchemy import Row

from client_app.domain.audit_actions import Action
from client_app.domain.roles import Role
from client_app.models import Person, SignIn
from client_app.services.acts import Act, subject_at

NOBODY = "people:none"
"""The subject of a failed sign-in to an account that does not exist."""


def keep_sign_in(a: Act, sign_in: SignIn, person: Row[*tuple[Any, ...]]) -> None:
    """Keep that a person (a row with ``id`` and ``role``) signed in; it is their own act."""
    a.audit(Action.SIGNED_IN, sign_in, participant_id=_participant_id(person), by_id=person.id)


def keep_failed_sign_in(a: Act, person: Row[*tuple[Any, ...]] | None) -> None:
    """Keep that a sign-in failed: nobody knows whose hand it was, and what was typed is not kept.

    Where somebody signs in with that e-mail, the entry names whose account it was; the answer never tells.
    """
    subject = subject_at(Person, person.id) if person else NOBODY
    a.audit(Action.SIGN_IN_FAILED, subject, participant_id=_participant_id(person) if person else None)


def _participant_id(person: Row[*tuple[Any, ...]]) -> int | None:
    return person.id if person.role is Role.PARTICIPANT else None
