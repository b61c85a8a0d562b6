"""Posts that must not be lost: carried over a sign-in, and kept when they are refused before they reach their route.

A route that takes words of a person declares what becomes of them, on the view function::

    @bp.post("/check-in")
    @open_to(Role.PARTICIPANT)
    @carried_over_sign_in(store)     # finishes the post once the same person has signed in again
    @kept_when_refused(redraw)       # answers when the form token or the size refused it
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from client_app.domain.sentences import Sentence
from client_app.web.access import earlier_person

LARGEST_BODY = 256 * 1024
"""Bytes. A larger body is refused with 413."""
LONGEST_CARRY = 12 * 3600
"""Seconds in which a carried post can still be finished: the longest sign-in."""
NOT_CARRIED = frozenset({"csrf_token", "email", "password", "next", "carried"})

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
    """The fields of the present post, of an over-large one those that stand whole in its first 256 kB."""
    try:
        return MultiDict(request.form.items(multi=True))
    except HTTPException:
        return MultiDict(_first_fields())


def is_same_origin() -> bool:
    """Whether the browser says that the post came from a page of ours; a post that says nothing is not trusted."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer")
    return source is not None and urlsplit(source)[:2] == urlsplit(request.host_url)[:2]


def carried_post() -> tuple[str, list[tuple[str, str]]] | None:
    """What the sign-in page carries along of the present, signed-out post: a seal, and the typed fields.

    Nothing where the route declares no way to finish it or nobody had been signed in on this browser.
    """
    if not hasattr(_view(request.endpoint), "finish"):
        return None
    person_id = earlier_person()
    if person_id is None:
        return None
    typed = [(name, value) for name, value in readable_fields().items(multi=True) if name not in NOT_CARRIED]
    return _sealer().dumps([person_id, request.path]), typed


def finish_carried(seal: str, fields: Fields, person_id: int) -> Response | None:
    """Finish the carried post for the person who just signed in; nothing when it was somebody else's."""
    try:
        owner_id, path = _sealer().loads(seal, max_age=LONGEST_CARRY)
    except BadSignature:
        return None
    if owner_id != person_id:
        return None
    endpoint, values = current_app.url_map.bind_to_environ(request.environ).match(path, method="POST")
    carried = MultiDict((name, value) for name, value in fields.items(multi=True) if name not in NOT_CARRIED)
    answer: Response = _view(endpoint).finish(carried, **values)
    return answer


def _view(endpoint: str | None) -> Any:
    return current_app.view_functions.get(endpoint or "")


def _mark(view: View, name: str, function: Callable[..., Response]) -> View:
    setattr(view, name, function)
    return view


def _first_fields() -> Iterator[tuple[str, str]]:
    """The whole fields at the start of an over-large URL-encoded body."""
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    start = request.environ["wsgi.input"].read(LARGEST_BODY)
    whole, _, _ = start.rpartition(b"&")
    yield from parse_qsl(whole.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=1000)


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="carried-post")
