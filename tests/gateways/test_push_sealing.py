"""What a push service gets: RFC 8291's worked example byte for byte, and a signature for its origin, kept for hours."""

import base64
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import http_ece
import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.deliveries import Target
from client_app.domain.pushes import LONGEST_PAYLOAD, Push, Urgency
from client_app.gateways import push_sealing
from client_app.gateways.push_keys import KeyPair, UnreadableKeysError
from client_app.gateways.push_sealing import GOOD_FOR, MOST_SIGNATURES, RENEWED_BEFORE, Sealer, new_pair, private_key_of
from tests.support.push_service import written

NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
OLD, NEW = new_pair(), new_pair()
CONTACT = "mailto:reminders@clinic.example"
PUSH = Push(b"{}", 3600, Urgency.HIGH, "check-in")

PHONE = ec.derive_private_key(
    int.from_bytes(base64.urlsafe_b64decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94=")), ec.SECP256R1()
)
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
"""The receiver of RFC 8291, appendix A."""


def target(endpoint: str = "https://fcm.googleapis.com/x", key: str = NEW.public) -> Target:
    return Target(endpoint, P256DH, AUTH, key)


def sealer() -> Sealer:
    return Sealer([NEW, OLD], CONTACT)


def opened(body: bytes) -> bytes:
    """The payload, by another library than the sender's."""
    payload: bytes = http_ece.decrypt(
        body, private_key=PHONE, auth_secret=base64.urlsafe_b64decode(AUTH + "=="), version="aes128gcm"
    )
    return payload


def claims(authorization: str, pair: KeyPair = NEW) -> dict[str, Any]:
    """What a signature says, once it is certain that the pair made it."""
    token, key = authorization.removeprefix("vapid t=").split(", k=")
    assert key == pair.public
    return jwt.decode(
        token,
        private_key_of(pair).public_key(),
        algorithms=["ES256"],
        options={"verify_aud": False, "verify_exp": False},
    )


def test_the_worked_example_of_rfc_8291(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = int.from_bytes(base64.urlsafe_b64decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw="))
    salt = base64.urlsafe_b64decode("DGv6ra1nlYgDCS1FRnbzlw==")
    sealing = sealer()
    monkeypatch.setattr(ec, "generate_private_key", lambda *_: ec.derive_private_key(ours, ec.SECP256R1()))
    monkeypatch.setattr(os, "urandom", lambda _length: salt)
    sealed = sealing.seal(target(), Push(b"When I grow up, I want to be a watermelon", 60, Urgency.NORMAL, "example"))
    assert written(sealed.body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6P"
        "Bru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(st.binary(max_size=100) | st.sampled_from([b"x" * LONGEST_PAYLOAD, b"\0" * (LONGEST_PAYLOAD - 1)]))
def test_another_library_reads_what_was_sealed(payload: bytes) -> None:
    body = sealer().seal(target(), Push(payload, 60, Urgency.NORMAL, "page")).body
    assert opened(body) == payload
    assert len(body) == len(payload) + 103 <= 4096


def test_the_same_push_is_never_the_same_twice() -> None:
    sealing = sealer()
    bodies = [sealing.seal(target(), PUSH).body for _ in range(3)]
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 3


def test_each_push_has_headers_of_its_own() -> None:
    sealing = sealer()
    long, short = sealing.seal(target(), PUSH), sealing.seal(target(), Push(b"", 60, Urgency.NORMAL, "page"))
    assert {name: long.headers[name] for name in long.headers if name != "Authorization"} == {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": "3600",
        "Urgency": "high",
        "Topic": "check-in",
    }
    assert [short.headers[name] for name in ("TTL", "Urgency", "Topic")] == ["60", "normal", "page"]


@pytest.mark.parametrize(
    ("endpoint", "audience"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", "https://fcm.googleapis.com"),
        ("https://fcm.googleapis.com:443/x", "https://fcm.googleapis.com"),
        ("http://127.0.0.1:9000/x", "http://127.0.0.1:9000"),
    ],
)
def test_the_signature_is_for_the_origin_with_its_port(endpoint: str, audience: str) -> None:
    with time_machine.travel(NOW, tick=False):
        said = claims(sealer().seal(target(endpoint), PUSH).headers["Authorization"])
    assert said == {"aud": audience, "exp": (NOW + timedelta(hours=12)).timestamp(), "sub": CONTACT}


@pytest.mark.parametrize("pair", [NEW, OLD])
def test_it_is_signed_with_the_key_that_the_device_was_subscribed_with(pair: KeyPair) -> None:
    assert claims(sealer().seal(target(key=pair.public), PUSH).headers["Authorization"], pair)


@pytest.mark.parametrize(
    ("later", "is_kept"),
    [
        (timedelta(0), True),
        (GOOD_FOR - RENEWED_BEFORE - timedelta(seconds=1), True),
        (GOOD_FOR - RENEWED_BEFORE, False),
        (GOOD_FOR + timedelta(days=1), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_a_signature_is_kept_until_shortly_before_its_end(later: timedelta, is_kept: bool) -> None:
    sealing = sealer()
    with time_machine.travel(NOW, tick=False) as clock:
        first = sealing.seal(target(), PUSH).headers["Authorization"]
        clock.move_to(NOW + later)
        second = sealing.seal(target("https://fcm.googleapis.com/y"), PUSH).headers["Authorization"]
    assert (first == second) is is_kept
    assert timedelta(0) < datetime.fromtimestamp(claims(second)["exp"], UTC) - (NOW + later) <= timedelta(hours=24)


def test_signatures_for_ever_more_origins_take_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_sealing, "MOST_SIGNATURES", 3)
    sealing = sealer()
    for number in range(10):
        sealing.seal(target(f"https://{number}.push.apple.com/x"), PUSH)
    assert MOST_SIGNATURES > 3
    assert len(sealing._encryptors[NEW.public].vapid._kept) <= 3


@pytest.mark.parametrize(
    "spoiled",
    [
        Target("https://fcm.googleapis.com/x", P256DH, AUTH, new_pair().public),
        Target("https://fcm.googleapis.com/x", P256DH[:-4], AUTH, NEW.public),
        Target("https://fcm.googleapis.com/x", "x", AUTH, NEW.public),
        Target("https://fcm.googleapis.com/x", P256DH, "ñ", NEW.public),
        Target("nowhere", P256DH, AUTH, NEW.public),
    ],
)
def test_what_cannot_be_sealed_is_told(spoiled: Target) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the libraries say
        sealer().seal(spoiled, PUSH)


def test_a_key_of_another_kind_is_told() -> None:
    other = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(UnreadableKeysError, match="another's"):
        Sealer([KeyPair(NEW.public, other.decode())], CONTACT)
