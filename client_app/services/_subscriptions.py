"""The shared steps around the browsers that may be pushed to. They never commit: the act that calls them does."""

import hashlib

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from client_app.domain.viewers import Viewer
from client_app.models import PushSubscription
from client_app.services.acts import Act

GONE, OWNER, REPLACED, SIGNED_OUT = "gone", "owner", "replaced", "signed_out"
"""Why one is over: its push service says so, its person turned it off, another took its place, they left."""
LEFT = (OWNER, SIGNED_OUT)


def endpoint_hash(endpoint: str) -> str:
    """By which a browser's address at its push service is known."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def living_with(session: Session, known_as: str) -> PushSubscription | None:
    """Whatever is pushed to at this address now."""
    living = PushSubscription.endpoint_hash == known_as, PushSubscription.removed_at.is_(None)
    return session.scalars(select(PushSubscription).where(*living).with_for_update()).one_or_none()


def earlier(session: Session, viewer: Viewer, *known_as: str | None) -> PushSubscription | None:
    """By what a browser was pushed to last: its trusted phone's own, or the first of these addresses that is known."""
    if viewer.is_on_trusted_phone:
        return _latest(session, PushSubscription.trusted_phone_id == viewer.trusted_phone_id)
    found = (_latest(session, PushSubscription.endpoint_hash == one) for one in known_as if one)
    return next(filter(None, found), None)


def may_go_on(viewer: Viewer, before: PushSubscription | None) -> bool:
    """May a browser go on without another tap? Not where its person turned it off, nor where it was another's.

    A trusted phone goes on with what is its own, until its trust ends.
    """
    if before is None or before.person_id != viewer.person_id or before.removed_why == OWNER:
        return False
    if not viewer.is_on_trusted_phone:
        return True
    return before.trusted_phone_id == viewer.trusted_phone_id and before.removed_why != SIGNED_OUT


def end_subscriptions(a: Act, *which: ColumnElement[bool], why: str = SIGNED_OUT) -> int:
    """Push to none of these any longer, and give how many there were."""
    rows = a.session.scalars(
        update(PushSubscription)
        .where(PushSubscription.removed_at.is_(None), *which)
        .values(removed_at=a.now, removed_why=why)
        .returning(PushSubscription.id)
    )
    return len(rows.all())


def _latest(session: Session, which: ColumnElement[bool]) -> PushSubscription | None:
    return session.scalars(
        select(PushSubscription).where(which).order_by(PushSubscription.id.desc()).limit(1)
    ).one_or_none()
