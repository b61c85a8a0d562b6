"""A participant's first page: where today's check-in stands and who reads it."""

from zoneinfo import ZoneInfo

from flask import Response

from client_app.blueprints.today import bp
from client_app.domain.greetings import greeting
from client_app.domain.roles import Role
from client_app.services.crisis_lines import crisis_lines
from client_app.services.pauses import own_pause
from client_app.services.reminders_today import later_of
from client_app.services.schedules import coming_up
from client_app.services.today import today_of
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page


@bp.get("/today")
@open_to(Role.PARTICIPANT)
def show_today() -> Response:
    """Today's check-in, kind words, what comes next, reasons; help while a flag is urgent and after the end."""
    viewer = the_viewer()
    today = today_of(viewer, now())
    return page(
        "today/page.html",
        today=today,
        coming_up=coming_up(viewer, now()),
        pause=own_pause(viewer, now()),
        later=later_of(viewer, now()),
        greeting=greeting(viewer.name, now(), ZoneInfo(viewer.zone)),
        lines=crisis_lines() if today.needs_help or not today.is_enrolled else (),
        now=now(),
    )
