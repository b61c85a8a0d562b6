"""How the audit record is sealed: each entry's hash covers its content and the hash before it.

Whoever changes, removes or slips in an entry afterwards would have to change every hash that follows.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

BEFORE_THE_FIRST = "0" * 64
"""What stands for a previous hash where there is none."""


def seal_of(previous: str, entry: Mapping[str, Any]) -> str:
    """Give the SHA-256, in hex, of the previous seal's hash and an entry's content as canonical JSON.

    Args:
        previous: the hash of the seal before, or ``BEFORE_THE_FIRST``.
        entry: plain JSON values by name; the order of the names means nothing.

    """
    content = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(f"{previous}\n{content}".encode("ascii")).hexdigest()
