"""Where a connection may be made to: the open internet only, however an address is written."""

import pytest

from client_app.domain.push_addresses import is_public, is_reachable

TESTS = ("127.0.0.1:9000", "localhost:9001")


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
