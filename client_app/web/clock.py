"""The present instant of a request, read once, so that one request never sees two times."""

from datetime import datetime

from flask import g

from client_app.gateways.clock import utc_now


def now() -> datetime:
    """When this request arrived: aware, in UTC."""
    if "now" not in g:
        g.now = utc_now()
    instant: datetime = g.now
    return instant
