"""Signing in, signing out, leaving quickly."""

from flask import current_app, g, request, session
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from client_app.blueprints.sign_ins import bp
from client_app.domain.sentences import N_, Sentence
from client_app.domain.sign_ins import safe_next
from client_app.services import sign_ins
from client_app.web import posts
from client_app.web.access import SignedIn, current_viewer, earlier_token, keep_earlier_token, open_to_everyone
from client_app.web.clock import now
from client_app.web.pages import public_page, see_other
from client_app.web.sign_in_page import SignInForm, sign_in_page
from client_app.web.trusted_phones import leave_phone, leave_phone_of_another

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
    token = sign_ins.sign_in(form.email.data or "", form.password.data or "", now(), demo=current_app.config["DEMO"])
    viewer = sign_ins.viewer_of(token, now(), extends=False) if token else None
    if token is None or viewer is None:
        return sign_in_page(form, status=422, notice=Sentence(WRONG), typed=_typed(request.form))
    _end_sign_in()
    login_user(SignedIn(viewer, token))
    carried = posts.finish_carried(form.carried.data or "", request.form, viewer)
    response = carried or see_other(safe_next(form.next.data or "") or "/")
    leave_phone_of_another(response, viewer)
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
    """After "Leave now" nothing in the browser tells who it was; either way, the phone is trusted no longer."""
    token, viewer, response = earlier_token(), current_viewer(), _way_out(fields)
    leave_phone(response, viewer)
    _end_sign_in()
    if token and not fields.get("leave"):
        keep_earlier_token(token)
    return response


def _end_sign_in() -> None:
    """Forget who was signed in on this browser, here and in its cookie."""
    viewer = current_viewer()
    if viewer:
        sign_ins.sign_out(viewer, now())
    logout_user()
    session.clear()
    g.pop("csrf_token", None)  # a page of this same answer needs a token that belongs to the new session


def _way_out(fields: posts.Fields) -> Response:
    return see_other("/sign-out" if fields.get("leave") else "/sign-in")


def _typed(fields: posts.Fields) -> list[tuple[str, str]]:
    """The fields of a post that waits for the sign-in, to carry them along once more."""
    if not fields.get("carried"):
        return []
    return [(name, value) for name, value in fields.items(multi=True) if name not in posts.NOT_CARRIED]
