"""A new password: the old one is asked for, and everything else that was let in by it ends."""

from flask import Response as FlaskResponse
from flask import current_app
from werkzeug.wrappers import Response
from wtforms import Field

from client_app.blueprints.settings import bp
from client_app.blueprints.settings.forms import PasswordForm
from client_app.domain.passwords import SHORTEST
from client_app.domain.refusals import Conflict, Invalid, Postponed
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services import passwords
from client_app.services.calendar_feeds import has_feed
from client_app.services.passwords import WrongPassword
from client_app.web import posts
from client_app.web.access import begin_sign_in, open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import say_when, status_of
from client_app.web.pages import page, see_other
from client_app.web.visits import this_visit
from client_app.web.words import say


@bp.get("/settings/password")
@open_to(*Role)
def show_password() -> FlaskResponse:
    """Ask for the old password and a new one."""
    return _page(PasswordForm(formdata=None))


def _refuse(_fields: posts.Fields, status: int, reason: Sentence) -> FlaskResponse:
    """Nothing of what was typed is shown again: all of it is secret."""
    return _page(PasswordForm(formdata=None), status, reason)


@bp.post("/settings/password")
@open_to(*Role)
@posts.kept_when_refused(_refuse)
def change_password() -> Response:
    """Change it; this browser goes on under a new token, all others end."""
    form = PasswordForm()
    if not form.validate():
        return _page(form, 422)
    try:
        token = passwords.change_password(
            the_viewer(),
            form.old_password.data or "",
            form.new_password.data or "",
            now(),
            visit=this_visit(),
            app_name=current_app.config["APP_NAME"],
        )
    except WrongPassword as refusal:
        return _beside(form, form.old_password, refusal)
    except Invalid as refusal:
        return _beside(form, form.new_password, refusal)
    except (Conflict, Postponed) as refusal:
        return say_when(_page(form, status_of(refusal), refusal.reason), refusal)
    begin_sign_in(token)
    return see_other("/settings?done=password")


def _beside(form: PasswordForm, field: Field, refusal: Invalid) -> FlaskResponse:
    field.errors = [say(refusal.reason)]
    return _page(form, 422)


def _page(form: PasswordForm, status: int = 200, notice: Sentence | None = None) -> FlaskResponse:
    return page(
        "settings/password.html",
        status,
        form=form,
        notice=notice,
        shortest=SHORTEST,
        has_feed=has_feed(the_viewer()),
    )
