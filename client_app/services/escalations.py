"""Urgent flags that nobody has taken in time: the next step of each one's ladder."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from client_app.extensions import db
from client_app.models import Flag
from client_app.services._paging import take_steps
from client_app.services.acts import act


def participants_to_page_about(now: datetime) -> Sequence[int]:
    """The participants of whose flags a step is due, the longest due first."""
    due = select(Flag.participant_id, Flag.page_at).where(Flag.page_at <= now).order_by(Flag.page_at, Flag.id)
    return list(dict.fromkeys(row.participant_id for row in db.session.execute(due)))


def page_again(participant_id: int, now: datetime) -> None:
    """Take the steps that are due about one participant, in one commit.

    Several workers find the same step; the first one moves it on, and the others, who wait for it, find it taken.
    """
    with act(None, now) as a:
        a.lock_participant(participant_id)
        due = select(Flag).where(Flag.participant_id == participant_id, Flag.page_at <= now)
        flags = a.session.scalars(due.order_by(Flag.id).with_for_update().execution_options(populate_existing=True))
        found = flags.all()
        if not found:
            a.leave_unchanged()
        take_steps(a, found)
