"""The cookie by which a browser that is pushed to is known again: the hash of its address at its push service.

So leaving a browser ends its pushes though its sign-in has run out, and a changed address is known for the same device.
"""

import re

from flask import current_app, request
from werkzeug.wrappers import Response

from client_app.domain.devices import device_of
from client_app.domain.push_subscriptions import Browser, PushPlaces
from client_app.domain.viewers import Viewer
from client_app.gateways.push_keys import application_keys
from client_app.services.push_subscriptions import leave_browser
from client_app.services.trusted_phones import phone_with
from client_app.web.clock import now
from client_app.web.trusted_phones import phone_token

KEPT_FOR = 400 * 24 * 3600
"""Seconds: as long as a browser keeps any cookie."""
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def push_places() -> PushPlaces:
    """Where this deployment pushes to."""
    config = current_app.config
    return PushPlaces(config["PUSH_ALLOWED_HOSTS"], config["PUSH_TEST_HOSTS"], application_keys(config))


def application_key() -> str | None:
    """The public key with which browsers are set up now; nothing while nothing is pushed."""
    return next(iter(application_keys(current_app.config)), None)


def this_browser(viewer: Viewer) -> Browser:
    """The browser of the present request, as far as the person's devices know it."""
    token = phone_token()
    phone_id = viewer.trusted_phone_id or (phone_with(viewer, token, now()) if token else None)
    return Browser(device_of(request.user_agent.string), _known_as(), phone_id)


def keep_known(response: Response, known_as: str) -> None:
    """Know this browser again."""
    name, secure = _cookie_name(), _is_secure()
    response.set_cookie(name, known_as, max_age=KEPT_FOR, path="/", secure=secure, httponly=True, samesite="Lax")


def leave_pushes(viewer: Viewer | None, *, but_of: int | None = None) -> None:
    """Push to this browser no longer: its person leaves it, or somebody else signs in on it.

    It stays known, so that the same person who signs in again is reminded as before.
    """
    known_as = _known_as()
    if known_as is not None:
        leave_browser(viewer, known_as, now(), but_of=but_of)


def _known_as() -> str | None:
    said = request.cookies.get(_cookie_name(), "")
    return said if _HASH.fullmatch(said) else None


def _cookie_name() -> str:
    """Behind HTTPS a name that no other host, and no page without HTTPS, can write to."""
    return "__Host-push" if _is_secure() else "push"


def _is_secure() -> bool:
    secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
    return secure
