"""What was refused to somebody who is signed in, or to a browser whose sign-in was ended: each is kept.

Nobody can flood the audit record: a browser that asks on and on leaves one line a minute for each page.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from client_app.domain.audit_actions import Action
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AuditEntry, SignIn, TrustedPhone
from client_app.services.acts import act, subject_at
from client_app.services.sign_ins import ended_sign_in

AGAIN_AFTER = timedelta(minutes=1)
"""The same refusal to the same browser is kept again after this."""


def keep_refusal(viewer: Viewer, endpoint: str, status: int, now: datetime) -> None:
    """Keep that something was refused; of the address only which page it is, never a number or a word in it."""
    phone = viewer.trusted_phone_id
    subject = subject_at(TrustedPhone, phone) if phone is not None else subject_at(SignIn, viewer.sign_in_id)
    details: dict[str, Any] = {"endpoint": endpoint, "status": status}
    if _is_kept(Action.REFUSED, subject, details, now):
        return
    with act(viewer, now) as a:
        a.audit(Action.REFUSED, subject, **details)


def keep_replay(token: str, endpoint: str, now: datetime) -> None:
    """Keep that a browser came with a sign-in that had been ended, as one with a copied cookie would."""
    ended = ended_sign_in(token)
    if ended is None:
        return
    subject = subject_at(SignIn, ended.id)
    details: dict[str, Any] = {"endpoint": endpoint}
    if _is_kept(Action.SIGN_IN_REPLAYED, subject, details, now):
        return
    with act(None, now) as a:
        a.audit(Action.SIGN_IN_REPLAYED, subject, participant_id=ended.participant_id, **details)


def _is_kept(action: Action, subject: str, details: dict[str, Any], now: datetime) -> bool:
    """Whether the same stands in the record already, less than a minute old."""
    recent = select(AuditEntry.details).where(
        AuditEntry.action == action, AuditEntry.at > now - AGAIN_AFTER, AuditEntry.subject == subject
    )
    return any(details.items() <= kept.items() for kept in db.session.scalars(recent))
