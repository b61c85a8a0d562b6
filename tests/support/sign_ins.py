"""Whose sign-in a token is, as services see the person."""

from datetime import datetime

from client_app.domain.viewers import Viewer
from client_app.services.sign_ins import living_sign_in


def viewer_of(token: str, now: datetime, *, extends: bool) -> Viewer | None:
    """Who the browser's token belongs to, while its sign-in lives; ``extends`` is false for polls."""
    living = living_sign_in(token, now, extends=extends)
    return living.viewer if living else None
