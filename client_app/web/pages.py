"""Pages and fragments: the one place that reads the HX headers and decides what may be kept by a cache."""

from typing import Any
from urllib.parse import urlunsplit

from flask import Response, make_response, render_template, request

from client_app.web.access import current_viewer
from client_app.web.requests import parts_of


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page that knows the person: no cache keeps it."""
    response = make_response(render_template(template, **context), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def page_or_fragment(template: str, fragment: str, status: int = 200, **context: Any) -> Response:
    """The whole page for a browser, its fragment alone for htmx."""
    response = page(fragment if wants_fragment() else template, status, **context)
    response.vary.add("HX-Request")
    return response


def public_page(template: str, **context: Any) -> Response:
    """A page without a token: signed-out visitors may keep it and ask whether it changed; others get ``no-store``."""
    if current_viewer() is not None:
        return page(template, **context)
    response = make_response(render_template(template, **context))
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(["Accept-Language", "Cookie"])
    response.add_etag()
    response.make_conditional(request)
    return response


def nothing_new() -> Response:
    """The cheap answer to a poll while nothing changed."""
    response = Response(status=204)
    response.headers["Cache-Control"] = "no-store"
    return response


def see_other(path: str) -> Response:
    """Lead on to another address of ours after a post; htmx is told to go there as a browser would."""
    if wants_fragment():
        response = Response(status=204)
        response.headers["HX-Redirect"] = path
    else:
        response = Response(status=303)
        response.headers["Location"] = path
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("HX-Request")
    return response


def address_in_sight() -> str:
    """The address in the browser's bar: of the request itself, or of the page on which htmx asks for a part."""
    address = parts_of(request.headers.get("HX-Current-URL", "") if wants_fragment() else request.full_path)
    return urlunsplit(("", "", address.path, address.query, ""))


def wants_fragment() -> bool:
    """Whether htmx asks, for a part of the page it shows."""
    return request.headers.get("HX-Request") == "true"
