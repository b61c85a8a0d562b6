"""Encrypting and signing one reminder, against the bare primitives of RFC 8291. Run: ``python -m bench.push``.

The bare primitives, over bytes that are ready: one fresh key pair and its exchange with the device's, the three HKDFs,
AES-GCM over the same payload, the record's header; the signature is a text that is there already. Sealing also reads
the device's address and keys, finds its key pair and the signature for its origin, and makes the headers. Both only
reckon, so what is compared is the processor's time.
"""

import argparse
import os
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from client_app.domain.deliveries import Target
from client_app.domain.pushes import Push, Urgency
from client_app.gateways.push_sealing import Sealer, new_pair
from tests.support.push_service import written

BAR = 1.5
PUSH = Push(b"x" * 512, 3600, Urgency.HIGH, "check-in")


@dataclass(frozen=True)
class Device:
    """A browser's two keys, as bytes."""

    point: bytes
    auth: bytes

    @property
    def target(self) -> Target:
        """The same as the product stores it."""
        endpoint = f"https://fcm.googleapis.com/fcm/send/{written(os.urandom(120))}"
        return Target(endpoint, written(self.point), written(self.auth), PAIR.public)


PAIR = new_pair()


def main() -> None:
    """Let both take turns, pair by pair, and print the median of their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--reminders", type=int, default=2000, help="in each half of a pair")
    given = parser.parse_args()
    sealer = Sealer([PAIR], "mailto:reminders@clinic.example")
    devices = [_device() for _ in range(given.reminders)]
    targets = [device.target for device in devices]
    for act, each in ((bare, devices[:100]), (lambda target: sealer.seal(target, PUSH), targets[:100])):
        _microseconds(act, each)
    pairs = [
        (_microseconds(bare, devices), _microseconds(lambda target: sealer.seal(target, PUSH), targets))
        for _ in range(given.pairs)
    ]
    ratio = median(sealing / alone for alone, sealing in pairs)
    print(f"\nencrypting and signing a reminder of {len(PUSH.payload)} bytes")
    for alone, sealing in pairs:
        print(f"  bare primitives: {alone:5.0f} µs · sealed: {sealing:5.0f} µs")
    print(f"  median of the ratios: {ratio:.2f} (bar {BAR}) {'' if ratio <= BAR else 'MISSED'}")


def bare(device: Device) -> tuple[bytes, dict[str, str]]:
    """What nobody can do without."""
    ours, salt = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), device.point))
    secret = _derived(shared, 32, device.auth, b"WebPush: info\0" + device.point + point)
    key = _derived(secret, 16, salt, b"Content-Encoding: aes128gcm\0")
    nonce = _derived(secret, 12, salt, b"Content-Encoding: nonce\0")
    sealed = AESGCM(key).encrypt(nonce, PUSH.payload + b"\2", None)
    return salt + struct.pack("!LB", 4096, len(point)) + point + sealed, {"Authorization": SIGNED}


SIGNED = "vapid t=, k="


def _derived(secret: bytes, length: int, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


def _device() -> Device:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    return Device(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), os.urandom(16))


def _microseconds(act: Callable[[Any], object], each: Sequence[Any]) -> float:
    started = time.process_time()
    for thing in each:
        act(thing)
    return (time.process_time() - started) / len(each) * 1_000_000


if __name__ == "__main__":
    main()
