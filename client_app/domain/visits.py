"""A browser that asks to be let in, told by keyed hashes: they count its tries and name nobody."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass, field

from client_app.domain.devices import Device
from client_app.domain.people import as_kept


@dataclass(frozen=True)
class Visit:
    """Where a try to sign in comes from."""

    secret: str = field(default="", repr=False)
    """The deployment's own; without it nobody can tell which address or e-mail a key stands for."""
    address: str = field(default="", repr=False)
    """The network address of the browser, as far as trusted proxies tell."""
    device: Device = Device.UNKNOWN
    browser: str = field(default="", repr=False)
    """The browser's own random text; empty for one that never signed in."""
    known: frozenset[str] = frozenset()
    """The browser keys of the accounts that it has signed in to."""

    @property
    def address_key(self) -> str:
        """Stands for the network the visit comes from."""
        return self._key("address", network_of(self.address))

    def account_key(self, email: str) -> str:
        """Stands for whoever signs in with this e-mail, however it is typed, and whether or not there is somebody."""
        return self._key("account", as_kept(email))

    def browser_key(self, email: str) -> str:
        """Stands for this browser as one that has signed in to this account."""
        return self._key("browser", f"{self.browser} {as_kept(email)}")

    def known_key(self, email: str) -> str | None:
        """The browser's key for this account, where it has signed in to it before."""
        key = self.browser_key(email)
        return key if self.browser and key in self.known else None

    def _key(self, kind: str, value: str) -> str:
        return hmac.new(self.secret.encode(), f"{kind} {value}".encode(errors="replace"), hashlib.sha256).hexdigest()


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that a household or a machine has of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found)
