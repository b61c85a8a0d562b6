"""What a person sees when something is not done: one plain sentence, in their language, with the right status."""

import traceback
from typing import TypeVar

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as WerkzeugResponse

from client_app.domain.refusals import Conflict, Invalid, NotFound, Postponed, Refused, TooManyTries
from client_app.domain.sentences import N_, Sentence
from client_app.services.crisis_lines import crisis_lines
from client_app.web import posts
from client_app.web.pages import page, wants_fragment

Answer = TypeVar("Answer", bound=WerkzeugResponse)

SENTENCES = {
    400: N_("We could not read what was sent. Please go back and try again."),
    403: N_("This cannot be done right now."),
    404: N_("There is no page here, or it is not yours to see."),
    405: N_("This page cannot be used that way. Please go back and try again."),
    413: N_("That is too long to send. Please shorten it and try again."),
    500: N_("Something went wrong on our side. It is not your fault. Please try again in a few minutes."),
}
FOREIGN = N_("This did not come from one of our pages, so it was not saved. Please check it and send it again.")
OLD_FORM = N_("This page was open for a long time, so it was not saved yet. Please check it and send it again.")


def answer_errors(app: Flask) -> None:
    """Bind the error pages, and refuse posts that come from elsewhere before anything looks at them."""
    app.before_request(_refuse_foreign)
    app.register_error_handler(NotFound, lambda _error: error_page(404))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def error_page(status: int, reason: Sentence | None = None) -> Response:
    """The page for ``status``; with a reason of its own where there is one.

    It needs no database. Where an answer that was posted calls for help, help stands on it, whatever went wrong.
    """
    sentence = reason or Sentence(SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400]))
    needs_help = posts.asks_for_help()
    if not wants_fragment():
        lines = crisis_lines() if needs_help else ()
        return page("errors/page.html", status, sentence=sentence, needs_help=needs_help, lines=lines)
    if needs_help:
        return page("errors/_help.html", status, sentence=sentence, lines=crisis_lines())
    response = page("errors/_notice.html", status, sentence=sentence)
    response.headers["HX-Retarget"] = "#status"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def status_of(error: Refused) -> int:
    """The status that goes with a refusal."""
    if isinstance(error, Postponed):
        return 429 if isinstance(error, TooManyTries) else 503
    return 409 if isinstance(error, Conflict) else 422 if isinstance(error, Invalid) else 403


def say_when(response: Answer, error: Refused) -> Answer:
    """Say in the header as well when something that is only postponed may be tried again."""
    if isinstance(error, Postponed):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _refused(error: Refused) -> Response:
    return say_when(error_page(status_of(error), error.reason), error)


def _refuse_foreign() -> Response | None:
    if request.method != "POST" or request.endpoint is None or not posts.is_foreign():
        return None
    reason = Sentence(FOREIGN)
    return _kept(400, reason) or error_page(400, reason)


def _old_form(_error: CSRFError) -> Response:
    reason = Sentence(OLD_FORM)
    return _kept(400, reason) or error_page(400, reason)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # type: ignore[return-value]
    reason = Sentence(SENTENCES.get(status, SENTENCES[400]))
    response = (_kept(status, reason) if status in {400, 413} else None) or error_page(status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _kept(status: int, reason: Sentence) -> Response | None:
    """The route's own page with what was typed; what it is about may be nothing that this person sees."""
    try:
        return posts.redraw_refused(status, reason)  # type: ignore[return-value]
    except NotFound:  # an error handler's own errors find no handler
        return error_page(404)


def _fault(error: Exception) -> Response:
    """A fault of ours. The log names the route and the fault's place, never a value that a person typed.

    An exception's own words may hold one, those of the database above all.
    """
    place = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("Fault in %s: %s\n%s", request.endpoint, type(error).__name__, place)
    return error_page(500)
