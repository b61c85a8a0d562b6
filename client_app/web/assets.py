"""Static files: addresses that carry their content's hash, kept for good, compressed once.

Flask's own static route would compress them anew on each request; they are few and never change while the program
runs, so each is compressed at its best once and kept in memory.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request, send_from_directory, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.security import safe_join

from client_app.web.access import open_to_everyone

HASH_LENGTH = 12
"""Hex digits; enough to tell the versions of one file apart."""
FOLDER = Path(__file__).resolve().parents[1] / "static"
ONE_YEAR = 365 * 24 * 3600
"""Seconds that a browser may keep a file whose address names its content."""


KNOW_NOBODY = frozenset({"static", "web_app.show_manifest", "web_app.show_service_worker"})
"""What is the same for everybody."""


class _Sessions(SecureCookieSessionInterface):
    """The signed cookie, of which files know nothing: they do not vary with it."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint not in KNOW_NOBODY:
            super().save_session(app, session, response)


def add_assets(app: Flask) -> None:
    """Serve static files, and let the templates name them by ``static_url('css/app.css')``."""
    app.session_interface = _Sessions()
    app.add_url_rule("/static/<path:filename>", "static", open_to_everyone(serve_static))
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """The file's address with its content's hash."""
    return url_for("static", filename=name, v=_content_hash(name))


def serve_static(filename: str) -> Response:
    """One static file, in the best encoding that the browser reads."""
    path = safe_join(str(FOLDER), filename)
    if path is None or not Path(path).is_file():
        abort(404)
    filename = Path(path).resolve().relative_to(FOLDER).as_posix()  # one name for one file, however it was written
    response = send_from_directory(FOLDER, filename, conditional=False, etag=False)
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if encoding:
        response.direct_passthrough = False
        response.data = _compressed(filename, encoding)
        response.content_encoding = encoding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if "v" in request.args else "no-cache"
    response.set_etag(f"{_content_hash(filename)}-{encoding or 'plain'}")
    response.make_conditional(request)
    return response


@cache
def _content_hash(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:HASH_LENGTH]


@cache
def _compressed(name: str, encoding: str) -> bytes:
    content = (FOLDER / name).read_bytes()
    return brotli.compress(content) if encoding == "br" else gzip.compress(content, mtime=0)
