"""Posts that must not be lost: carried over a sign-in, and kept when they are refused before they reach their route.

A route that takes words of a person declares what becomes of them, on the view function::

    @bp.post("/check-in")
    @open_to(Role.PARTICIPANT)
    @carried_over_sign_in(store)     # finishes the post once the same person has signed in again
    @kept_when_refused(redraw)       # answers when the form token or the size refused it
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, request
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer
from client_app.web.access import earlier_person, is_open
from client_app.web.requests import URL_ENCODED, fields_in, parts_of

LARGEST_BODY = 256 * 1024
"""Bytes. A larger body is refused with 413."""
OLDEST_TOKEN = 10 * 365 * 24 * 3600
"""Seconds. A form's token proves where a post comes from however long the page stood open; its session ends sooner."""
NOT_CARRIED = frozenset({"csrf_token", "email", "password", "next", "carried"})
URGENT_FIELDS = {"safety": {"active", "passive"}, "safe_now": {"no"}, "used_what": {"opioid"}}
"""Answers that put help on the page at once, though nobody knows whose they are: more than raise an urgent flag."""
_CUT_ESCAPE = re.compile(rb"%[0-9A-Fa-f]?\Z")
"""An escape that the end of what was read has cut in two."""

Fields = MultiDict[str, str]
View = TypeVar("View", bound=Callable[..., Any])
Finish = Callable[..., Response]
"""``finish(fields, **address_values)`` answers a post whose fields are handed to it."""
Redraw = Callable[..., Response]
"""``redraw(fields, status, reason, **address_values)`` keeps what was typed and says why it was refused."""


def carried_over_sign_in(finish: Finish) -> Callable[[View], View]:
    """Declare how a post is finished after its person has signed in again."""
    return lambda view: _mark(view, "finish", finish)


def kept_when_refused(redraw: Redraw) -> Callable[[View], View]:
    """Declare the page that answers a signed-in person's post which was refused before the route saw it."""
    return lambda view: _mark(view, "redraw", redraw)


def redraw_refused(status: int, reason: Sentence) -> Response | None:
    """The declared page for the present request's refused post, if its route declares one."""
    redraw = getattr(_view(request.endpoint), "redraw", None)
    if request.method != "POST" or redraw is None:
        return None
    answer: Response = redraw(readable_fields(), status, reason, **(request.view_args or {}))
    return answer


def readable_fields() -> Fields:
    """The fields of the present post; of an over-large one those in its first 256 kB, the last as far as it goes."""
    try:
        return MultiDict(request.form.items(multi=True))
    except HTTPException:
        if "first_fields" not in g:  # the body can be read once only
            g.first_fields = _first_fields()
        return MultiDict(g.first_fields)


def asks_for_help() -> bool:
    """Whether the present post holds an answer that puts help on the page, unless it comes from elsewhere."""
    if request.method != "POST" or is_foreign():
        return False
    return any(value.strip() in URGENT_FIELDS.get(name, ()) for name, value in readable_fields().items(multi=True))


def is_same_origin() -> bool:
    """Whether the post came from a page of ours: the browser says so or, where it says nothing, the form's token."""
    said = _said_origin()
    return _has_own_token() if said is None else said


def is_foreign() -> bool:
    """Whether the browser says that the post came from a page of somebody else's."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"cross-site", "same-site"}
    return "Origin" in request.headers and not is_same_origin()


def carried_post() -> tuple[str, list[tuple[str, str]]] | None:
    """What the sign-in page carries along of the present, signed-out post: a seal, and the typed fields.

    Nothing where the route declares no way to finish it, where the browser says that the post came from elsewhere, or
    where nobody had been signed in on it. A post that says nothing brings the cookie that tells who that was, and no
    browser sends this cookie along from elsewhere.
    """
    if not hasattr(_view(request.endpoint), "finish") or _said_origin() is False:
        return None
    person_id = earlier_person()
    if person_id is None:
        return None
    typed = [(name, value) for name, value in readable_fields().items(multi=True) if name not in NOT_CARRIED]
    return _sealer().dumps([person_id, request.path]), typed


def finish_carried(seal: str, fields: Fields, viewer: Viewer) -> Response | None:
    """Finish the carried post for the person who just signed in; nothing when it was somebody else's.

    The seal never grows old: what was typed is not lost over a night, and the route still judges it.
    """
    try:
        owner_id, path = _sealer().loads(seal)
    except BadSignature:
        return None
    endpoint, values = current_app.url_map.bind_to_environ(request.environ).match(path, method="POST")
    if owner_id != viewer.person_id or not is_open(endpoint, viewer):
        return None
    carried = MultiDict((name, value) for name, value in fields.items(multi=True) if name not in NOT_CARRIED)
    answer: Response = _view(endpoint).finish(carried, **values)
    return answer


def _said_origin() -> bool | None:
    """Whether the browser says that the post came from a page of ours; nothing when it does not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer")
    return None if source is None else parts_of(source).netloc == request.host


def _has_own_token() -> bool:
    """Whether the post carries a token that was made for this browser, however old it is."""
    try:
        validate_csrf(readable_fields().get("csrf_token"), time_limit=OLDEST_TOKEN)
    except ValidationError:
        return False
    return True


def _view(endpoint: str | None) -> Any:
    return current_app.view_functions.get(endpoint or "")


def _mark(view: View, name: str, function: Callable[..., Response]) -> View:
    setattr(view, name, function)
    return view


def _first_fields() -> list[tuple[str, str]]:
    """The fields at the start of an over-large URL-encoded body."""
    if request.mimetype != URL_ENCODED:
        return []
    return fields_in(_CUT_ESCAPE.sub(b"", request.environ["wsgi.input"].read(LARGEST_BODY)))


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="carried-post")
