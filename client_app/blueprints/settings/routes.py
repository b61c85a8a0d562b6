"""The first page of a person's own settings: where each of them is."""

from flask import Response

from client_app.blueprints.settings import bp
from client_app.domain.roles import Role
from client_app.web.access import open_to, the_viewer
from client_app.web.navigation import SETTINGS
from client_app.web.pages import page


@bp.get("/settings")
@open_to(*Role)
def show_settings() -> Response:
    """What this person can decide, each on a page of its own."""
    return page("settings/page.html", places=SETTINGS[the_viewer().role])
