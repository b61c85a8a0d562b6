"""A device's keys for a push: a point on the curve, and a secret of 16 bytes."""

from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from client_app.domain.push_addresses import NO_KEYS, is_public_key, why_not_keys
from client_app.domain.sentences import Sentence

POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
"""The receiver of RFC 8291, appendix A."""


def keyed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.parametrize(
    ("p256dh", "auth", "reason"),
    [
        (POINT, AUTH, None),
        (POINT, keyed(b"\0" * 16), None),
        (POINT, keyed(b"\0" * 15), NO_KEYS),
        (POINT, keyed(b"\0" * 17), NO_KEYS),
        (POINT, "", NO_KEYS),
        (POINT, AUTH + "==", NO_KEYS),
        (POINT, AUTH[:-1] + "é", NO_KEYS),
        (POINT, "\ud800", NO_KEYS),
        (POINT, "x" * 101, NO_KEYS),
        (POINT, "x", NO_KEYS),
        (POINT + "=", AUTH, NO_KEYS),
        (POINT[:-1], AUTH, NO_KEYS),
        (POINT + "A", AUTH, NO_KEYS),
        ("", AUTH, NO_KEYS),
        (POINT.replace("_", "/"), AUTH, NO_KEYS),
        (POINT[:50] + "\n" + POINT[51:], AUTH, NO_KEYS),
        (keyed(b"\4" + b"\0" * 64), AUTH, NO_KEYS),
        (keyed(b"\0" * 65), AUTH, NO_KEYS),
        (keyed(b"\2" + b"\1" * 32), AUTH, NO_KEYS),
        (keyed(b"\4" + b"\xff" * 64), AUTH, NO_KEYS),
    ],
)
def test_keys_are_a_point_on_the_curve_and_a_secret_of_16_bytes(
    p256dh: str, auth: str, reason: Sentence | None
) -> None:
    assert why_not_keys(p256dh, auth) == reason


FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
GIVEN_X = 5
GIVEN_Y = 0x459243B9AA581806FE913BCE99817ADE11CA503C64D9A3C533415C083248FBCC
"""A point on the curve whose x is small enough to be written in another way, with the field's order added."""


@pytest.mark.parametrize(
    ("x", "y", "is_taken"),
    [
        (GIVEN_X, GIVEN_Y, True),
        (GIVEN_X, FIELD - GIVEN_Y, True),
        (GIVEN_X + FIELD, GIVEN_Y, False),
        (GIVEN_X, GIVEN_Y + 1, False),
        (GIVEN_X + 1, GIVEN_Y, False),
    ],
)
def test_a_point_is_on_the_curve_and_written_in_one_way(x: int, y: int, is_taken: bool) -> None:
    assert is_public_key(keyed(b"\4" + x.to_bytes(32) + y.to_bytes(32))) is is_taken


def test_keys_that_another_library_makes_are_taken() -> None:
    for _ in range(50):
        public = ec.generate_private_key(ec.SECP256R1()).public_key()
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        spoiled = point[:40] + bytes([point[40] ^ 1]) + point[41:]
        assert (is_public_key(keyed(point)), is_public_key(keyed(spoiled))) == (True, False)
