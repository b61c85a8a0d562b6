"""A push as a push service takes it: encrypted for one device (RFC 8291), signed by the deployment (RFC 8292).

``webpush`` encrypts. It asks whatever stands at its ``vapid`` for the signature, and there stands ours: for an origin
with its port, kept for hours instead of made anew for each push, with any contact that RFC 8292 allows. Its headers
are not used: TTL, urgency and topic belong to one push, and its object is shared by all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from webpush import WebPush
from webpush.types import WebPushSubscription
from webpush.vapid import VAPID

from client_app.domain.deliveries import Target
from client_app.domain.push_addresses import origin_of
from client_app.domain.pushes import Push
from client_app.gateways.clock import utc_now
from client_app.gateways.push_keys import KeyPair, UnreadableKeysError

GOOD_FOR = timedelta(hours=12)
"""A signature's life; RFC 8292 allows 24 hours, and the clocks of others may be wrong."""
RENEWED_BEFORE = timedelta(hours=1)
"""A signature that ends sooner than this is not used any more."""
MOST_SIGNATURES = 1000
"""Kept at a time; a known push service has a handful of origins."""


@dataclass(frozen=True)
class Sealed:
    """A push that nobody but the device can read."""

    headers: dict[str, str]
    body: bytes


def new_pair() -> KeyPair:
    """Make a key pair."""
    private, _, public = VAPID.generate_keys()
    return KeyPair(public=public, private=private.decode("ascii"))


def private_key_of(pair: KeyPair) -> EllipticCurvePrivateKey:
    """The private key of a pair, once it is certain that both belong together.

    Raises:
        UnreadableKeysError: it is none, or another's.

    """
    try:
        key = load_pem_private_key(pair.private.encode("ascii"), password=None)
    except (ValueError, TypeError) as error:
        raise UnreadableKeysError(f"The private key of {pair.public} cannot be read.") from error
    if (
        not isinstance(key, EllipticCurvePrivateKey)
        or VAPID.get_application_server_key(key.public_key()) != pair.public
    ):
        raise UnreadableKeysError(f"The private key beside {pair.public} is another's.")
    return key


class Sealer:
    """Encrypts and signs, with every key pair of the deployment."""

    def __init__(self, pairs: Sequence[KeyPair], contact: str) -> None:
        """Take the pairs to sign with, and whom a push service may write to.

        Raises:
            UnreadableKeysError: a private key is none, or belongs to another public one.

        """
        self._encryptors = {pair.public: _encryptor(pair, contact) for pair in pairs}

    def seal(self, target: Target, push: Push) -> Sealed:
        """Encrypt a push for its device and sign it with the key that the device was subscribed with.

        Raises:
            ValueError: there is no such key any more, or those of the device are none.

        """
        encryptor = self._encryptors.get(target.application_key)
        if encryptor is None:
            raise ValueError("The key that this device was subscribed with is not in the file.")
        device = WebPushSubscription.model_validate(
            {"endpoint": target.endpoint, "keys": {"auth": target.auth, "p256dh": target.p256dh}}
        )
        message = encryptor.get(push.payload, device)
        return Sealed(
            headers={
                "Authorization": message.headers["authorization"],
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(push.ttl),
                "Urgency": push.urgency.value,
                "Topic": push.topic,
            },
            body=message.encrypted,
        )


class _Signatures:
    """Says who sends, to each push service for hours with the same words."""

    def __init__(self, private: EllipticCurvePrivateKey, public: str, contact: str) -> None:
        self._private, self._public, self._contact = private, public, contact
        self._kept: dict[str, tuple[datetime, str]] = {}

    def get_authorization_header(self, endpoint: object, subscriber: str, expiration: int) -> str:  # noqa: ARG002 - webpush's
        """The header for a push service, which webpush asks for."""
        origin, now = origin_of(str(endpoint)), utc_now()
        ends, header = self._kept.get(origin, (now, ""))
        if not now + RENEWED_BEFORE < ends <= now + GOOD_FOR:  # later than that: the clock was put back
            header = self._sign(origin, now + GOOD_FOR)
        return header

    def _sign(self, origin: str, ends: datetime) -> str:
        claims = {"aud": origin, "exp": int(ends.timestamp()), "sub": self._contact}
        header = f"vapid t={jwt.encode(claims, self._private, algorithm='ES256')}, k={self._public}"
        if len(self._kept) >= MOST_SIGNATURES:
            self._kept.clear()
        self._kept[origin] = ends, header
        return header


def _encryptor(pair: KeyPair, contact: str) -> WebPush:
    private = private_key_of(pair)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    encryptor = WebPush(pair.private.encode("ascii"), public, subscriber=contact)
    encryptor.vapid = _Signatures(private, pair.public, contact)
    return encryptor
