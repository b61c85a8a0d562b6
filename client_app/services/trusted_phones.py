"""Phones that a participant trusts: on them they check in for 30 days without signing in, and see nothing else."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.exc import SQLAlchemyError

from client_app.domain.devices import Device, known_device
from client_app.domain.refusals import NotFound, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.trusted_phones import TRUSTED_FOR, is_due_a_touch
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Person, Program, PushSubscription, TrustedPhone
from client_app.services._ending import end_trust
from client_app.services._subscriptions import end_subscriptions
from client_app.services.acts import Act, act, housekeeping
from client_app.services.enrollments import standing_of
from client_app.services.health import DatabaseSilentError

NOT_ENROLLED = Sentence(N_("The check-in is closed for you now, so there is no need to trust a phone."))

_LIVING_PHONE = (
    select(
        TrustedPhone.id,
        TrustedPhone.last_used_at,
        Person.id.label("person_id"),
        Person.program_id,
        Person.language,
        Program.time_zone,
    )
    .join(Person, Person.id == TrustedPhone.person_id)
    .join(Program, Program.id == Person.program_id)
    .join(Enrollment, Enrollment.participant_id == Person.id)
    .where(
        TrustedPhone.token_hash == bindparam("token_hash"),
        TrustedPhone.ended_at.is_(None),
        TrustedPhone.expires_at > bindparam("now", type_=TrustedPhone.expires_at.type),
        Person.disabled_at.is_(None),
        Person.role == Role.PARTICIPANT,
        Enrollment.ended_on.is_(None),
    )
)
"""Built once, as on every hot path. Whoever is disabled, or has left the program, has no living phone."""


@dataclass(frozen=True)
class ListedPhone:
    """A trusted phone as its participant sees it."""

    id: int
    device: Device
    trusted_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


def why_not_trust(viewer: Viewer) -> Sentence | None:
    """Say why the viewer cannot trust a phone now."""
    return NOT_ENROLLED if standing_of(viewer.person_id) is None else None


def trust_phone(viewer: Viewer, device: str | None, now: datetime, *, instead_of: str | None = None) -> str:
    """Trust the phone in the signed-in viewer's hand for 30 days, and return its new random token.

    Args:
        viewer: the participant.
        device: what kind of device it is; nothing when it does not say.
        now: the present instant, UTC.
        instead_of: the token that the phone holds already; it is trusted by this one no longer.

    Raises:
        Refused: the person is not enrolled now.

    """
    reason = why_not_trust(viewer)
    if reason is not None:
        raise Refused(reason)
    token = secrets.token_urlsafe(32)
    with act(viewer, now) as a:
        phone = TrustedPhone(
            person_id=viewer.person_id,
            token_hash=_hash(token),
            device=device,
            trusted_at=now,
            expires_at=now + TRUSTED_FOR,
        )
        a.session.add(phone)
        if instead_of:
            _take_over(a, phone, instead_of)
        a.audit("phone.trusted", subject=phone, participant_id=viewer.person_id)
    return token


def viewer_on(token: str, now: datetime) -> Viewer | None:
    """Who checks in on the phone that holds this token, while it is trusted. Nothing here makes the trust longer.

    Raises:
        DatabaseSilentError: the database does not answer.

    """
    try:
        found = _living_phone(token, now)
    except SQLAlchemyError as error:
        raise DatabaseSilentError(type(error).__name__) from None
    if found is None:
        return None
    if is_due_a_touch(found.last_used_at, now):
        with housekeeping() as session:
            session.execute(update(TrustedPhone).where(TrustedPhone.id == found.id).values(last_used_at=now))
    return Viewer(
        person_id=found.person_id,
        role=Role.PARTICIPANT,
        program_id=found.program_id,
        zone=found.time_zone,
        name="",  # nothing there can show it
        language=found.language,
        sign_in_id=0,
        trusted_phone_id=found.id,
    )


def phone_with(viewer: Viewer, token: str, now: datetime) -> int | None:
    """The number of the viewer's trusted phone that holds this token; nothing when it is not one."""
    found = _living_phone(token, now)
    return found.id if found is not None and found.person_id == viewer.person_id else None


