"""Where a push may be sent: known services only, the open internet only, keys that are keys."""

import re
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.push_addresses import (
    LONGEST_ENDPOINT,
    NO_ENDPOINT,
    NO_KEYS,
    UNKNOWN_SERVICE,
    is_public,
    is_public_key,
    is_reachable,
    origin_of,
    service_of,
    why_not_endpoint,
    why_not_keys,
)
from client_app.domain.sentences import Sentence

ALLOWED = ("fcm.googleapis.com", "push.apple.com", "notify.windows.com")
TESTS = ("127.0.0.1:9000", "localhost:9001")

POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
"""The receiver of RFC 8291, appendix A."""


@pytest.mark.parametrize(
    ("endpoint", "service"),
    [
        ("https://fcm.googleapis.com/fcm/send/dF3:APA91b-_x", "fcm.googleapis.com"),
        ("https://fcm.googleapis.com:443/fcm/send/x", "fcm.googleapis.com"),
        ("https://web.push.apple.com/QKyz?a=%2b&b=c~d", "push.apple.com"),
        ("https://db5p.notify.windows.com/w/?token=BQYAAA%2b%3d", "notify.windows.com"),
        ("http://127.0.0.1:9000/send/x", "127.0.0.1:9000"),
        ("http://localhost:9001/", "localhost:9001"),
    ],
)
def test_known_services_are_taken(endpoint: str, service: str) -> None:
    assert why_not_endpoint(endpoint, ALLOWED, TESTS) is None
    assert service_of(endpoint, ALLOWED, TESTS) == service


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        # another host, or one that only looks like a known one
        ("https://push.example.org/x", UNKNOWN_SERVICE),
        ("https://fcm.googleapis.com.evil.test/x", UNKNOWN_SERVICE),
        ("https://evilfcm.googleapis.com.attacker.test/x", UNKNOWN_SERVICE),
        ("https://evilfcm.googleapis.com/x", UNKNOWN_SERVICE),
        ("https://googleapis.com/x", UNKNOWN_SERVICE),
        ("https://xn--fcm-googleapis-com.test/x", UNKNOWN_SERVICE),
        ("https://127.0.0.1/x", UNKNOWN_SERVICE),
        ("https://2130706433/x", UNKNOWN_SERVICE),
        ("https://0x7f.1/x", UNKNOWN_SERVICE),
        # another port, another scheme
        ("https://fcm.googleapis.com:8443/x", UNKNOWN_SERVICE),
        ("https://fcm.googleapis.com:0443/x", UNKNOWN_SERVICE),
        ("http://fcm.googleapis.com/x", UNKNOWN_SERVICE),
        ("http://fcm.googleapis.com:443/x", UNKNOWN_SERVICE),
        ("https://127.0.0.1:9000/x", UNKNOWN_SERVICE),
        ("http://127.0.0.1:9001/x", UNKNOWN_SERVICE),
        ("http://127.0.0.1/x", UNKNOWN_SERVICE),
        ("ftp://fcm.googleapis.com/x", NO_ENDPOINT),
        ("file:///etc/passwd", NO_ENDPOINT),
        ("//fcm.googleapis.com/x", NO_ENDPOINT),
        ("HTTPS://fcm.googleapis.com/x", NO_ENDPOINT),
        # what another reader may take for something else
        ("https://FCM.googleapis.com/x", NO_ENDPOINT),
        ("https://fcm.googleapis.com./x", NO_ENDPOINT),
        ("https://fcm..googleapis.com/x", NO_ENDPOINT),
        ("https://.fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://-x.fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://a_b.fcm.googleapis.com/x", NO_ENDPOINT),
        (f"https://{'a' * 64}.fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://fcm.googleapis.com@evil.test/x", NO_ENDPOINT),
        ("https://evil.test@fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://:@fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://evil.test\\@fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://evil.test\\.fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://evil.test#.fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://evil.test?.fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://evil.test/.fcm.googleapis.com/x", UNKNOWN_SERVICE),
        ("https://fcm%2egoogleapis.com/x", NO_ENDPOINT),
        ("https://fcm.googleapis.com/x#fragment", NO_ENDPOINT),
        ("https://fcm.googleapis.com/x#", NO_ENDPOINT),
        ("https://fcm。googleapis。com/x", NO_ENDPOINT),
        ("https://ｆcm.googleapis.com/x", NO_ENDPOINT),
        ("https://fcm.googleapıs.com/x", NO_ENDPOINT),
        ("https://[::1]/x", NO_ENDPOINT),
        ("https://[::ffff:127.0.0.1]:443/x", NO_ENDPOINT),
        ("https://fcm.googleapis.com:/x", NO_ENDPOINT),
        ("https://fcm.googleapis.com:443443/x", NO_ENDPOINT),
        ("https://fcm.googleapis.com:४४३/x", NO_ENDPOINT),
        # what would break a request in two
        ("https://fcm.googleapis.com/x\r\nX-Evil: 1", NO_ENDPOINT),
        ("https://fcm.googleapis.com/x\n", NO_ENDPOINT),
        ("\nhttps://fcm.googleapis.com/x", NO_ENDPOINT),
        (" https://fcm.googleapis.com/x", NO_ENDPOINT),
        ("https://fcm.googleapis.com/a b", NO_ENDPOINT),
        ("https://fcm.googleapis.com/a%zz", NO_ENDPOINT),
        ("https://fcm.googleapis.com/a\x00", NO_ENDPOINT),
        ("https://fcm.googleapis.com/\ud800", NO_ENDPOINT),
        ("https://fcm.googleapis.com/ñ", NO_ENDPOINT),
        # no address at all
        ("https://fcm.googleapis.com", NO_ENDPOINT),
        ("https:///x", NO_ENDPOINT),
        ("https://", NO_ENDPOINT),
        ("", NO_ENDPOINT),
    ],
)
def test_everything_else_is_refused(endpoint: str, reason: Sentence) -> None:
    assert why_not_endpoint(endpoint, ALLOWED, TESTS) == reason
    assert service_of(endpoint, ALLOWED, TESTS) is None


