"""How long a participant's own phone may check in without a sign-in."""

from datetime import datetime, timedelta

TRUSTED_FOR = timedelta(days=30)
"""Counted from the tap that trusts the phone; nothing that is done on it makes this longer."""

TOUCH_EVERY = timedelta(hours=1)
"""How exactly a person is told when their phone was last used, so that most check-ins only read."""


def is_due_a_touch(last_used_at: datetime | None, now: datetime) -> bool:
    """Is it time to note that the phone was used?"""
    return last_used_at is None or now - last_used_at >= TOUCH_EVERY
