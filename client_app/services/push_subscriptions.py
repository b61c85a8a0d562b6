"""The browsers on which a person is pushed to: set up and renewed, turned off, left."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from client_app.domain.push_subscriptions import ASK_FIRST, MOST, OF_ANOTHER, TOO_MANY, Browser, Offer, PushPlaces
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Person, PushSubscription
from client_app.services._reminder_rows import own_row
from client_app.services._subscriptions import (
    OWNER,
    REPLACED,
    SIGNED_OUT,
    earlier,
    end_subscriptions,
    endpoint_hash,
    living_with,
    may_go_on,
)
from client_app.services.acts import Act, act, housekeeping

TOUCH_EVERY = timedelta(hours=12)
"""How exactly it is kept when a browser last said that it still can be pushed to, so that most starts only read."""


def keep_subscription(
    viewer: Viewer, offer: Offer, browser: Browser, places: PushPlaces, now: datetime, *, by_tap: bool
) -> str:
    """Push to this browser from now on, or go on with it; return by what it is known.

    Args:
        viewer: whose browser it is.
        offer: what it hands over.
        browser: what else its request tells.
        places: where may be pushed to.
        now: the present instant, UTC.
        by_tap: the person asked for it; otherwise it only goes on, by itself, where it was set up before.

    Raises:
        Conflict: it is set up for somebody else.
        Invalid: the offer cannot be taken.
        NotFound: nobody is signed in, and it is not this trusted phone's own.
        Refused: it was not set up before, or the person has too many.

    """
    problem = offer.problem(places)
    if problem:
        raise Invalid(problem)
    known_as = endpoint_hash(offer.endpoint)
    if _is_as_it_was(viewer, offer, browser, known_as, now):
        return known_as
    try:
        with act(viewer, now) as a:
            a.session.get_one(Person, viewer.person_id, with_for_update={"key_share": True})  # others wait their turn
            _keep(a, viewer, offer, browser, by_tap=by_tap and not viewer.is_on_trusted_phone)
    except IntegrityError:  # another person's browser brought the same address at the same moment
        raise Conflict(OF_ANOTHER) from None
    return known_as


def decline(viewer: Viewer, now: datetime) -> None:
    """Keep that the viewer wants no reminders on their phone; nobody asks again."""
    with act(viewer, now) as a:
        row = own_row(a)
        if row.answered_at is not None:
            a.leave_unchanged()
            return
        row.answered_at = now
        a.audit("push.declined", subject=row, participant_id=viewer.person_id)


def remove_device(viewer: Viewer, subscription_id: int, now: datetime) -> None:
    """Push to one of the viewer's devices no longer, until they turn it on again there.

    Raises:
        NotFound: it is none of the viewer's.

    """
    with act(viewer, now) as a:
        row = a.session.get(PushSubscription, subscription_id, with_for_update=True)
        if row is None or row.person_id != viewer.person_id:
            raise NotFound
        if row.removed_at is not None:
            a.leave_unchanged()
            return
        row.removed_at, row.removed_why = now, OWNER
        _audit(a, "push.removed", row)


def leave_browser(viewer: Viewer | None, known_as: str, now: datetime, *, but_of: int | None = None) -> None:
    """Push to this browser no longer: its person leaves it, or somebody else signs in on it.

    Args:
        viewer: who does it; nobody when the browser was not known any more.
        known_as: what the browser's cookie holds.
        now: the present instant, UTC.
        but_of: who signs in, and goes on with what is their own.

    """
    with act(viewer, now) as a:
        row = living_with(a.session, known_as)
        if row is None or row.person_id == but_of:
            a.leave_unchanged()
            return
        row.removed_at, row.removed_why = now, SIGNED_OUT
        _audit(a, "push.removed", row)


def _is_as_it_was(viewer: Viewer, offer: Offer, browser: Browser, known_as: str, now: datetime) -> bool:
    """Does the browser only say again what stands? Then at most the time of it is kept."""
    phone_id = viewer.trusted_phone_id or browser.trusted_phone_id
    same_phone = [PushSubscription.trusted_phone_id == phone_id] if phone_id else []
    row = db.session.execute(
        select(PushSubscription.id, PushSubscription.seen_at).where(
            PushSubscription.endpoint_hash == known_as,
            PushSubscription.removed_at.is_(None),
            PushSubscription.person_id == viewer.person_id,
            PushSubscription.p256dh == offer.p256dh,
            PushSubscription.auth == offer.auth,
            PushSubscription.application_key == offer.application_key,
            *same_phone,
        )
    ).one_or_none()
    if row is not None and now - row.seen_at >= TOUCH_EVERY:
        with housekeeping() as session:
            session.execute(update(PushSubscription).where(PushSubscription.id == row.id).values(seen_at=now))
    return row is not None


def _keep(a: Act, viewer: Viewer, offer: Offer, browser: Browser, *, by_tap: bool) -> None:
    known_as = endpoint_hash(offer.endpoint)
    living = living_with(a.session, known_as)
    if living is not None and living.person_id != viewer.person_id:
        raise Conflict(OF_ANOTHER)
    before = living or earlier(a.session, viewer, browser.known_as, known_as)
    if not by_tap and not may_go_on(viewer, before):
        raise NotFound if viewer.is_on_trusted_phone else Refused(ASK_FIRST)
    if living is None and before is not None and before.person_id == viewer.person_id:
        end_subscriptions(a, PushSubscription.id == before.id, why=REPLACED)
    row = living or _new(a, viewer, offer, browser)
    row.p256dh, row.auth, row.application_key = offer.p256dh, offer.auth, offer.application_key
    row.seen_at = a.now
    row.trusted_phone_id = viewer.trusted_phone_id or browser.trusted_phone_id or row.trusted_phone_id
    _audit(a, "push.renewed" if living else "push.subscribed", row)
    if by_tap and viewer.role is Role.PARTICIPANT:
        choice = own_row(a)
        choice.answered_at = choice.answered_at or a.now


def _new(a: Act, viewer: Viewer, offer: Offer, browser: Browser) -> PushSubscription:
    """A row for one more device.

    Raises:
        Refused: the person has too many.

    """
    own = PushSubscription.person_id == viewer.person_id, PushSubscription.removed_at.is_(None)
    if (a.session.scalar(select(func.count()).where(*own)) or 0) >= MOST:
        raise Refused(TOO_MANY)
    row = PushSubscription(
        person_id=viewer.person_id,
        endpoint=offer.endpoint,
        endpoint_hash=endpoint_hash(offer.endpoint),
        device=browser.device,
        subscribed_at=a.now,
    )
    a.session.add(row)
    return row


def _audit(a: Act, action: str, row: PushSubscription) -> None:
    """Keep it in the record; of a participant's device as theirs. Never the address: whoever has it can knock."""
    a.session.flush()
    role = a.session.scalar(select(Person.role).where(Person.id == row.person_id))
    a.audit(action, subject=row, participant_id=row.person_id if role is Role.PARTICIPANT else None)
