"""Which language a request is answered in."""

from flask import Response, current_app, request
from werkzeug.wrappers import Response as WerkzeugResponse

from client_app.domain.languages import LANGUAGES
from client_app.web.access import current_viewer

COOKIE = "language"
COOKIE_AGE = 365 * 24 * 3600
"""Seconds. The cookie holds ``en`` or ``es`` and nothing else."""


def language() -> str:
    """The address's ``?language=``, else this browser's cookie, else the person's own, else the browser's."""
    asked = (request.args.get("language"), request.cookies.get(COOKIE))
    chosen = next((value for value in asked if value in LANGUAGES), None)
    if chosen:
        return chosen
    viewer = current_viewer()
    if viewer and viewer.language in LANGUAGES:
        return viewer.language
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0])


def remember_language(response: Response) -> Response:
    """Keep the language that a page's address asked for in a cookie of this browser."""
    asked = request.args.get("language")
    if asked in LANGUAGES and response.mimetype == "text/html":
        keep_on_browser(response, asked)
    return response


def keep_on_browser(response: WerkzeugResponse, language: str | None) -> None:
    """Keep the language in a cookie of this browser; with nothing the browser's own wish counts again."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    if language is None:
        response.delete_cookie(COOKIE, secure=secure, httponly=True, samesite="Lax", path="/")
    else:
        response.set_cookie(
            COOKIE, language, max_age=COOKIE_AGE, secure=secure, httponly=True, samesite="Lax", path="/"
        )
