"""The triage list, and the poll that keeps it fresh."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.flags import bp
from client_app.blueprints.flags.triage_page import triage_page
from client_app.domain.roles import Role
from client_app.services.triage import triage_version
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import nothing_new, see_other, wants_fragment


@bp.get("/triage")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_triage() -> FlaskResponse:
    """Who needs a person, most urgent first."""
    return triage_page()


@bp.get("/triage/rows")
@open_to(Role.COUNSELOR, Role.DIRECTOR, is_poll=True)
def show_rows() -> Response:
    """The list alone when it has changed since the version in the address."""
    if request.args.get("version") == triage_version(the_viewer(), now()):
        return nothing_new()
    return triage_page() if wants_fragment() else see_other("/triage")
