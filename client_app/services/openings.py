"""What staff open of other people's records. Each opening is an act: what it reads is marked, and it is kept."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from client_app.domain.audit_actions import Action
from client_app.domain.sign_ins import LIFETIMES
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AuditEntry, Flag, Person, SignIn
from client_app.services._reading import mark_read
from client_app.services.acts import act, subject_at


def keep_record(
    viewer: Viewer,
    participant_id: int,
    unread: Collection[int],
    now: datetime,
    action: Action = Action.CHECK_INS_OPENED,
) -> None:
    """Keep that a participant's record was opened; the check-ins on the opened page are read from here on."""
    _keep(viewer, action, subject_at(Person, participant_id), participant_id, unread, now)


def keep_flag(viewer: Viewer, flag_id: int, participant_id: int, unread: Collection[int], now: datetime) -> None:
    """Keep that a flag was opened; the check-ins behind it are read from here on."""
    _keep(viewer, Action.FLAG_OPENED, subject_at(Flag, flag_id), participant_id, unread, now)


def keep_list(
    viewer: Viewer, action: Action, participant_ids: Collection[int], now: datetime, *, is_whole_page: bool = True
) -> None:
    """Keep whose names a list showed, in one entry; nothing when there were none.

    A part that comes into a page is kept only when it holds somebody whom this sign-in's latest entry does not.
    """
    if not participant_ids:
        return
    if not is_whole_page and _last_shown(viewer, action, now).issuperset(participant_ids):
        return
    with act(viewer, now) as a:
        a.audit(action, subject_at(SignIn, viewer.sign_in_id), participants=sorted(participant_ids))


def _keep(
    viewer: Viewer, action: Action, subject: str, participant_id: int, unread: Collection[int], now: datetime
) -> None:
    with act(viewer, now) as a:
        if unread:
            a.lock_participant(participant_id)
            mark_read(a, participant_id, unread)
        a.audit(action, subject, participant_id=participant_id)


def _last_shown(viewer: Viewer, action: Action, now: datetime) -> set[int]:
    """Whom the latest kept list of this sign-in showed. No sign-in is older than its longest life."""
    details = db.session.scalar(
        select(AuditEntry.details)
        .where(
            AuditEntry.action == action,
            AuditEntry.at > now - LIFETIMES[viewer.role].absolute,
            AuditEntry.subject == subject_at(SignIn, viewer.sign_in_id),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    )
    return set(details["participants"]) if details else set()
