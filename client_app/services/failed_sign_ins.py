"""Failed tries to sign in are forgotten as soon as no limit looks back at them."""

from datetime import datetime

from sqlalchemy import delete

from client_app.domain.throttling import LONGEST
from client_app.models import FailedSignIn
from client_app.services.acts import housekeeping


def forget_failures(now: datetime) -> None:
    """Remove every note of a failed try that counts nowhere any more."""
    with housekeeping() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.at <= now - LONGEST))
