"""Signing in, signing out, leaving quickly."""

from flask import abort, current_app, jsonify, request
from werkzeug.wrappers import Response

from client_app.blueprints.sign_ins import bp
from client_app.domain.refusals import Postponed
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.sign_ins import safe_next
from client_app.services import sign_ins
from client_app.web import posts
from client_app.web.access import (
    begin_sign_in,
    current_viewer,
    earlier_token,
    forget_sign_in,
    keep_earlier_token,
    open_to,
    open_to_everyone,
    time_left,
)
from client_app.web.clock import now
from client_app.web.errors import say_when, status_of
from client_app.web.pages import public_page, see_other
from client_app.web.push_browsers import leave_pushes
from client_app.web.sign_in_page import SignInForm, sign_in_page
from client_app.web.trusted_phones import leave_phone, leave_phone_of_another
from client_app.web.visits import remember_browser, this_visit

WRONG = N_("That email and password do not go together. Please check both and try again.")


@bp.get("/sign-in")
@open_to_everyone
def show_sign_in() -> Response:
    """Ask for e-mail and password."""
    if current_viewer():
        return see_other(safe_next(request.args.get("next", "")) or "/")
    return sign_in_page(SignInForm(formdata=None, data={"next": safe_next(request.args.get("next", "")) or ""}))


def _redraw(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return sign_in_page(SignInForm(formdata=fields), status=status, notice=reason, typed=_typed(fields))


@bp.post("/sign-in")
@open_to_everyone
@posts.kept_when_refused(_redraw)
def sign_in() -> Response:
    """Sign in with a new identifier, finish a post that waited for it, lead to where the person wanted to go."""
    form = SignInForm()
    if not form.validate():
        return sign_in_page(form, status=422, typed=_typed(request.form))
    email, password, visit = form.email.data or "", form.password.data or "", this_visit()
    try:
        token = sign_ins.sign_in(email, password, now(), demo=current_app.config["DEMO"], visit=visit)
    except Postponed as refusal:
        page = sign_in_page(form, status=status_of(refusal), notice=refusal.reason, typed=_typed(request.form))
        return say_when(page, refusal)
    if token is None:
        return sign_in_page(form, status=422, notice=Sentence(WRONG), typed=_typed(request.form))
    _end_sign_in()
    viewer = begin_sign_in(token)
    carried = posts.finish_carried(form.carried.data or "", request.form, viewer) if viewer else None
    response = carried or see_other(safe_next(form.next.data or "") or "/")
    remember_browser(response, email)
    if viewer:
        leave_phone_of_another(response, viewer)
        leave_pushes(viewer, but_of=viewer.person_id)
    return response


@bp.get("/sign-in/time-left")
@open_to(*Role, is_poll=True)
def show_time_left() -> Response:
    """For the page that warns before the end: it asks first whether another tab has gone on meanwhile."""
    return _time_left()


@bp.post("/sign-in/stay")
@open_to(*Role)
def stay_signed_in() -> Response:
    """The tap that goes on: like any request by a hand, it moves the end."""
    return _time_left()


def _time_left() -> Response:
    left = time_left()
    if left is None:
        abort(404)
    response: Response = jsonify(seconds=left.seconds, canStay=left.can_stay)
    return response


@bp.get("/sign-out")
@open_to_everyone
def show_signed_out() -> Response:
    """A plain page that says nothing about anybody."""
    return public_page("sign_ins/signed_out.html")


def _leave(fields: posts.Fields, _status: int, _reason: Sentence) -> Response:
    """A way out is never refused for an old form; a page of somebody else's signs nobody out."""
    return _sign_out(fields) if posts.is_same_origin() else _way_out(fields)


@bp.post("/sign-out")
@open_to_everyone
@posts.kept_when_refused(_leave)
def sign_out() -> Response:
    """End the sign-in on this browser; "Leave now" leads to the plain page, signing out to the sign-in page."""
    return _sign_out(request.form)


def _sign_out(fields: posts.Fields) -> Response:
    """After "Leave now" nothing in the browser tells who it was; either way, it is no longer trusted or pushed to."""
    token, viewer, response = earlier_token(), current_viewer(), _way_out(fields)
    leave_phone(response, viewer)
    leave_pushes(viewer)
    _end_sign_in()
    if token and not fields.get("leave"):
        keep_earlier_token(token)
    return response


def _end_sign_in() -> None:
    """End who was signed in on this browser, here and in its cookie."""
    viewer = current_viewer()
    if viewer:
        sign_ins.sign_out(viewer, now())
    forget_sign_in()


def _way_out(fields: posts.Fields) -> Response:
    return see_other("/sign-out" if fields.get("leave") else "/sign-in")


def _typed(fields: posts.Fields) -> list[tuple[str, str]]:
    """The fields of a post that waits for the sign-in, to carry them along once more."""
    if not fields.get("carried"):
        return []
    return [(name, value) for name, value in fields.items(multi=True) if name not in posts.NOT_CARRIED]
