"""Where a person is signed in, and signing out of there: only ever their own."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from client_app.domain.devices import Device
from client_app.domain.refusals import NotFound
from client_app.domain.viewers import Viewer
from client_app.domain.visits import Visit
from client_app.extensions import db
from client_app.models import SignIn
from client_app.services.own_sign_ins import end_other_sign_ins, end_own_sign_in, own_sign_ins
from client_app.services.sign_ins import sign_in
from tests.cast import Cast, Member
from tests.factories import PASSWORD
from tests.support.posts import audit_lines, fresh
from tests.support.sign_ins import viewer_of

MINUTE = timedelta(minutes=1)


def enter(member: Member, now: datetime, device: Device = Device.UNKNOWN) -> Viewer:
    """Sign somebody in on a device."""
    token = sign_in(member.email, PASSWORD, now, demo=False, visit=Visit(device=device))
    viewer = viewer_of(token or "", now, extends=False)
    assert viewer is not None
    return viewer


def living() -> list[int]:
    """The sign-ins that are not ended."""
    fresh()
    return list(db.session.scalars(select(SignIn.id).where(SignIn.ended_at.is_(None)).order_by(SignIn.id)))


def test_the_own_living_ones_are_listed_this_one_first(cast: Cast, now: datetime) -> None:
    enter(cast.luis, now)
    old = enter(cast.ana, now - MINUTE * 30)  # idle for too long
    mac = enter(cast.ana, now - MINUTE * 20, Device.MAC)
    phone = enter(cast.ana, now - MINUTE * 10, Device.IPHONE)
    found = own_sign_ins(mac, now)
    assert [(one.id, one.device, one.is_this) for one in found] == [
        (mac.sign_in_id, Device.MAC, True),
        (phone.sign_in_id, Device.IPHONE, False),
    ]
    assert (found[1].started_at, found[1].last_seen_at) == (now - MINUTE * 10, now - MINUTE * 10)
    assert old.sign_in_id not in [one.id for one in found]


def test_one_is_ended(cast: Cast, now: datetime) -> None:
    here, there = enter(cast.ana, now), enter(cast.ana, now)
    for _ in range(2):
        end_own_sign_in(here, there.sign_in_id, now)
    assert living() == [here.sign_in_id]
    lines = [line for line in audit_lines() if line.action == "person.signed_out"]
    assert [(line.actor_id, line.subject, line.details) for line in lines] == [
        (cast.ana.id, f"sign_ins:{there.sign_in_id}", {"by_sign_in": here.sign_in_id})
    ]


def test_nobody_ends_somebody_elses(cast: Cast, now: datetime) -> None:
    ana, luis = enter(cast.ana, now), enter(cast.luis, now)
    for number in (luis.sign_in_id, 2**31 - 1):
        with pytest.raises(NotFound):
            end_own_sign_in(ana, number, now)
    assert living() == [ana.sign_in_id, luis.sign_in_id]


def test_all_others_are_ended_at_once(cast: Cast, now: datetime) -> None:
    here, luis = enter(cast.ana, now), enter(cast.luis, now)
    enter(cast.ana, now)
    enter(cast.ana, now)
    for _ in range(2):
        end_other_sign_ins(here, now)
    assert living() == [here.sign_in_id, luis.sign_in_id]
    lines = [line for line in audit_lines() if line.action == "person.signed_out_elsewhere"]
    assert [(line.subject, line.details) for line in lines] == [(f"people:{cast.ana.id}", {"ended_sign_ins": 2})]
