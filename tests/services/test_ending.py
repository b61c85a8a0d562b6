"""What lets somebody in ends for this person only, everywhere but on the browser that is kept."""

from datetime import datetime, timedelta

from sqlalchemy import select

from client_app.extensions import db
from client_app.models import Person, SignIn, TrustedPhone
from client_app.services._ending import end_sign_ins, end_trust
from client_app.services.acts import act
from tests.cast import Cast
from tests.factories import stored


def begin(person_id: int, token: str, now: datetime) -> SignIn:
    return stored(SignIn(person_id=person_id, token_hash=token, started_at=now, last_seen_at=now))


def test_every_sign_in_of_the_person_ends_but_the_kept_one(cast: Cast, now: datetime) -> None:
    here, there, other = (
        begin(who.id, token, now) for who, token in [(cast.ana, "a"), (cast.ana, "b"), (cast.luis, "c")]
    )
    with act(cast.ana.viewer, now) as a:
        ended = end_sign_ins(a, cast.ana.id, but=here.id)
        a.audit("test", subject=a.session.get_one(Person, cast.ana.id))
    db.session.expire_all()
    assert (ended, here.ended_at, there.ended_at, other.ended_at) == (1, None, now, None)


def test_no_phone_of_the_person_is_trusted_any_longer(cast: Cast, now: datetime) -> None:
    for who, token in [(cast.ana, "a"), (cast.ana, "b"), (cast.luis, "c")]:
        stored(TrustedPhone(person_id=who.id, token_hash=token, trusted_at=now, expires_at=now + timedelta(days=30)))
    with act(cast.ana.viewer, now) as a:
        ended = end_trust(a, cast.ana.id)
        a.audit("test", subject=a.session.get_one(Person, cast.ana.id))
    trusted = db.session.scalars(select(TrustedPhone.person_id).where(TrustedPhone.ended_at.is_(None))).all()
    assert (ended, trusted) == (2, [cast.luis.id])
