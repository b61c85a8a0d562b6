"""Where a tap on a notification leads: on to the page it is about, which asks for a sign-in itself.

Whoever has the address learns only whether that page is for participants or for staff. A made-up one, or an old one,
leads home and does nothing; there is nothing to guess in 256 bits, so nobody is made to wait.
"""

from flask import current_app, request
from werkzeug.wrappers import Response

from client_app.blueprints.reminder_links import bp
from client_app.services.reminder_links import open_message, path_of
from client_app.web.access import open_to_everyone
from client_app.web.clock import now
from client_app.web.pages import see_other


@bp.get("/reminders/<token>")
@open_to_everyone
def follow(token: str) -> Response:
    """Note the first tap, and lead on. A browser that only looks ahead (``HEAD``) has tapped on nothing."""
    find = open_message if request.method == "GET" else path_of
    return see_other(find(token, current_app.config["SECRET_KEY"], now()) or "/")
