"""Failed tries to sign in, forgotten once they count nowhere."""

from datetime import datetime

from client_app.services.failed_sign_ins import forget_failures


def forget_old_failures(now: datetime) -> None:
    """Remove them."""
    forget_failures(now)
