"""Where a push may be sent: the address of a device at its push service, and its two keys.

A browser hands all three over, so anybody can make them up, and the server will post to that address: only an address
at a push service that the deployment knows is taken, and nothing is sent to one of its own networks.
"""

import binascii
import re
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from client_app.domain.sentences import N_, Sentence

LONGEST_ENDPOINT = 2048
"""Characters; the longest that a known service gives out has some 700."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ENDPOINT = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[0-9]{{1,5}}))?"
    r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]++|%[0-9A-Fa-f]{2})*+"
)
"""What browsers write: a small-lettered host name without sign-in, no fragment, nothing that another reader could read
otherwise (a backslash, a space, a letter that is no ASCII)."""

NO_ENDPOINT = Sentence(N_("This is not an address that a browser gives out for reminders."))
UNKNOWN_SERVICE = Sentence(N_("This browser gets its reminders from a service we do not know. Try another browser."))
NO_KEYS = Sentence(N_("This browser's keys for reminders cannot be read. Turn reminders on once more."))


def why_not_endpoint(endpoint: str, allowed: Sequence[str], test_hosts: Sequence[str]) -> Sentence | None:
    """Why nothing is sent to this address; nothing where it stands at a known push service.

    ``allowed`` are host names, and all hosts below them, over ``https`` on port 443; ``test_hosts`` are ``host:port``
    on one's own machine, over ``http``.
    """
    if len(endpoint) > LONGEST_ENDPOINT or not _ENDPOINT.fullmatch(endpoint):
        return NO_ENDPOINT
    return None if service_of(endpoint, allowed, test_hosts) else UNKNOWN_SERVICE


def service_of(endpoint: str, allowed: Sequence[str], test_hosts: Sequence[str]) -> str | None:
    """The push service of an address, by the name under which it is allowed; nothing where it is not."""
    match = _ENDPOINT.fullmatch(endpoint)
    if match is None:
        return None
    host, port = match["host"], match["port"]
    if match["scheme"] == "http":
        return next((name for name in test_hosts if name == f"{host}:{port}"), None)
    if port not in {None, "443"}:
        return None
    return next((name for name in allowed if host == name or host.endswith(f".{name}")), None)


def origin_of(endpoint: str) -> str:
    """The origin of an address, for which a push is signed: with its port, unless that is the scheme's own.

    Raises:
        ValueError: it is no address of a push service.

    """
    match = _ENDPOINT.fullmatch(endpoint)
    if match is None:
        raise ValueError("No address of a push service.")
    usual = "443" if match["scheme"] == "https" else "80"
    port = "" if match["port"] in {None, usual} else f":{match['port']}"
    return f"{match['scheme']}://{match['host']}{port}"


_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a carrier's translation
        "127.0.0.0/8",
        "169.254.0.0/16",  # this link, and what clouds tell their machines
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # to many
        "240.0.0.0/4",  # reserved, and to all
        "2001::/23",  # Teredo, and what else is no place
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)
_PUBLIC_V6 = ip_network("2000::/3")
"""All that is given out to be reached from everywhere. Outside it lie loopback, one's own link and site, multicast,
IPv4 addresses that are written as IPv6, and those behind NAT64."""


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet, and not in a network of one's own or one that leads there."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and (found.scope_id or found not in _PUBLIC_V6):
        return False
    return not any(found in network for network in _NOT_PUBLIC)


def is_reachable(address: str, port: int, test_hosts: Sequence[str]) -> bool:
    """Whether a connection may be made to an IP address: in the open internet, or to a push service under test."""
    if is_public(address):
        return True
    is_test = any(name.endswith(f":{port}") for name in test_hosts)
    return is_test and address in {"127.0.0.1", "::1"}


_FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
"""The curve P-256: y² = x³ - 3x + b over the field."""


def why_not_keys(p256dh: str, auth: str) -> Sentence | None:
    """Why nothing can be encrypted for these keys; nothing where it can (RFC 8291, section 2)."""
    return None if is_public_key(p256dh) and len(_bytes_of(auth)) == 16 else NO_KEYS


def is_public_key(word: str) -> bool:
    """Whether this is a point on the curve P-256, uncompressed, in base64url."""
    point = _bytes_of(word)
    if len(point) != 65 or point[0] != 4:
        return False
    x, y = int.from_bytes(point[1:33]), int.from_bytes(point[33:])
    return x < _FIELD and y < _FIELD and (y * y - x * x * x + 3 * x - _B) % _FIELD == 0


def _bytes_of(word: str) -> bytes:
    """What base64url without padding says, as browsers write it; nothing where it says nothing."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", word):
        return b""
    try:
        return urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except binascii.Error:
        return b""
