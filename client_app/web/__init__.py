"""Request helpers: who asks, in which language, what a page carries, and what is said when something is not done."""

from flask import Flask, current_app

from client_app.extensions import babel
from client_app.web import (
    access,
    addresses,
    assets,
    errors,
    headers,
    languages,
    navigation,
    refusals,
    requests,
    sign_in_page,
    unchanged_calendars,
    words,
)
from client_app.web.posts import LARGEST_BODY

LONGEST_FORM = 12 * 3600
"""Seconds that a form's token is good for: the longest sign-in."""

COMPRESSION = {
    "COMPRESS_ALGORITHM": ["br", "gzip"],
    "COMPRESS_MIMETYPES": ["text/html", "text/plain", "text/calendar", "application/json"],
}
"""How answers are compressed, and which; static files are by ``assets``."""

__all__ = ["COMPRESSION", "LARGEST_BODY", "LONGEST_FORM", "bind"]


def bind(app: Flask) -> None:
    """Bind all of it to the application, the doors first."""
    app.request_class = requests.FormRequest
    app.url_map.converters["int"] = requests.PlainInteger
    addresses.add_addresses(app)
    unchanged_calendars.add_unchanged_calendars(app)
    access.keep_doors(app, sign_in_page.ask_to_sign_in)
    babel.init_app(app, locale_selector=languages.language)
    assets.add_assets(app)
    words.add_words(app)
    errors.answer_errors(app)
    app.after_request(refusals.keep_refused)
    app.after_request(languages.remember_language)
    app.after_request(headers.add_headers)
    app.context_processor(_always_there)


def _always_there() -> dict[str, object]:
    """What every template may use."""
    viewer = access.current_viewer()
    return {
        "viewer": viewer,
        "time_left": access.time_left(),
        "navigation": navigation.navigation_of(viewer),
        "language_links": navigation.language_links(),
        "language": languages.language(),
        "app_name": current_app.config["APP_NAME"],
    }
