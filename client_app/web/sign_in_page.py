"""The sign-in page, which also answers every signed-out request for a personal address."""

from urllib.parse import quote

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from client_app.domain.sentences import N_, Sentence
from client_app.services.crisis_lines import crisis_lines
from client_app.web import posts
from client_app.web.errors import error_page
from client_app.web.pages import address_in_sight, page, see_other, wants_fragment

SIGNED_OUT = N_("You were signed out, so this was not saved yet. Sign in and we will finish it.")
SIGNED_OUT_MEANWHILE = N_("You were signed out, so this is not saved yet. What you typed is still on this page.")
SIGN_IN_FIRST = N_("Please sign in first.")


class SignInForm(FlaskForm):
    """E-mail, password, and where to go next."""

    email = StringField(_l(N_("Email")), validators=[DataRequired(_l(N_("Please type your email."))), Length(max=320)])
    password = PasswordField(
        _l(N_("Password")), validators=[DataRequired(_l(N_("Please type your password."))), Length(max=1024)]
    )
    next = HiddenField()
    carried = HiddenField()


def ask_to_sign_in() -> Response:
    """Lead a signed-out GET to the sign-in page; answer any other request with 401 and the page itself."""
    if request.method in {"GET", "HEAD"}:
        return see_other(f"/sign-in?next={quote(address_in_sight(), safe='/')}")
    if wants_fragment():
        return error_page(401, Sentence(SIGNED_OUT_MEANWHILE))
    carried = posts.carried_post()
    reason = Sentence(SIGNED_OUT if carried else SIGN_IN_FIRST)
    seal, typed = carried or ("", [])
    form = SignInForm(formdata=None, data={"next": "", "carried": seal})
    return sign_in_page(form, status=401, notice=reason, typed=typed)


def sign_in_page(
    form: SignInForm,
    *,
    status: int = 200,
    notice: Sentence | None = None,
    typed: list[tuple[str, str]] | None = None,
) -> Response:
    """The page with a notice above the form, and the typed fields of a post that waits for the sign-in."""
    needs_help = posts.asks_for_help()
    return page(
        "sign_ins/page.html",
        status,
        form=form,
        notice=notice,
        typed=typed or [],
        needs_help=needs_help,
        lines=crisis_lines() if needs_help else (),
    )
