"""Connections into the open internet only, whatever a name leads to at the moment of connecting.

Addresses of one's own networks are taken out of what a name leads to, so that one among good ones does no harm; and
each socket is looked at again before it is made, also for an address that no name led to.
"""

import errno
import socket
from collections.abc import Sequence
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from client_app.domain.push_addresses import is_reachable


class ForbiddenAddressError(OSError):
    """All that a name leads to lies in networks that nothing is sent to."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "Nothing is sent to this address")


def open_connector(test_hosts: Sequence[str], resolver: AbstractResolver | None = None) -> aiohttp.TCPConnector:
    """What makes connections and keeps them: as many as it is asked for, none of them into a network of one's own.

    ``test_hosts`` are ``host:port`` on this machine that are reached all the same; the system looks names up unless
    another ``resolver`` is given.
    """

    def socket_for(info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, (address, port, *_) = info
        if not is_reachable(address, port, test_hosts):
            raise ForbiddenAddressError
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(
        limit=0, resolver=_OpenOnly(resolver or aiohttp.ThreadedResolver(), test_hosts), socket_factory=socket_for
    )


class _OpenOnly(AbstractResolver):
    """Looks names up, and leaves out addresses that nothing is sent to."""

    def __init__(self, asked: AbstractResolver, test_hosts: Sequence[str]) -> None:
        self._asked, self._test_hosts = asked, test_hosts

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Where a name leads, as far as it may be followed."""
        found = await self._asked.resolve(host, port, family)
        reachable = [result for result in found if is_reachable(result["host"], result["port"], self._test_hosts)]
        if found and not reachable:
            raise ForbiddenAddressError
        return reachable

    async def close(self) -> None:
        """Let the other resolver go."""
        await self._asked.close()
