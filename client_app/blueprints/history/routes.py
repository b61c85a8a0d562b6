"""A participant's own check-ins by day, and the picture of the last 14 days."""

from flask import Response

from client_app.blueprints.history import bp
from client_app.domain.roles import Role
from client_app.domain.trends import Frame, segments
from client_app.services.check_in_history import history_page, pictures
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import day_asked_before
from client_app.web.pages import page

FRAMES = {
    "craving_now": Frame(width=160, height=48, margin=4, lowest=0, highest=10),
    "mood": Frame(width=160, height=48, margin=4, lowest=1, highest=5),
}


@bp.get("/check-ins")
@open_to(Role.PARTICIPANT)
def show_history() -> Response:
    """The latest days with the picture above them, or the days before ``?before=YYYY-MM-DD``."""
    viewer = the_viewer()
    before = day_asked_before()
    found = {} if before else pictures(viewer, now())
    drawn = {name: (picture, segments(picture, FRAMES[name]), FRAMES[name]) for name, picture in found.items()}
    return page(
        "history/page.html",
        history=history_page(viewer, before),
        is_first=before is None,
        pictures={name: parts for name, parts in drawn.items() if parts[1]},  # nothing answered, nothing to see
        now=now(),
    )
