"""The devices on which a person is pushed to, as they see them; and what their browser is to do when it starts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select

from client_app.domain.devices import Device, known_device
from client_app.domain.push_subscriptions import Browser
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import PushSubscription, ReminderChoice
from client_app.services._subscriptions import GONE, earlier, may_go_on


@dataclass(frozen=True)
class ListedDevice:
    """A device that may be pushed to, as its person knows it again."""

    id: int
    device: Device
    subscribed_at: datetime
    reached_at: datetime | None
    """When its push service last took something for it."""
    is_failing: bool
    is_this: bool
    """The browser that asks."""


class Going(StrEnum):
    """What a browser does by itself when it starts."""

    OFF = "off"
    """Nothing: it was never set up, or its person turned it off."""
    ON = "on"
    """It says once more by what it is pushed to."""
    ANEW = "anew"
    """Its push service does not know it any more, so it asks for another address first."""


def devices_of(viewer: Viewer, browser: Browser) -> tuple[ListedDevice, ...]:
    """The devices on which the viewer is pushed to: this one first, then the latest."""
    row = PushSubscription
    is_this = row.endpoint_hash == (browser.known_as or "")
    rows = db.session.execute(
        select(row.id, row.device, row.subscribed_at, row.accepted_at, row.failed_at, is_this.label("is_this"))
        .where(row.person_id == viewer.person_id, row.removed_at.is_(None))
        .order_by(is_this.desc(), row.id.desc())
    )
    return tuple(
        ListedDevice(
            id=one.id,
            device=known_device(one.device),
            subscribed_at=one.subscribed_at,
            reached_at=one.accepted_at,
            is_failing=one.failed_at is not None,
            is_this=bool(one.is_this),
        )
        for one in rows
    )


def is_asked(viewer: Viewer) -> bool:
    """Is the question whether they want reminders still to be asked? A device that is set up answers it as well."""
    choice, device = ReminderChoice, PushSubscription
    answered = select(choice.person_id).where(choice.person_id == viewer.person_id, choice.answered_at.is_not(None))
    has_device = select(device.id).where(device.person_id == viewer.person_id, device.removed_at.is_(None))
    return not db.session.scalar(select(or_(answered.exists(), has_device.exists())))


def going(viewer: Viewer, browser: Browser) -> Going:
    """What this browser does by itself when it starts."""
    before = earlier(db.session(), viewer, browser.known_as)
    if before is None or not may_go_on(viewer, before):
        return Going.OFF
    return Going.ANEW if before.removed_why == GONE else Going.ON
