"""Addresses of static files: each carries its content's hash, so that a browser may keep it for good."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

HASH_LENGTH = 12
"""Hex digits; enough to tell the versions of one file apart."""


def add_assets(app: Flask) -> None:
    """Let the templates name static files by ``static_url('css/app.css')``."""
    folder = Path(app.static_folder or "")

    @cache
    def content_hash(name: str) -> str:
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:HASH_LENGTH]

    def static_url(name: str) -> str:
        return url_for("static", filename=name, v=content_hash(name))

    app.jinja_env.globals["static_url"] = static_url
