"""The cookie by which a trusted phone is known: a random token and nothing else, which opens the check-in only."""

from flask import current_app, request
from werkzeug.wrappers import Response

from client_app.domain.trusted_phones import TRUSTED_FOR
from client_app.domain.viewers import Viewer
from client_app.services import trusted_phones
from client_app.web.clock import now


def phone_token() -> str | None:
    """The token that this browser holds, trusted still or not."""
    return request.cookies.get(_cookie_name()) or None


def keep_phone_token(response: Response, token: str) -> None:
    """Let this browser be a trusted phone."""
    name, secure = _cookie_name(), _is_secure()
    response.set_cookie(name, token, max_age=TRUSTED_FOR, path="/", secure=secure, httponly=True, samesite="Lax")


def leave_phone(response: Response, viewer: Viewer | None) -> None:
    """Trust this browser no longer: its person signs out, or leaves quickly whether signed in or not."""
    token = phone_token()
    if token is None:
        return
    trusted_phones.leave_phone(viewer or trusted_phones.viewer_on(token, now()), token, now())
    response.delete_cookie(_cookie_name(), path="/", secure=_is_secure(), httponly=True, samesite="Lax")


def leave_phone_of_another(response: Response, viewer: Viewer) -> None:
    """A phone on which somebody else signs in is shared, so it is not trusted any longer."""
    token = phone_token()
    if token is not None and trusted_phones.person_once_trusting(token) != viewer.person_id:
        leave_phone(response, viewer)


def _cookie_name() -> str:
    """Behind HTTPS a name that no other host, and no page without HTTPS, can write to."""
    return "__Host-phone" if _is_secure() else "phone"


def _is_secure() -> bool:
    secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
    return secure
