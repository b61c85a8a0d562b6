"""Who may open an address. Closed until declared: a route that names no audience answers 404 to everybody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from client_app.domain.roles import Role
from client_app.domain.sign_ins import TimeLeft
from client_app.domain.viewers import Viewer
from client_app.extensions import login_manager
from client_app.services import refusals, sign_ins, trusted_phones
from client_app.services.health import DatabaseSilentError
from client_app.web.clock import now
from client_app.web.trusted_phones import phone_token

View = TypeVar("View", bound=Callable[..., Any])
_SIGNED_OUT = "signed_out"


@dataclass(frozen=True)
class Audience:
    """Who a route is open to, and what becomes of a post that is refused before it reaches the route."""

    roles: frozenset[Role] = frozenset()
    everyone: bool = False
    is_poll: bool = False
    """Asked by the page itself, not by a hand: does not keep the sign-in alive."""
    trusted_phone: bool = False
    """Open as well on a phone that one of these people trusts, without a sign-in."""

    def takes(self, viewer: Viewer) -> bool:
        """Whether this person may come in, signed in or on a trusted phone as they are."""
        if self.everyone:
            return True
        return viewer.role in self.roles and (self.trusted_phone or not viewer.is_on_trusted_phone)


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """What Flask-Login carries through a request: the viewer, known by the sign-in's random token."""

    viewer: Viewer
    token: str = field(repr=False)
    time_left: TimeLeft

    def get_id(self) -> str:
        """The token that the cookie holds; it names a sign-in, not a person."""
        return self.token


def open_to(*roles: Role, is_poll: bool = False, trusted_phone: bool = False) -> Callable[[View], View]:
    """Declare that people of these roles may open the route; on a trusted phone only where that is said too."""
    return lambda view: _declare(view, Audience(frozenset(roles), is_poll=is_poll, trusted_phone=trusted_phone))


def open_to_everyone(view: View) -> View:
    """Declare that the route is public."""
    return _declare(view, Audience(everyone=True))


def audience_of(endpoint: str) -> Audience | None:
    """The declared audience of an endpoint, or nothing: closed."""
    return getattr(current_app.view_functions[endpoint], "audience", None)


def is_open(endpoint: str, viewer: Viewer) -> bool:
    """Whether this person may open the endpoint."""
    audience = audience_of(endpoint)
    return audience is not None and audience.takes(viewer)


def current_viewer() -> Viewer | None:
    """The person of this request, if any: signed in, or on a trusted phone where the route is open to it.

    Nobody while the database does not answer.
    So the public pages, help above all, and the page that says what went wrong stand without a database.
    """
    if "database_is_silent" in g:
        return None
    try:
        return _person(_audience_here())
    except DatabaseSilentError:
        g.database_is_silent = True
        return None


def time_left() -> TimeLeft | None:
    """How long the sign-in of this request still lives; nothing where nobody is signed in."""
    viewer = current_viewer()
    left: TimeLeft | None = current_user.time_left if viewer and not viewer.is_on_trusted_phone else None
    return left


def the_viewer() -> Viewer:
    """The person of this request, on routes that nobody else reaches."""
    viewer = current_viewer()
    if viewer is None:
        abort(404)
    return viewer


def keep_doors(app: Flask, ask_to_sign_in: Callable[[], Response]) -> None:
    """Check the audience before anything else of a request, the form token included."""
    login_manager.user_loader(_signed_in_person)

    @app.before_request
    def _door() -> Response | None:
        endpoint = request.endpoint or _endpoint_of_another_method()
        if endpoint is None:
            return None
        g.asked_for = endpoint
        audience = audience_of(endpoint)
        if audience is None:
            abort(404)
        if audience.everyone:
            return None
        viewer = _person(audience)
        if viewer is None:
            _keep_replay(endpoint)
            return ask_to_sign_in()
        if not audience.takes(viewer):
            abort(404)
        return None


def earlier_person() -> int | None:
    """Who was signed in on this browser, or trusted it, before that ended, as its cookies still tell.

    Nobody when they tell of two people: then nobody knows whose words they were.
    """
    token, phone = earlier_token(), phone_token()
    told = {
        sign_ins.person_once_signed_in(token) if token else None,
        trusted_phones.person_once_trusting(phone) if phone else None,
    } - {None}
    return told.pop() if len(told) == 1 else None


def earlier_token() -> str | None:
    """The token of this browser's sign-in, alive or ended."""
    return session.get("_user_id") or session.get(_SIGNED_OUT)


def begin_sign_in(token: str) -> Viewer | None:
    """Hand this browser the token of a sign-in, in a session that shares nothing with the one before.

    Returns:
        Who is signed in by it; nobody where it was ended at the same moment.

    """
    forget_sign_in()
    living = sign_ins.living_sign_in(token, now(), extends=False)
    if living is None:
        return None
    login_user(SignedIn(living.viewer, token, living.time_left))
    return living.viewer


def forget_sign_in() -> None:
    """Forget in this browser's cookie who was signed in."""
    logout_user()
    session.clear()
    g.pop("csrf_token", None)  # a page of this same answer needs a token that belongs to the new session


def keep_earlier_token(token: str) -> None:
    """Keep an ended sign-in's token, which opens nothing: a form left open in another tab can still be finished."""
    session[_SIGNED_OUT] = token


def _endpoint_of_another_method() -> str | None:
    """The endpoint of an address that does not take this method: who may not open it is not told that it is there."""
    error = request.routing_exception
    if not isinstance(error, MethodNotAllowed):
        return None
    method = next(iter(error.valid_methods or ()), None)
    endpoint: str = current_app.url_map.bind_to_environ(request.environ).match(method=method)[0]
    return endpoint


def _keep_replay(endpoint: str) -> None:
    """Keep it when this browser's sign-in was ended and its cookie is still shown."""
    token = session.get("_user_id")
    if token:
        refusals.keep_replay(token, endpoint, now())


def _declare(view: View, audience: Audience) -> View:
    view.audience = audience  # type: ignore[attr-defined]
    return view


def _audience_here() -> Audience | None:
    return audience_of(request.endpoint) if request.endpoint else None


def _person(audience: Audience | None) -> Viewer | None:
    """Who is signed in, or else whose trusted phone it is, where the audience takes trusted phones.

    Raises:
        DatabaseSilentError: the database does not answer, so nobody knows.

    """
    if current_user.is_authenticated:
        viewer: Viewer = current_user.viewer
        return viewer
    return _person_on_phone() if audience is not None and audience.trusted_phone else None


def _person_on_phone() -> Viewer | None:
    if "person_on_phone" not in g:  # one request asks once
        token = phone_token()
        g.person_on_phone = trusted_phones.viewer_on(token, now()) if token else None
    viewer: Viewer | None = g.person_on_phone
    return viewer


def _signed_in_person(token: str) -> SignedIn | None:
    audience = _audience_here()
    living = sign_ins.living_sign_in(token, now(), extends=not (audience and audience.is_poll))
    return SignedIn(living.viewer, token, living.time_left) if living else None
