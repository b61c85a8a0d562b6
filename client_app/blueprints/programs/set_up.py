"""The set-up of a program: where each line of its list leads, and that a line is fine as it is."""

from werkzeug.wrappers import Response

from client_app.blueprints.programs import bp
from client_app.domain.refusals import NotFound
from client_app.domain.roles import Role
from client_app.domain.sentences import N_
from client_app.domain.set_up import Line
from client_app.services.set_up import leave_as_it_is
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.navigation import Place
from client_app.web.pages import see_other

PLACES = {
    Line.DETAILS: Place("/program/details", N_("Name, time and hours"), "clock"),
    Line.CRISIS_LINES: Place("/program/crisis-lines", N_("Crisis lines"), "phone"),
    Line.PHASES: Place("/program/phases", N_("Phases"), "leaf"),
    Line.STAFF: Place("/program/staff/invite", N_("Staff"), "user-round"),
    Line.GROUPS: Place("/groups/new?then=program", N_("Groups and their times"), "calendar-days"),
    Line.QUESTIONS: Place("/program/check-in", N_("Questions and rules"), "list-checks"),
    Line.PARTICIPANTS: Place("/program/participants/invite", N_("A first participant"), "users"),
}
"""Where each line is set up."""


@bp.post("/program/set-up/<line>/looked-at")
@open_to(Role.DIRECTOR)
def look_at_line(line: str) -> Response:
    """Leave a line as it is."""
    if line not in set(Line):
        raise NotFound
    leave_as_it_is(the_viewer(), Line(line), now())
    return see_other("/program#set-up")
