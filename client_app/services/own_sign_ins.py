"""A person's own sign-ins: on which devices they stand open, and ending them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from client_app.domain.devices import Device, known_device
from client_app.domain.refusals import NotFound
from client_app.domain.sign_ins import is_alive
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Person, SignIn
from client_app.services._ending import end_sign_ins
from client_app.services.acts import act


@dataclass(frozen=True)
class OwnSignIn:
    """One signed-in browser, as its person knows it again."""

    id: int
    device: Device
    started_at: datetime
    last_seen_at: datetime
    is_this: bool
    """The browser that asks."""


def own_sign_ins(viewer: Viewer, now: datetime) -> tuple[OwnSignIn, ...]:
    """Every browser on which the viewer is signed in: this one first, then the one used last."""
    rows = db.session.execute(
        select(SignIn.id, SignIn.device, SignIn.started_at, SignIn.last_seen_at)
        .where(SignIn.person_id == viewer.person_id, SignIn.ended_at.is_(None))
        .order_by((SignIn.id == viewer.sign_in_id).desc(), SignIn.last_seen_at.desc(), SignIn.id.desc())
    )
    return tuple(
        OwnSignIn(row.id, known_device(row.device), row.started_at, row.last_seen_at, row.id == viewer.sign_in_id)
        for row in rows
        if is_alive(row.started_at, row.last_seen_at, None, viewer.role, now)
    )


def end_own_sign_in(viewer: Viewer, sign_in_id: int, now: datetime) -> None:
    """Sign the viewer out of one browser; one that has ended already stays as it is.

    Raises:
        NotFound: it is nobody's, or somebody else's.

    """
    with act(viewer, now) as a:
        row = a.session.get(SignIn, sign_in_id, with_for_update=True)
        if row is None or row.person_id != viewer.person_id:
            raise NotFound
        if row.ended_at is not None:
            a.leave_unchanged()
            return
        row.ended_at = now
        a.audit("person.signed_out", subject=row, by_sign_in=viewer.sign_in_id)


def end_other_sign_ins(viewer: Viewer, now: datetime) -> None:
    """Sign the viewer out of every browser but this one."""
    with act(viewer, now) as a:
        ended = end_sign_ins(a, viewer.person_id, but=viewer.sign_in_id)
        if not ended:
            a.leave_unchanged()
            return
        person = a.session.get_one(Person, viewer.person_id)
        a.audit("person.signed_out_elsewhere", subject=person, ended_sign_ins=ended)
