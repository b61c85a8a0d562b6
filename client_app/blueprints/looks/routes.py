"""A participant reads who looked at their record, two weeks on a page."""

from datetime import date

from flask import Response, request

from client_app.blueprints.looks import bp
from client_app.domain.refusals import NotFound
from client_app.domain.roles import Role
from client_app.services.looks import looks_at
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page


@bp.get("/settings/record")
@open_to(Role.PARTICIPANT)
def show_looks() -> Response:
    """The last two weeks, or the two weeks before ``?before=YYYY-MM-DD``."""
    before = _before()
    return page("looks/page.html", looked=looks_at(the_viewer(), now(), before), is_first=before is None, now=now())


def _before() -> date | None:
    """The day in the address.

    Raises:
        NotFound: it is no day.

    """
    asked = request.args.get("before")
    if not asked:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise NotFound from None
