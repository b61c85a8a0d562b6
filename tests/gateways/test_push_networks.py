"""Names lead where whoever owns them wants: nothing is connected to in a network of one's own."""

import asyncio
import errno
import socket
from collections.abc import Iterator, Sequence

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from client_app.domain.deliveries import Answer, Meaning, Target
from client_app.domain.pushes import Push, Urgency
from client_app.gateways.push import PushSender
from client_app.gateways.push_sealing import Sealer, new_pair
from tests.support.push_service import PushService, push_service

PAIR = new_pair()
PUSH = Push(b"{}", 3600, Urgency.HIGH, "check-in")
KNOWN = "https://fcm.googleapis.com/x"


class Names(AbstractResolver):
    """A resolver that a stranger owns: every name leads to these addresses, and is noted."""

    def __init__(self, *addresses: str, port: int = 443) -> None:
        self.addresses, self.port, self.asked = addresses, port, list[str]()

    async def resolve(
        self,
        host: str,
        port: int = 0,  # noqa: ARG002 - aiohttp's
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
    ) -> list[ResolveResult]:
        """Where a name leads."""
        self.asked.append(host)
        if not self.addresses:
            raise OSError(f"{host} is not known")
        return [
            ResolveResult(hostname=host, host=address, port=self.port, family=family_of(address), proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None:
        """There is nothing to close."""


def family_of(address: str) -> int:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


@pytest.fixture
def service() -> Iterator[PushService]:
    """A push service on a free port of this machine, which no known name should lead to."""
    with push_service() as running:
        yield running


def send_by(
    names: Names,
    service: PushService,
    endpoint: str,
    test_hosts: Sequence[str] = (),
    allowed: Sequence[str] = ("fcm.googleapis.com",),
) -> Answer:
    """Send to an address with keys that are good."""

    async def go() -> Answer:
        sealer = Sealer([PAIR], "mailto:reminders@clinic.example")
        async with PushSender(sealer, allowed, test_hosts, resolver=names) as sender:
            device = service.subscribe(PAIR.public)
            return await sender.send(Target(endpoint, device.p256dh, device.auth, PAIR.public), PUSH)

    return asyncio.run(go())


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("127.0.0.1", "127.0.0.2"),
        ("10.0.0.1", "::1"),
        ("169.254.169.254",),
        ("100.64.0.1",),
        ("::1",),
        ("::ffff:127.0.0.1",),
        ("64:ff9b::7f00:1",),
        ("2002:7f00:1::1",),
        ("fe80::1",),
    ],
)
def test_a_name_that_leads_into_a_network_of_ones_own_is_not_connected_to(
    service: PushService, addresses: tuple[str, ...]
) -> None:
    """The service listens where the name leads, and would be reached but for the check."""
    names = Names(*addresses, port=int(service.host.split(":")[1]))
    assert send_by(names, service, KNOWN) == Answer(Meaning.FORBIDDEN)
    assert names.asked == ["fcm.googleapis.com"]
    assert service.connections == 0


def test_of_several_addresses_only_those_in_the_open_internet_are_tried(
    service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is down here: that is no answer, and another try may have one."""
    tried = []

    async def unreachable(_loop: object, _socket: object, address: tuple[str, int]) -> None:
        tried.append(address[0])
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_connect", unreachable)
    names = Names("10.0.0.1", "8.8.8.8", "64:ff9b::7f00:1", "9.9.9.9", "127.0.0.1")
    assert send_by(names, service, KNOWN) == Answer(Meaning.NO_ANSWER)
    assert set(tried) == {"8.8.8.8", "9.9.9.9"}


@pytest.mark.parametrize("literal", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
def test_an_address_that_no_name_led_to_is_looked_at_as_well(service: PushService, literal: str) -> None:
    """A deployment may allow such a host by mistake; nothing is connected to all the same."""
    names = Names()
    assert send_by(names, service, f"https://{literal}/x", allowed=[literal]) == Answer(Meaning.FORBIDDEN)
    assert names.asked == []


def test_a_known_name_does_not_lead_to_a_service_under_test_by_plain_http(service: PushService) -> None:
    """Over TLS it gets no answer from it; the test's port alone is open to it."""
    names = Names("127.0.0.1", port=int(service.host.split(":")[1]))
    assert send_by(names, service, KNOWN, [service.host]) == Answer(Meaning.NO_ANSWER)
    assert service.received == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://push.example.org/x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "http://127.0.0.1:1/x",
        "nowhere",
        "",
    ],
)
def test_an_address_that_is_none_of_a_known_service_is_not_even_looked_up(service: PushService, endpoint: str) -> None:
    names = Names("127.0.0.1")
    assert send_by(names, service, endpoint, [service.host]) == Answer(Meaning.FORBIDDEN)
    assert (names.asked, service.connections) == ([], 0)


def test_a_name_that_leads_nowhere_is_no_answer(service: PushService) -> None:
    assert send_by(Names(), service, KNOWN) == Answer(Meaning.NO_ANSWER)
