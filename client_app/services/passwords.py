"""A person changes their own password."""

import secrets
from datetime import datetime

from sqlalchemy import select

from client_app.domain.answers import UNREADABLE
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.domain.visits import Visit
from client_app.extensions import db
from client_app.models import Person, SignIn
from client_app.services._passwords import belongs, hashed, set_password, why_not_new_password
from client_app.services._throttling import note_try, take_back
from client_app.services.acts import act, housekeeping
from client_app.services.sign_ins import token_hash

NOT_YOURS = N_("This is not your password as it is now. Please type it again.")
CHANGED_MEANWHILE = N_("Your password was changed from another place a moment ago. Please look at it again.")
THE_SAME = N_("This is your password already. Please choose another one.")


class WrongPassword(Invalid):
    """The password as it is now was not typed rightly."""


def change_password(viewer: Viewer, old: str, new: str, now: datetime, *, visit: Visit, app_name: str) -> str:
    """Set the viewer's new password, and return the new token of this browser; every other sign-in and trust ends.

    Raises:
        WrongPassword: the old one is not right.
        Invalid: the new one will not do.
        TooManyTries, Busy: it is not looked at yet.
        Conflict: it was changed meanwhile.

    """
    person = db.session.execute(
        select(Person.email, Person.name, Person.password_hash).where(Person.id == viewer.person_id)
    ).one()
    reason = why_not_new_password(new, (person.email, person.name, app_name))
    if reason is None and new == old:
        reason = Sentence(THE_SAME)
    if reason is not None:
        raise Invalid(reason)
    # Whoever sits at a browser that is signed in may not guess on: its failures count like those of a sign-in.
    try_id = note_try(visit, person.email, now, knows_address=True)
    if UNREADABLE.search(old) or not belongs(old, person.password_hash, try_id):
        raise WrongPassword(Sentence(NOT_YOURS))
    with housekeeping() as session:
        take_back(session, try_id)  # whatever happens from here on, this was no failure
    password_hash = hashed(new)
    token = secrets.token_urlsafe(32)
    with act(viewer, now) as a:
        own = a.session.scalars(select(Person).where(Person.id == viewer.person_id).with_for_update()).one()
        if own.password_hash != person.password_hash:
            raise Conflict(Sentence(CHANGED_MEANWHILE))
        ended = set_password(a, own, password_hash, but=viewer.sign_in_id)
        a.session.get_one(SignIn, viewer.sign_in_id).token_hash = token_hash(token)
        counts = {"ended_sign_ins": ended.sign_ins, "ended_trust": ended.phones, "ended_feeds": ended.feeds}
        a.audit("person.password_changed", subject=own, **counts)
    return token
