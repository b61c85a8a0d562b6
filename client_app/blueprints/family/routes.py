"""Help for families: what helps tonight. Until a participant consents, nothing here is about anybody."""

from flask import Response

from client_app.blueprints.family import bp
from client_app.domain.roles import Role
from client_app.gateways.content import kit_tools
from client_app.services.crisis_lines import crisis_lines
from client_app.web.access import open_to
from client_app.web.pages import page


@bp.get("/family")
@open_to(Role.FAMILY_MEMBER)
def show_family() -> Response:
    """What helps tonight, lines to call, and tools for a hard moment."""
    return page("family/page.html", lines=crisis_lines(), tools=kit_tools())
