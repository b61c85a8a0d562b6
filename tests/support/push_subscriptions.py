"""Browsers that may be pushed to, as tests make them: real keys, addresses at a service that is allowed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from client_app.domain.push_subscriptions import Browser, Offer, PushPlaces
from client_app.extensions import db
from client_app.gateways.push_keys import write_keys
from client_app.gateways.push_sealing import new_pair
from client_app.models import AuditEntry, PushSubscription
from client_app.services._subscriptions import endpoint_hash
from client_app.services.push_subscriptions import keep_subscription
from tests.cast import Member

PAIR, OLD = new_pair(), new_pair()
"""Our own keys, the newest first."""
PLACES = PushPlaces(("push.example", "fcm.googleapis.com"), ("127.0.0.1:9100",), (PAIR.public, OLD.public))
P256DH = new_pair().public
AUTH = "AAAAAAAAAAAAAAAAAAAAAA"
PHONE = "https://fcm.googleapis.com/fcm/send/phone-1"


def offer(endpoint: str = PHONE, **other: str) -> Offer:
    """What a browser hands over."""
    return Offer(**{"endpoint": endpoint, "p256dh": P256DH, "auth": AUTH, "application_key": PAIR.public, **other})


def fields(endpoint: str = PHONE, **other: str) -> dict[str, str]:
    """The same as a post."""
    return {**vars(offer(endpoint)), "by_tap": "1", **other}


def subscribe(member: Member, now: datetime, endpoint: str = PHONE, **browser: Any) -> int:
    """Set a browser of somebody's up by a tap, and give its number."""
    known = Browser(**{"device": "android_phone", **browser})
    known_as = keep_subscription(member.viewer, offer(endpoint), known, PLACES, now, by_tap=True)
    return db.session.scalars(
        select(PushSubscription.id).where(
            PushSubscription.endpoint_hash == known_as, PushSubscription.removed_at.is_(None)
        )
    ).one()


def row(number: int) -> PushSubscription:
    """One subscription as it is stored now."""
    db.session.rollback()
    return db.session.get_one(PushSubscription, number, populate_existing=True)


def rows() -> list[tuple[str, int, str | None]]:
    """Every subscription: the end of its address, whose it is, and why it is over."""
    db.session.rollback()
    found = db.session.scalars(select(PushSubscription).order_by(PushSubscription.id))
    return [(one.endpoint.rpartition("/")[2], one.person_id, one.removed_why) for one in found]


def living() -> list[str]:
    """The ends of the addresses that are pushed to."""
    return [end for end, _, why in rows() if why is None]


def known_as(endpoint: str = PHONE) -> str:
    """By what a browser with this address is known."""
    return endpoint_hash(endpoint)


@contextmanager
def pushing(app: Flask) -> Iterator[None]:
    """Let the application push, with keys of its own."""
    file, contact = Path(app.config["PUSH_KEYS_FILE"]), app.config["PUSH_CONTACT"]
    write_keys(file, (PAIR, OLD))
    app.config["PUSH_CONTACT"] = "mailto:reminders@clinic.example"
    try:
        yield
    finally:
        app.config["PUSH_CONTACT"] = contact
        file.unlink()


OTHER = PHONE.replace("phone-1", "phone-2")
HERE = Browser("android_phone", known_as())
"""The browser of the first address, as its cookie tells."""


def go_on(member: Member, now: datetime, endpoint: str = PHONE, browser: Browser = HERE, **other: str) -> str:
    """What a browser does by itself."""
    return keep_subscription(member.viewer, offer(endpoint, **other), browser, PLACES, now, by_tap=False)


def acts() -> list[str]:
    """What the record holds of pushes, in order."""
    lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [line.action for line in lines if line.action.startswith("push.")]
