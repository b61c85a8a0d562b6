"""A participant reads who looked at their record, two weeks on a page."""

from flask import Response

from client_app.blueprints.looks import bp
from client_app.domain.roles import Role
from client_app.services.looks import looks_at
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import day_asked_before
from client_app.web.pages import page


@bp.get("/settings/record")
@open_to(Role.PARTICIPANT)
def show_looks() -> Response:
    """The last two weeks, or the two weeks before ``?before=YYYY-MM-DD``."""
    before = day_asked_before()
    return page("looks/page.html", looked=looks_at(the_viewer(), now(), before), is_first=before is None, now=now())
