"""Single-use links by which people come in: an invitation, or a way back in after a forgotten password."""

from datetime import datetime, timedelta
from enum import StrEnum

from client_app.domain.sentences import N_, Sentence


class LinkKind(StrEnum):
    """What a link was made for."""

    INVITATION = "invitation"
    RESET = "reset"


GOOD_FOR = {LinkKind.INVITATION: timedelta(hours=72), LinkKind.RESET: timedelta(minutes=30)}
"""An invitation waits for somebody's quiet hour; a way back in is used while its person stands there."""

NO_GOOD = Sentence(
    N_(
        "This link does not work. It may be old, used before, or cut short. "
        "Ask the person who gave it to you for a new one, or the front desk of your program."
    )
)
"""One sentence for every link that opens nothing, so that it tells nobody what once was there."""


def is_good(expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, now: datetime) -> bool:
    """Does this link still let its person in? It is neither used, nor withdrawn, nor too old."""
    return used_at is None and withdrawn_at is None and now < expires_at
