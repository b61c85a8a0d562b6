"""Urgent flags that nobody has taken in time, paged again and more widely."""

from datetime import datetime
from functools import partial

from client_app.jobs._each import done_for_each
from client_app.services.escalations import page_again, participants_to_page_about


def page_about_urgent_flags(now: datetime) -> None:
    """Take the next step about each participant of whom one is due, in a commit of its own."""
    done_for_each(participants_to_page_about(now), partial(page_again, now=now))
