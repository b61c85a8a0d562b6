"""The key pairs with which pushes are signed (VAPID, RFC 8292), kept in a file outside the database.

A browser subscribes with the newest public key, and only that key's pair may send to it from then on: older pairs stay
in the file, so that nobody who subscribed with one is lost.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from client_app.domain.push_addresses import is_public_key
from client_app.gateways.kept_files import put_in_place

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeyPair:
    """One key pair on the curve P-256."""

    public: str
    """As browsers take it: the uncompressed point, base64url."""
    private: str
    """PKCS #8 in PEM; whoever has it can push in this deployment's name."""

    def __repr__(self) -> str:
        return f"KeyPair({self.public!r})"


class UnreadableKeysError(RuntimeError):
    """The file is there and holds no key pairs, or it cannot be opened."""


def read_keys(path: Path) -> tuple[KeyPair, ...]:
    """The pairs in the file, the newest first; none where there is no file yet.

    Raises:
        UnreadableKeysError: the file holds something else.

    """
    try:
        pairs = tuple(_pair(kept) for kept in json.loads(path.read_text(encoding="ascii")))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableKeysError(f"{path} cannot be read as push keys: {type(error).__name__}.") from error
    if not pairs:
        raise UnreadableKeysError(f"{path} holds no push keys.")
    return pairs


def _pair(kept: Mapping[str, str]) -> KeyPair:
    if not is_public_key(kept["public"]) or "PRIVATE KEY" not in kept["private"]:
        raise ValueError("These are no keys.")
    return KeyPair(public=kept["public"], private=kept["private"])


def write_keys(path: Path, pairs: tuple[KeyPair, ...]) -> None:
    """Put these pairs in the file's place; the newest stands first."""
    kept = [{"public": pair.public, "private": pair.private} for pair in pairs]
    put_in_place(path, f"{json.dumps(kept, indent=2)}\n")


def keys_at_hand(config: Mapping[str, Any]) -> tuple[KeyPair, ...]:
    """The pairs of this deployment, the newest first; none where it has none, or only a file that cannot be read.

    A file that cannot be read is told in the log, and everything but pushing goes on.
    """
    try:
        return read_keys(Path(config["PUSH_KEYS_FILE"]))
    except UnreadableKeysError:
        logger.exception("Nothing is pushed: the file of push keys cannot be read")
        return ()


def application_keys(config: Mapping[str, Any]) -> tuple[str, ...]:
    """The public keys, the newest first: new subscriptions are made with the first one.

    None while nothing can be pushed, because there is no key pair or nobody whom a push service could write to.
    """
    return tuple(pair.public for pair in keys_at_hand(config)) if config["PUSH_CONTACT"] else ()
