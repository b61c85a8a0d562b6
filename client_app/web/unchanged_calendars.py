"""A private calendar that has not changed is answered before anything else of a request.

Phones ask for theirs day and night, each of everybody's, and almost always nothing is new. All that stands before a
page (doors, languages, sessions, form tokens) decides nothing here: who has the link and names the calendar's present
version, has its content already, and learns nothing but that. Everything else goes on to the route.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.http import http_date, parse_etags

from client_app.domain.calendar_feeds import last_changed_at, version
from client_app.domain.refusals import NotFound
from client_app.gateways.clock import utc_now
from client_app.services.calendar_feeds import OpenFeed, open_feed
from client_app.services.health import DatabaseSilentError

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

CACHED = "private, no-cache"
"""A phone keeps its own calendar and asks each time whether it is still good; nothing on the way keeps it."""
ADDRESS = re.compile(r"/calendar/([^/]+)\.ics")


def add_unchanged_calendars(app: Flask) -> None:
    """Answer 304 where nothing has changed, in front of all other doors."""
    app.wsgi_app = _answers_unchanged(app, app.wsgi_app)  # type: ignore[assignment,method-assign]


def version_of(feed: OpenFeed, language: str, now: datetime) -> str:
    """What changes whenever the calendar does."""
    return version(feed.name, now, feed.zone, feed.changed_at, language)


def changed_at(feed: OpenFeed, now: datetime) -> datetime:
    """When the calendar became what it is."""
    return last_changed_at(now, feed.zone, feed.changed_at)


def _answers_unchanged(app: Flask, serve: WsgiApp) -> WsgiApp:
    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = _headers_if_unchanged(app, environ) if "HTTP_IF_NONE_MATCH" in environ else None
        if headers is None:
            return serve(environ, start_response)
        start_response("304 Not Modified", headers)
        return []

    return application


def _headers_if_unchanged(app: Flask, environ: Environ) -> list[tuple[str, str]] | None:
    """The headers of the answer that nothing has changed; nothing when the route has to look."""
    found = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
    if not found or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return None
    with app.app_context():
        try:
            feed = open_feed(found[1])
        except (NotFound, DatabaseSilentError):
            return None
    if feed.language is None:
        return None  # the route knows what the phone reads
    now = utc_now()
    tag = version_of(feed, feed.language, now)
    if not parse_etags(environ["HTTP_IF_NONE_MATCH"]).contains_weak(tag):
        return None
    return [
        ("ETag", f'W/"{tag}"'),
        ("Last-Modified", http_date(changed_at(feed, now))),
        ("Cache-Control", CACHED),
        ("Vary", "Accept-Language, Accept-Encoding"),
    ]
