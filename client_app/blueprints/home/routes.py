"""The way from / to a person's own first page."""

from werkzeug.wrappers import Response

from client_app.blueprints.home import bp
from client_app.domain.roles import Role
from client_app.web.access import current_viewer, open_to_everyone
from client_app.web.pages import see_other

HOMES = {
    Role.PARTICIPANT: "/today",
    Role.COUNSELOR: "/triage",
    Role.FAMILY_MEMBER: "/family",
    Role.DIRECTOR: "/program",
}


@bp.get("/")
@open_to_everyone
def lead_home() -> Response:
    """Lead to the signed-in person's first page, or to the sign-in page."""
    viewer = current_viewer()
    return see_other(HOMES[viewer.role] if viewer else "/sign-in")
