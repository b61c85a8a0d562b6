"""Each refusal to somebody who is signed in leaves a line in the audit record."""

from flask import Response, g

from client_app.services.refusals import keep_refusal
from client_app.web.access import current_viewer
from client_app.web.clock import now

KEPT = frozenset({400, 403, 404, 409, 410, 413, 429})
"""Not 422: what was mistyped is no refusal. Not 401: nobody is signed in."""


def is_kept_already() -> None:
    """Say that the act which refused the present request has left its own line: it is kept once."""
    g.pop("asked_for", None)


def keep_refused(response: Response) -> Response:
    """Keep it when a page that exists was refused; an address that leads nowhere refuses nothing."""
    if response.status_code in KEPT and g.get("asked_for", "static") != "static":
        viewer = current_viewer()
        if viewer is not None:
            keep_refusal(viewer, g.asked_for, response.status_code, now())
    return response
