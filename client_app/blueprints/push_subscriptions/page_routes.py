"""The page on which staff see where urgent flags reach them."""

from flask import Response

from client_app.blueprints.push_subscriptions import bp
from client_app.domain.roles import Role
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.devices import devices_context
from client_app.web.pages import page


@bp.get("/settings/alerts")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_alerts() -> Response:
    """The staff's own devices, and how to add the one in the hand."""
    return page("push_subscriptions/alerts.html", now=now(), **devices_context(the_viewer()))
