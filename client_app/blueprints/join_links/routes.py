"""Single-use links: where somebody sets their password.

Afterwards the way leads over the sign-in page. So the password has been typed twice before it is needed at a bad
moment, a phone's password manager learns it together with the email, and a link that was stolen on the way opens
nothing by itself.
"""

from flask import current_app, request, session
from werkzeug.wrappers import Response

from client_app.blueprints.join_links import bp
from client_app.domain.refusals import Invalid
from client_app.domain.sentences import Sentence
from client_app.services import join_links, sign_ins
from client_app.services.join_links import NoGoodLinkError
from client_app.web import posts
from client_app.web.access import current_viewer, forget_sign_in, open_to_everyone
from client_app.web.clock import now
from client_app.web.errors import error_page
from client_app.web.pages import page, see_other
from client_app.web.refusals import is_kept_already

JOINED = "joined"


@bp.get("/join/<token>")
@open_to_everyone
def show_join(token: str) -> Response:
    """Ask for a password. Looking consumes nothing, so that a mail scanner breaks no link; no name is shown."""
    return _ask(token)


def _keep(_fields: posts.Fields, status: int, reason: Sentence, token: str) -> Response:
    """What was refused before the route saw it; a password is never sent back."""
    return _ask(token, status, reason)


@bp.post("/join/<token>")
@open_to_everyone
@posts.kept_when_refused(_keep)
def join(token: str) -> Response:
    """Set the password, once. It acts for the link's person alone, and ends any sign-in on this browser."""
    password = request.form.get("password", "")
    try:
        config = current_app.config
        join_links.join(current_viewer(), token, password, now(), demo=config["DEMO"], app_name=config["APP_NAME"])
    except NoGoodLinkError as refusal:
        return _no_good(refusal)
    except Invalid as refusal:
        return _ask(token, 422, problem=refusal.reason)
    _end_sign_in()
    session[JOINED] = True
    return see_other("/join")


@bp.get("/join")
@open_to_everyone
def show_joined() -> Response:
    """Say that the password is set, and lead on to the sign-in page."""
    if JOINED not in session:
        return see_other("/sign-in")
    return page("join_links/joined.html")


def _ask(token: str, status: int = 200, reason: Sentence | None = None, *, problem: Sentence | None = None) -> Response:
    """The page that asks for a password, while the link is good."""
    try:
        join_links.check_link(current_viewer(), token, now(), demo=current_app.config["DEMO"])
    except NoGoodLinkError as refusal:
        return _no_good(refusal)
    return page("join_links/page.html", status, token=token, reason=reason, problem=problem)


def _no_good(refusal: NoGoodLinkError) -> Response:
    is_kept_already()
    return error_page(404, refusal.reason)


def _end_sign_in() -> None:
    """Whoever was signed in on this browser is not any longer."""
    viewer = current_viewer()
    if viewer:
        sign_ins.sign_out(viewer, now())
    forget_sign_in()
