"""A push service of our own on a free port, which trusts nobody: it checks each push as the strictest real one would.

    service = stack.enter_context(push_service())
    device = service.subscribe(public_key)          # what a browser would hand over, as a Target
    service.answers(410)                            # from now on; service.answers(hang) and others below as well
    service.received[-1].payload                    # decrypted by http_ece, another library than the sender's

Headers, the signature and its audience are checked at once, and a push that breaks a rule is answered with 400; what
was wrong stands in ``service.faults``, which is empty where all went well.
"""

import base64
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from client_app.domain.deliveries import Target
from client_app.gateways.clock import utc_now

Misbehaviour = Callable[["_Exchange"], None]
"""What is done with a connection instead of an answer."""


@dataclass(frozen=True)
class Received:
    """One push that was taken in, whatever it was answered with."""

    endpoint: str
    payload: bytes
    headers: Mapping[str, str]
    """Names in small letters."""
    at: float
    """``time.monotonic()``."""
    connection: int
    """The same number: over the same connection."""

    @property
    def topic(self) -> str:
        """The topic that it replaces others under."""
        return self.headers["topic"]


@dataclass(frozen=True)
class _Device:
    private: ec.EllipticCurvePrivateKey
    auth: bytes
    application_key: str


@dataclass
class PushService:
    """A running push service; ``host`` is what PUSH_TEST_HOSTS must name."""

    host: str
    received: list[Received] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    connections: int = 0
    """How many were made so far."""
    delay: float = 0.0
    """Seconds before each answer."""
    _devices: dict[str, _Device] = field(default_factory=dict)
    _answer: int | Misbehaviour = 201
    _body: bytes = b""
    _extra: Mapping[str, str] = field(default_factory=dict)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def subscribe(self, application_key: str) -> Target:
        """Make a device here, as a browser does for the public key of a deployment."""
        private, auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        endpoint = f"http://{self.host}/send/{token_urlsafe(24)}"
        self._devices[endpoint] = _Device(private, auth, application_key)
        point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Target(endpoint, written(point), written(auth), application_key)

    def answers(self, answer: int | Misbehaviour, body: bytes = b"", /, **headers: str) -> None:
        """Answer so from now on: a status and headers (``retry_after="120"``), or a misbehaviour of this module."""
        self._answer, self._body = answer, body
        self._extra = {name.replace("_", "-").title(): value for name, value in headers.items()}


def written(raw: bytes) -> str:
    """Base64url without padding, as browsers write keys."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def hang(exchange: "_Exchange") -> None:
    """Say nothing at all."""
    exchange.service._stopped.wait(60)


def drip(exchange: "_Exchange") -> None:
    """Begin an answer and send a letter of its head now and then."""
    exchange.say(b"HTTP/1.1 201 Created\r\nX-Slow: ")
    _drop_by_drop(exchange)


def drip_body(exchange: "_Exchange") -> None:
    """Accept, and send a letter of the body now and then."""
    exchange.say(b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n")
    _drop_by_drop(exchange)


def pour(exchange: "_Exchange") -> None:
    """Accept, with 1 GB behind it."""
    exchange.say(b"HTTP/1.1 201 Created\r\nContent-Length: 1000000000\r\n\r\n")
    for _ in range(1000):
        exchange.say(b"x" * 1_000_000)


def say_nonsense(exchange: "_Exchange") -> None:
    """Answer in another language than HTTP."""
    exchange.say(b"\x16\x03\x01 220 mail ready\r\n\r\n")


def hang_up(exchange: "_Exchange") -> None:
    """Close the connection without a word."""
    exchange.connection.shutdown(socket.SHUT_RDWR)


def _drop_by_drop(exchange: "_Exchange") -> None:
    while not exchange.service._stopped.wait(0.05):
        exchange.say(b"x")


class _Exchange(BaseHTTPRequestHandler):
    """One connection to the service."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    service: PushService

    def setup(self) -> None:
        """Count the connection."""
        self.service.connections += 1
        super().setup()

    def do_POST(self) -> None:
        """Take in a push, check it, and answer as told."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        endpoint = f"http://{self.service.host}{self.path}"
        try:
            payload = _checked(self.service, endpoint, headers, body)
        except (AssertionError, KeyError, ValueError, jwt.PyJWTError, http_ece.ECEException) as error:
            self.service.faults.append(f"{type(error).__name__}: {error}")
            self._reply(400, b"", {})
            return
        self.service.received.append(Received(endpoint, payload, headers, time.monotonic(), self.client_address[1]))
        if self.service.delay:
            time.sleep(self.service.delay)
        if callable(self.service._answer):
            self.close_connection = True
            with suppress(OSError):
                self.service._answer(self)
        else:
            self._reply(self.service._answer, self.service._body, self.service._extra)

    def say(self, words: bytes) -> None:
        """Send bytes as they are."""
        self.wfile.write(words)

    def _reply(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing on the terminal."""


def _checked(service: PushService, endpoint: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """The payload of a push that keeps every rule of RFC 8030, 8188, 8291 and 8292."""
    device = service._devices[endpoint]
    assert headers["content-encoding"] == "aes128gcm", headers["content-encoding"]
    assert headers["content-type"] == "application/octet-stream", headers["content-type"]
    assert int(headers["ttl"]) > 0, "a TTL of 0 is lost on a phone that sleeps"
    assert headers["urgency"] in {"very-low", "low", "normal", "high"}, headers["urgency"]
    assert 1 <= len(headers["topic"]) <= 32, headers["topic"]
    assert len(body) <= 4096, len(body)
    _check_signature(headers["authorization"], f"http://{service.host}", device.application_key)
    payload: bytes = http_ece.decrypt(body, private_key=device.private, auth_secret=device.auth, version="aes128gcm")
    return payload


def _check_signature(authorization: str, origin: str, application_key: str) -> None:
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid", scheme
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert parts["k"] == application_key, "signed with another key than the device was subscribed with"
    point = base64.urlsafe_b64decode(application_key + "=")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims = jwt.decode(
        parts["t"], key, algorithms=["ES256"], audience=origin, options={"require": ["exp", "aud", "sub"]}
    )
    assert claims["exp"] <= utc_now().timestamp() + 24 * 3600, "it is signed for longer than a day"
    assert claims["sub"].startswith(("mailto:", "https://")), claims["sub"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024


@contextmanager
def push_service() -> Iterator[PushService]:
    """Run a push service on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), _Exchange)
    service = PushService(f"127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass = type("_Exchange", (_Exchange,), {"service": service})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service._stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
