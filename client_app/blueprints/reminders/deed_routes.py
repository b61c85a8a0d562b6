"""What a participant does about reminders by a tap: put one off, let them rest, try them, thank for kind words."""

from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.reminders import bp
from client_app.blueprints.reminders.choice_page import choice_page
from client_app.domain.refusals import Invalid, Refused
from client_app.domain.reminder_choices import FROM_THE_LIST, NO_DAY
from client_app.domain.reminders import Snooze
from client_app.domain.roles import Role
from client_app.services import reminder_choices
from client_app.services.nudges import see_nudge
from client_app.services.reminder_log import own_test
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import day_in
from client_app.web.pages import page, see_other, wants_fragment

WHENCE = {"today": "/today#later"}
"""Pages that offer the same by a button, and are come back to."""


@bp.post("/settings/reminders/snooze")
@open_to(Role.PARTICIPANT)
def snooze() -> Response:
    """Put today's prompt for the check-in off."""
    until = request.form.get("until", "")
    if until not in set(Snooze):
        return choice_page(422, snooze_problem=FROM_THE_LIST)
    try:
        reminder_choices.snooze(the_viewer(), Snooze(until), now())
    except Refused as refusal:
        return choice_page(409, snooze_problem=refusal.reason)
    return _back("later")


@bp.post("/settings/reminders/away")
@open_to(Role.PARTICIPANT)
def rest() -> Response:
    """Let reminders rest until a day."""
    typed = request.form.get("until", "")
    day = day_in(typed)
    if day is None:
        return choice_page(422, away_problem=NO_DAY)
    try:
        reminder_choices.rest_until(the_viewer(), day, now())
    except Invalid as refusal:
        return choice_page(422, away_problem=refusal.reason, typed_day=typed)
    return _back("away")


@bp.post("/settings/reminders/back")
@open_to(Role.PARTICIPANT)
def come_back() -> Response:
    """Let reminders come again at once."""
    reminder_choices.rest_until(the_viewer(), None, now())
    return _back("away")


@bp.post("/settings/reminders/test")
@open_to(Role.PARTICIPANT)
def ask_for_test() -> Response:
    """Send a test to every phone that is set up."""
    reminder_choices.ask_for_test(the_viewer(), now())
    return see_other("/settings/reminders#test")


@bp.get("/settings/reminders/test-state")
@open_to(Role.PARTICIPANT, is_poll=True)
def show_test() -> Response:
    """What became of the test, for the page that waits for it."""
    if not wants_fragment():
        return see_other("/settings/reminders#test")
    response = page("reminders/_test.html", test=own_test(the_viewer(), now()), now=now())
    response.vary.add("HX-Request")
    return response


@bp.post("/today/nudges/<int(max=2147483647):nudge_id>/seen")
@open_to(Role.PARTICIPANT)
def thank(nudge_id: int) -> Response:
    """Say that kind words were seen."""
    see_nudge(the_viewer(), nudge_id, now())
    return see_other("/today")


def _back(part: str) -> Response:
    return see_other(WHENCE.get(request.form.get("from", ""), f"/settings/reminders#{part}"))
