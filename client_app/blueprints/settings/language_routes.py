"""The language of a person's pages."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.settings import bp
from client_app.domain.refusals import Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.languages import choose_language
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.languages import keep_on_browser
from client_app.web.navigation import LANGUAGE_NAMES
from client_app.web.pages import page, see_other

AS_BROWSER = "browser"


@bp.get("/settings/language")
@open_to(*Role)
def show_language() -> FlaskResponse:
    """Ask which language, or whether the browser decides."""
    return _page()


@bp.post("/settings/language")
@open_to(*Role)
def change_language() -> Response:
    """Keep it with the person, and on this browser."""
    chosen = request.form.getlist("language")
    language = None if chosen == [AS_BROWSER] else ", ".join(chosen)
    try:
        choose_language(the_viewer(), language, now())
    except Invalid as refusal:
        return _page(422, refusal.reason)
    response = see_other("/settings?done=language")
    keep_on_browser(response, language)
    return response


def _page(status: int = 200, problem: Sentence | None = None) -> FlaskResponse:
    kept = the_viewer().language or AS_BROWSER
    return page("settings/language.html", status, kept=kept, names=LANGUAGE_NAMES, browser=AS_BROWSER, problem=problem)
