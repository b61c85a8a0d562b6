"""Drafts that were left lying for 30 minutes."""

from datetime import datetime
from functools import partial

from client_app.jobs._each import done_for_each
from client_app.services.untouched_drafts import judge_draft, untouched_drafts


def judge_untouched_drafts(now: datetime) -> None:
    """Judge each draft that is due, in a commit of its own."""
    done_for_each(untouched_drafts(now), partial(judge_draft, now=now))
