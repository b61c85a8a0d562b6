"""What the scripts of a browser ask about its pushes, and hand over."""

from flask import jsonify, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from client_app.blueprints.push_subscriptions import bp
from client_app.blueprints.push_subscriptions.forms import offer_in, posted
from client_app.domain.refusals import NotFound, Refused
from client_app.domain.roles import Role
from client_app.services.push_devices import Going, going
from client_app.services.push_subscriptions import decline, keep_subscription, remove_device
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.pages import see_other
from client_app.web.push_browsers import application_key, keep_known, push_places, this_browser
from client_app.web.words import say

PLACE = "/push/subscriptions"
ONES = (Role.PARTICIPANT, Role.COUNSELOR, Role.DIRECTOR)
"""Whom anything is pushed to."""


@bp.get(PLACE)
@open_to(*ONES, trusted_phone=True, is_poll=True)
def show_going() -> Response:
    """What this browser is to do by itself, our public key, and a form token for what it then says."""
    viewer, key = the_viewer(), application_key()
    does = going(viewer, this_browser(viewer)) if key else Going.OFF
    return jsonify(going=does, key=key or "", token=generate_csrf())


@bp.post(PLACE)
@open_to(*ONES, trusted_phone=True, is_poll=True)
def keep() -> Response:
    """Push to this browser from now on, or go on with it. A script that asks is answered in JSON."""
    viewer, fields = the_viewer(), posted()
    try:
        known_as = keep_subscription(
            viewer, offer_in(fields), this_browser(viewer), push_places(), now(), by_tap=fields.get("by_tap") == "1"
        )
    except (NotFound, Refused) as error:
        if not request.is_json:
            raise
        reason = say(error.reason) if isinstance(error, Refused) else ""
        return _answer(status_of(error) if isinstance(error, Refused) else 404, reason=reason)
    response = _answer(200) if request.is_json else see_other(_page_of(viewer.role))
    keep_known(response, known_as)
    return response


@bp.post(f"{PLACE}/not-now")
@open_to(Role.PARTICIPANT)
def say_not_now() -> Response:
    """Answer the question on the receipt with no: it is asked once."""
    decline(the_viewer(), now())
    return see_other("/check-in/receipt")


@bp.post(f"{PLACE}/<int(max=2147483647):subscription_id>/remove")
@open_to(*ONES)
def remove(subscription_id: int) -> Response:
    """Push to one device no longer."""
    viewer = the_viewer()
    remove_device(viewer, subscription_id, now())
    return see_other(f"{_page_of(viewer.role)}#devices")


def _page_of(role: Role) -> str:
    """Where somebody's devices are listed."""
    return "/settings/reminders" if role is Role.PARTICIPANT else "/settings/alerts"


def _answer(status: int, **words: str) -> Response:
    response = jsonify(words)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
