"""The browser that asks to sign in: where it is, what it is, and which accounts know it.

A browser that has signed in carries a cookie for a year that holds a random text and one keyed hash for each account:
enough to count its failed tries apart from everybody else's, and nothing that names a person. It lets nobody in.
"""

import secrets

from flask import Response as FlaskResponse
from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from client_app.domain.devices import device_of
from client_app.domain.visits import Visit
from client_app.web.addresses import client_address

ONE_YEAR = 365 * 24 * 3600
"""Seconds."""
MOST_ACCOUNTS = 10
"""Of one browser; of more, the latest."""


def this_visit() -> Visit:
    """Where the present request comes from."""
    browser, *known = _kept()
    return Visit(
        secret=_secret(),
        address=client_address(),
        device=device_of(request.headers.get("User-Agent", "")),
        browser=browser,
        known=frozenset(known),
    )


def remember_browser(response: Response | FlaskResponse, email: str) -> None:
    """Let the account know this browser from now on."""
    browser, *known = _kept()
    browser = browser or secrets.token_urlsafe(16)
    key = Visit(secret=_secret(), browser=browser).browser_key(email)
    keys = [key, *(other for other in known if other != key)][:MOST_ACCOUNTS]
    response.set_cookie(
        _name(),
        _sealer().dumps([browser, *keys]),
        max_age=ONE_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def _kept() -> list[str]:
    """What the cookie holds: the browser's own text, then its keys; a forged one holds nothing."""
    try:
        kept: list[str] = _sealer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return [""]
    return kept


def _name() -> str:
    return "__Host-browser" if current_app.config["SESSION_COOKIE_SECURE"] else "browser"


def _secret() -> str:
    return str(current_app.secret_key or "")


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(_secret(), salt="known-browser")
