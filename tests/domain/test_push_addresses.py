"""Where a push may be sent: to known services only, whatever an address makes itself look like."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.push_addresses import (
    LONGEST_ENDPOINT,
    NO_ENDPOINT,
    UNKNOWN_SERVICE,
    origin_of,
    service_of,
    why_not_endpoint,
)
from client_app.domain.sentences import Sentence

ALLOWED = ("fcm.googleapis.com", "push.apple.com", "notify.windows.com")
TESTS = ("127.0.0.1:9000", "localhost:9001")


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
