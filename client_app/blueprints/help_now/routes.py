"""Crisis lines, for everybody, on one public page. Opening it is never logged."""

from flask import Response

from client_app.blueprints.help_now import bp
from client_app.gateways.content import kit_tools
from client_app.services.crisis_lines import crisis_lines
from client_app.services.programs import on_call_line
from client_app.web.access import current_viewer, open_to_everyone
from client_app.web.pages import public_page


@bp.get("/help-now")
@open_to_everyone
def show_help() -> Response:
    """The public lines, and for signed-in people their own program's line."""
    viewer = current_viewer()
    return public_page(
        "help_now/page.html",
        lines=crisis_lines(),
        on_call=on_call_line(viewer) if viewer else None,
        tools=kit_tools(),
    )
