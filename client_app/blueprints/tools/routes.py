"""The public coping kit: four short tools for a hard moment. Opening it is never logged."""

from flask import Response

from client_app.blueprints.tools import bp
from client_app.gateways.content import kit_tools
from client_app.web.access import open_to_everyone
from client_app.web.pages import public_page


@bp.get("/tools")
@open_to_everyone
def show_tools() -> Response:
    """The four tools, each under its own name in the address (``/tools#breathing``)."""
    return public_page("tools/page.html", tools=kit_tools())
