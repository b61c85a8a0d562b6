"""Where a request comes from, and under which address people reach this deployment.

A forwarded address, scheme or host counts only when one of the deployment's own proxies (``TRUSTED_PROXIES``) says it:
anybody can write these headers, and what a stranger claims must neither spread failed sign-ins over invented addresses
nor stand in a link.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, has_request_context, request

from client_app.domain.sentences import N_, Sentence
from client_app.web.errors import error_page

WRONG_HOST = N_("This address does not belong to this site. Please open it by the address that your program gave you.")

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?")

Networks = Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]
Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def add_addresses(app: Flask) -> None:
    """Hear what trusted proxies say, and answer only to the deployment's own name where it has one."""
    app.wsgi_app = _hears_proxies(app.wsgi_app, app.config["TRUSTED_PROXIES"])  # type: ignore[assignment,method-assign]
    app.before_request(_refuse_other_hosts)


def client_address() -> str:
    """The network address of the browser that asks, as far as trusted proxies tell."""
    return request.remote_addr or ""


def public_url(path: str) -> str:
    """The whole address of one of our paths, for handing on outside of this browser.

    Outside of a request, and where ``PUBLIC_URL`` is not set, it is the path alone.
    """
    origin: str = current_app.config["PUBLIC_URL"]
    if not origin and has_request_context():
        origin = request.host_url.removesuffix("/")
    return f"{origin}{path}"


def _refuse_other_hosts() -> Response | None:
    """A forged ``Host`` gets a plain answer; the watchdog asks by whatever address it knows."""
    origin = current_app.config["PUBLIC_URL"]
    if not origin or request.path == "/healthz" or _plain_host(request.host) == urlsplit(origin).netloc:
        return None
    return error_page(400, Sentence(WRONG_HOST))


def _plain_host(host: str) -> str:
    """As ``PUBLIC_URL`` is kept: in small letters, without the port that goes without saying."""
    return host.lower().removesuffix(":443" if current_app.config["PUBLIC_URL"].startswith("https") else ":80")


def _hears_proxies(serve: WsgiApp, trusted: Networks) -> WsgiApp:
    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        said = {name: environ.pop(name, "") for name in _FORWARDED}
        if _is_trusted(environ.get("REMOTE_ADDR", ""), trusted):
            environ["REMOTE_ADDR"] = _origin(environ["REMOTE_ADDR"], said["HTTP_X_FORWARDED_FOR"], trusted)
            scheme, host = _last(said["HTTP_X_FORWARDED_PROTO"]).lower(), _last(said["HTTP_X_FORWARDED_HOST"])
            if scheme in {"http", "https"}:
                environ["wsgi.url_scheme"] = scheme
            if _HOST.fullmatch(host):
                environ["HTTP_HOST"] = host
        return serve(environ, start_response)

    return application


def _origin(nearest: str, forwarded_for: str, trusted: Networks) -> str:
    """Walk from the nearest proxy outwards as long as one of ours speaks; who it names first that is not ours, asks."""
    address = nearest
    for named in reversed(forwarded_for.split(",")):
        found = _address(named)
        if found is None:
            break
        address = found
        if not _is_trusted(address, trusted):
            break
    return address


def _is_trusted(address: str, trusted: Networks) -> bool:
    found = _address(address)
    return found is not None and any(ipaddress.ip_address(found) in network for network in trusted)


def _address(text: str) -> str | None:
    """A network address without the port that some proxies write behind it."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        return str(ipaddress.ip_address(plain))
    except ValueError:
        return None


def _last(values: str) -> str:
    """What the nearest proxy wrote, behind whatever came with the request."""
    return values.rpartition(",")[2].strip()
