"""The door to push services: hands one push to one device's service and says what came of it.

The address is somebody else's word, and so is the answer. Nothing is sent but to a known service in the open internet,
whatever its name leads to when the connection is made; no redirect is followed; and a service that hangs, drips, pours
or talks nonsense costs one place for ten seconds and nothing more.
"""

import asyncio
import logging
from asyncio import Semaphore
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from client_app.domain.deliveries import Answer, Meaning, Target, meaning_of, seconds_asked
from client_app.domain.push_addresses import service_of
from client_app.domain.pushes import Push
from client_app.gateways.clock import utc_now
from client_app.gateways.push_keys import UnreadableKeysError, keys_at_hand
from client_app.gateways.push_networks import ForbiddenAddressError, open_connector
from client_app.gateways.push_sealing import Sealer

logger = logging.getLogger(__name__)

LONGEST = 10.0
"""Seconds for one push, from the connection to the last byte of the answer that is read."""
AT_ONCE = 100
"""Pushes under way to one service; the others wait for a place, and for nothing of another service."""
MOST_READ = 4096
"""Bytes of an answer's body: they are read for the connection's sake only, and a longer answer ends it."""


class PushSender:
    """Hands pushes to push services, over connections that are kept, some at once."""

    def __init__(
        self,
        sealer: Sealer,
        allowed: Sequence[str],
        test_hosts: Sequence[str] = (),
        *,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """Take what seals, the hosts that may be sent to, and who looks names up (the system, unless given)."""
        self._sealer = sealer
        self._allowed, self._test_hosts = allowed, test_hosts
        self._resolver = resolver

    async def __aenter__(self) -> Self:
        self._places: defaultdict[str, Semaphore] = defaultdict(lambda: Semaphore(AT_ONCE))
        self._session = aiohttp.ClientSession(
            connector=open_connector(self._test_hosts, self._resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=("Accept-Encoding", "User-Agent"),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # one clock: LONGEST
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def send(self, target: Target, push: Push) -> Answer:
        """Hand a push to the service of its device; whatever the other side does is an answer, never an error."""
        service = service_of(target.endpoint, self._allowed, self._test_hosts)
        if service is None:
            return Answer(Meaning.FORBIDDEN)
        async with self._places[service]:
            try:
                sealed = self._sealer.seal(target, push)
            except ValueError:
                return Answer(Meaning.OUR_FAULT)
            return await self._post(URL(target.endpoint, encoded=True), sealed.headers, sealed.body)

    async def _post(self, url: URL, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer's status counts as soon as it is there, whatever becomes of its body."""
        answer = Answer(Meaning.NO_ANSWER)
        try:
            async with (
                asyncio.timeout(LONGEST),
                self._session.post(url, headers=headers, data=body, allow_redirects=False) as response,
            ):
                asked = seconds_asked(response.headers.get("Retry-After"), utc_now())
                answer = Answer(meaning_of(response.status), response.status, asked)
                await _read_off(response)
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, ForbiddenAddressError):
                return Answer(Meaning.FORBIDDEN)
        except (aiohttp.ClientError, OSError, ValueError):
            pass
        return answer


async def _read_off(response: aiohttp.ClientResponse) -> None:
    """Read a short answer to its end, so that its connection can be used again; a longer one ends it."""
    left = MOST_READ
    while left > 0 and (read := await response.content.read(left)):
        left -= len(read)
    if not response.content.at_eof():
        response.close()


def push_sender(config: Mapping[str, Any]) -> PushSender | None:
    """The sender of this deployment; none while it has no key pair, or nobody whom a push service could write to."""
    pairs, contact = keys_at_hand(config), config["PUSH_CONTACT"]
    if not pairs or not contact:
        return None
    try:
        sealer = Sealer(pairs, contact)
    except UnreadableKeysError:
        logger.exception("Nothing is pushed: the file of push keys cannot be read")
        return None
    return PushSender(sealer, config["PUSH_ALLOWED_HOSTS"], config["PUSH_TEST_HOSTS"])