@pytest.mark.parametrize(("longer_by", "reason"), [(0, None), (1, NO_ENDPOINT)])
def test_an_address_has_an_end(longer_by: int, reason: Sentence | None) -> None:
    start = "https://fcm.googleapis.com/"
    endpoint = start + "x" * (LONGEST_ENDPOINT - len(start) + longer_by)
    assert why_not_endpoint(endpoint, ALLOWED, TESTS) == reason


def test_without_test_hosts_nothing_goes_over_plain_http() -> None:
    assert why_not_endpoint("http://127.0.0.1:9000/x", ALLOWED, ()) == UNKNOWN_SERVICE


@given(st.text(st.sampled_from("fcm.googleapis:/@\\?#[]%&-_A1é\t\0 "), max_size=20))
def test_whatever_stands_before_the_path_a_known_host_stands_behind_it(host: str) -> None:
    service = service_of(f"https://{host}/x", ALLOWED, TESTS)
    if service is not None:
        assert re.fullmatch(rf"([a-z0-9-]+\.)*{re.escape(service)}(:443)?", host.partition("/")[0])


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [
        ("https://fcm.googleapis.com/x", "https://fcm.googleapis.com"),
        ("https://fcm.googleapis.com:443/x", "https://fcm.googleapis.com"),
        ("https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com:8443"),
        ("http://localhost:80/x", "http://localhost"),
        ("http://localhost:443/x", "http://localhost:443"),
        ("http://127.0.0.1:9000/x", "http://127.0.0.1:9000"),
    ],
)
def test_the_origin_has_its_port_unless_it_is_the_usual_one(endpoint: str, origin: str) -> None:
    assert origin_of(endpoint) == origin


def test_what_is_no_address_has_no_origin() -> None:
    with pytest.raises(ValueError, match="No address"):
        origin_of("https://fcm.googleapis.com")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("0.0.0.0", "0.255.255.255"),  # noqa: S104 - nothing listens here
        ("10.0.0.0", "10.255.255.255"),
        ("100.64.0.0", "100.127.255.255"),
        ("127.0.0.0", "127.255.255.255"),
        ("169.254.0.0", "169.254.255.255"),
        ("172.16.0.0", "172.31.255.255"),
        ("192.0.0.0", "192.0.0.255"),
        ("192.0.2.0", "192.0.2.255"),
        ("192.88.99.0", "192.88.99.255"),
        ("192.168.0.0", "192.168.255.255"),
        ("198.18.0.0", "198.19.255.255"),
        ("198.51.100.0", "198.51.100.255"),
        ("203.0.113.0", "203.0.113.255"),
        ("224.0.0.0", "255.255.255.255"),
        ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ],
)
def test_networks_of_ones_own_are_not_public(first: str, last: str) -> None:
    assert (is_public(first), is_public(last)) == (False, False)


@pytest.mark.parametrize(
    "address",
    [
        "::1",
        "::",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2002:7f00:1::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "2a00:1450::1%eth0",
        "fec0::1",
        "ff02::1",
        "localhost",
        "0x7f000001",
        "127.1",
        "010.0.0.1",
        "",
    ],
)
def test_no_other_way_of_writing_them_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.0.0.0",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::",
        "2a00:1450:4001:80b::200a",
        "2620:149::1",
        "3fff:1000::",
    ],
)
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "port", "is_taken"),
    [
        ("8.8.8.8", 443, True),
        ("127.0.0.1", 9000, True),
        ("::1", 9001, True),
        ("127.0.0.1", 443, False),
        ("127.0.0.1", 900, False),
        ("127.0.0.2", 9000, False),
        ("10.0.0.1", 9000, False),
        ("::ffff:127.0.0.1", 9000, False),
    ],
)
def test_of_ones_own_machine_only_a_service_under_test_is_reached(address: str, port: int, is_taken: bool) -> None:
    assert is_reachable(address, port, TESTS) is is_taken


def test_without_test_hosts_nothing_of_ones_own_machine_is_reached() -> None:
    assert not is_reachable("127.0.0.1", 9000, ())


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
