"""The sign-in page, which also answers every signed-out request for a personal address."""

from collections.abc import Iterable
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
URGENT_FIELDS = {"safety": {"active", "passive"}, "safe_now": {"no"}, "used_what": {"opioid"}}
"""Answers that put help on the page at once, though nobody knows whose they are: more than raise an urgent flag."""


class SignInForm(FlaskForm):
    """E-mail, password, and where to go next."""

    email = StringField(_l("Email"), validators=[DataRequired(_l("Please type your email.")), Length(max=320)])
    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Please type your password.")), Length(max=1024)]
    )
    next = HiddenField()
    carried = HiddenField()


def ask_to_sign_in() -> Response:
    """Lead a signed-out GET to the sign-in page; answer any other request with 401 and the page itself."""
    if request.method in {"GET", "HEAD"}:
        return see_other(f"/sign-in?next={quote(address_in_sight(), safe='/')}")
    if wants_fragment():
        return _ask_within_page()
    carried = posts.carried_post()
    reason = Sentence(SIGNED_OUT if carried else SIGN_IN_FIRST)
    seal, typed = carried or ("", [])
    form = SignInForm(formdata=None, data={"next": "", "carried": seal})
    return sign_in_page(form, status=401, notice=reason, typed=typed)


def _ask_within_page() -> Response:
    """For the page that keeps what was typed: a sentence for its status line, or help where it is called for."""
    reason = Sentence(SIGNED_OUT_MEANWHILE)
    if not _calls_for_help(posts.readable_fields().items(multi=True)):
        return error_page(401, reason)
    return page("sign_ins/_help.html", 401, notice=reason, lines=crisis_lines())


def sign_in_page(
    form: SignInForm,
    *,
    status: int = 200,
    notice: Sentence | None = None,
    typed: list[tuple[str, str]] | None = None,
) -> Response:
    """The page with a notice above the form, and the typed fields of a post that waits for the sign-in."""
    fields = typed or []
    needs_help = _calls_for_help(fields)
    return page(
        "sign_ins/page.html",
        status,
        form=form,
        notice=notice,
        typed=fields,
        needs_help=needs_help,
        lines=crisis_lines() if needs_help else (),
    )


def _calls_for_help(fields: Iterable[tuple[str, str]]) -> bool:
    return any(value.strip() in URGENT_FIELDS.get(name, ()) for name, value in fields)
