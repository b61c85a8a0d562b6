"""Links as tests follow them, and passwords that can be kept."""

from datetime import datetime, timedelta

from client_app.extensions import db
from client_app.models import JoinLink, Person
from client_app.services.join_links import Handover

NEW_PASSWORD = "a river of calm mornings"
A_WHILE = timedelta(minutes=1)


def only_link() -> JoinLink:
    """The one link there is."""
    db.session.rollback()
    return db.session.query(JoinLink).one()


def person_of(link: Handover) -> Person:
    """Whose link it is."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Person, link.person_id)


def disable(person_id: int, now: datetime) -> None:
    """Close somebody's account."""
    db.session.get_one(Person, person_id).disabled_at = now
    db.session.commit()