def phones_of(viewer: Viewer, now: datetime) -> tuple[ListedPhone, ...]:
    """The phones that the viewer trusts now, the latest first."""
    rows = db.session.execute(
        select(
            TrustedPhone.id,
            TrustedPhone.device,
            TrustedPhone.trusted_at,
            TrustedPhone.expires_at,
            TrustedPhone.last_used_at,
        )
        .where(
            TrustedPhone.person_id == viewer.person_id, TrustedPhone.ended_at.is_(None), TrustedPhone.expires_at > now
        )
        .order_by(TrustedPhone.id.desc())
    )
    return tuple(
        ListedPhone(row.id, known_device(row.device), row.trusted_at, row.expires_at, row.last_used_at) for row in rows
    )


def end_phone(viewer: Viewer, phone_id: int, now: datetime) -> None:
    """Trust one of the viewer's phones no longer; one that ended before stays as it is.

    Raises:
        NotFound: it is none of the viewer's phones.

    """
    with act(viewer, now) as a:
        phone = a.session.scalars(
            select(TrustedPhone).where(TrustedPhone.id == phone_id, TrustedPhone.person_id == viewer.person_id)
        ).one_or_none()
        if phone is None:
            raise NotFound
        if phone.ended_at is not None:
            a.leave_unchanged()
            return
        phone.ended_at = now
        end_subscriptions(a, PushSubscription.trusted_phone_id == phone.id)
        a.audit("phone.trust_ended", subject=phone, participant_id=viewer.person_id)


def end_all_phones(viewer: Viewer, now: datetime) -> None:
    """Trust none of the viewer's phones any longer."""
    with act(viewer, now) as a:
        ended = end_trust(a, viewer.person_id)
        if not ended:
            a.leave_unchanged()
            return
        person = a.session.get_one(Person, viewer.person_id)
        a.audit("phone.all_trust_ended", subject=person, participant_id=viewer.person_id, phones=ended)


def leave_phone(viewer: Viewer | None, token: str, now: datetime) -> None:
    """Trust the phone that holds this token no longer: its person leaves it, or somebody else signs in on it.

    Args:
        viewer: who does it; nobody when the browser was not known any more.
        token: what the phone's cookie holds.
        now: the present instant, UTC.

    """
    with act(viewer, now) as a:
        phone = a.session.scalars(
            select(TrustedPhone).where(TrustedPhone.token_hash == _hash(token), TrustedPhone.ended_at.is_(None))
        ).one_or_none()
        if phone is None:
            a.leave_unchanged()
            return
        phone.ended_at = now
        end_subscriptions(a, PushSubscription.trusted_phone_id == phone.id)
        a.audit("phone.trust_ended", subject=phone, participant_id=phone.person_id)


def person_once_trusting(token: str) -> int | None:
    """Whose phone this was, trusted still or not: to carry a typed post over a sign-in, for nothing else."""
    return db.session.scalar(select(TrustedPhone.person_id).where(TrustedPhone.token_hash == _hash(token)))


def _take_over(a: Act, phone: TrustedPhone, token: str) -> None:
    """Trust the same phone by a new token: what it is pushed to becomes the new one's."""
    a.session.flush()
    before = a.session.scalars(
        update(TrustedPhone)
        .where(
            TrustedPhone.token_hash == _hash(token),
            TrustedPhone.person_id == phone.person_id,
            TrustedPhone.ended_at.is_(None),
        )
        .values(ended_at=a.now)
        .returning(TrustedPhone.id)
    ).one_or_none()
    if before is not None:
        own = PushSubscription.trusted_phone_id == before, PushSubscription.removed_at.is_(None)
        a.session.execute(update(PushSubscription).where(*own).values(trusted_phone_id=phone.id))


def _living_phone(token: str, now: datetime) -> Row[*tuple[Any, ...]] | None:
    return db.session.execute(_LIVING_PHONE, {"token_hash": _hash(token), "now": now}).one_or_none()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
