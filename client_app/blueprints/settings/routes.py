"""The first page of a person's own settings: where each of them is."""

from flask import Response, request

from client_app.blueprints.settings import bp
from client_app.domain.roles import Role
from client_app.domain.sentences import N_
from client_app.web.access import open_to, the_viewer
from client_app.web.navigation import SETTINGS
from client_app.web.pages import page

DONE = {
    "password": N_("Your new password is kept. You are signed out everywhere else."),
    "language": N_("Your language is kept."),
}
"""What is said after a change on one of the pages below."""


@bp.get("/settings")
@open_to(*Role)
def show_settings() -> Response:
    """What this person can decide, each on a page of its own."""
    done = DONE.get(request.args.get("done", ""))
    return page("settings/page.html", places=SETTINGS[the_viewer().role], done=done)
