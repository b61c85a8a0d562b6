"""Where a participant makes the link to their private calendar, decides what it tells, and turns it off."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.calendar_feeds import bp
from client_app.domain.refusals import Conflict
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.services import calendar_feeds
from client_app.web.access import open_to, the_viewer
from client_app.web.addresses import public_url
from client_app.web.clock import now
from client_app.web.pages import page, see_other

CALENDAR = "/settings/calendar"
DONE = {
    "shown": N_("That is kept. Your calendar shows it the next time it looks."),
    "off": N_("Your calendar link is turned off. Nothing can be read with it any more."),
}
"""What is said after a change."""


@bp.get(CALENDAR)
@open_to(Role.PARTICIPANT)
def show_calendar() -> FlaskResponse:
    """What a private calendar is, who could see it, and the way to one."""
    return _page(done=DONE.get(request.args.get("done", "")))


@bp.post(CALENDAR)
@open_to(Role.PARTICIPANT)
def make_feed() -> FlaskResponse:
    """Make the link, or a new one, and show it this once."""
    try:
        token = calendar_feeds.make_feed(the_viewer(), request.form.get("seen", ""), now())
    except Conflict as refusal:
        return _page(409, refusal.reason)
    address = public_url(f"/calendar/{token}.ics")
    return page("calendar_feeds/made.html", address=address, subscribe=_webcal(address))


@bp.post(f"{CALENDAR}/shows")
@open_to(Role.PARTICIPANT)
def show_in_feed() -> Response:
    """Keep whether the calendar tells what an appointment is and where."""
    chosen = request.form.getlist("shows")
    if chosen not in (["less"], ["more"]):
        return _page(422, problem=Sentence(N_("Please choose one of these.")))
    try:
        calendar_feeds.show_in_feed(the_viewer(), shows_topic=chosen == ["more"], now=now())
    except Conflict as refusal:
        return _page(409, refusal.reason)
    return see_other(f"{CALENDAR}?done=shown")


@bp.post(f"{CALENDAR}/off")
@open_to(Role.PARTICIPANT)
def turn_off() -> Response:
    """Let the link open nothing any more."""
    try:
        calendar_feeds.turn_feed_off(the_viewer(), request.form.get("seen", ""), now())
    except Conflict as refusal:
        return _page(409, refusal.reason)
    return see_other(f"{CALENDAR}?done=off")


def _page(
    status: int = 200, reason: Sentence | None = None, *, done: str | None = None, problem: Sentence | None = None
) -> FlaskResponse:
    viewer = the_viewer()
    return page(
        "calendar_feeds/page.html",
        status,
        feed=calendar_feeds.own_feed(viewer),
        why_not=calendar_feeds.why_not_make(viewer),
        reason=reason,
        done=done,
        problem=problem,
        now=now(),
    )


def _webcal(address: str) -> str:
    """The same address as phones take it for a calendar to look at again and again, rather than a file to open once."""
    return "webcal:" + address.partition(":")[2]
