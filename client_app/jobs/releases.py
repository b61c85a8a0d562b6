"""Flags that somebody has who does not read them any longer, given back to the team."""

from datetime import datetime
from functools import partial

from client_app.jobs._each import done_for_each
from client_app.services.releases import programs_with_claims, release_flags


def release_claimed_flags(now: datetime) -> None:
    """Go through each program in which something is claimed."""
    done_for_each(programs_with_claims(), partial(release_flags, now=now))
