"""How the audit record is sealed: each entry's hash covers its content and the hash before it.

Whoever changes, removes or slips in an entry afterwards would have to change every hash that follows, and the newest
one is kept outside the database as well.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _text
from typing import Any

BEFORE_THE_FIRST = "0" * 64
"""What stands for a previous hash where there is none."""


@dataclass(frozen=True)
class Head:
    """The newest seal of the chain."""

    position: int
    hash: str
    sealed_at: datetime


def seal_of(previous: str, entry: Mapping[str, Any]) -> str:
    """Give the SHA-256, in hex, of the previous seal's hash and an entry's content as canonical JSON.

    Args:
        previous: the hash of the seal before, or ``BEFORE_THE_FIRST``.
        entry: plain JSON values by name; the order of the names means nothing.

    """
    content = _canonical(entry)
    return hashlib.sha256(f"{previous}\n{content}".encode("ascii")).hexdigest()


def is_sealed(seal: str, previous: str, entry: tuple[Any, ...]) -> bool:
    """Whether this is the entry's seal, for entries as they stand in a database: a third of the work of ``seal_of``.

    Args:
        seal: the hash that was stored.
        previous: the hash of the seal before, or ``BEFORE_THE_FIRST``.
        entry: id, instant in UTC without its zone (ISO 8601, a space may stand for the T), actor, action, subject,
            participant, and details as JSON, however it is written. A value of a kind that no entry has seals nothing.

    """
    number, at, actor_id, action, subject, participant_id, details = entry
    try:
        content = (
            f'{previous}\n{{"action":{_text(action)},"actor_id":{_number(actor_id)},'
            f'"at":{_text(at.replace(" ", "T").removesuffix(".000000") + "+00:00")},"details":{_document(details)},'
            f'"id":{_number(number)},"participant_id":{_number(participant_id)},"subject":{_text(subject)}}}'
        )
    except (AttributeError, TypeError, ValueError):
        return False
    return hashlib.sha256(content.encode("ascii")).hexdigest() == seal


def _canonical(value: Any) -> str:
    """Write plain JSON values in the one way that is hashed: names in order, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _number(value: Any) -> str:
    return "null" if value is None else int.__repr__(value)


@lru_cache(maxsize=4096)
def _document(text: str) -> str:
    """Write a JSON document anew, as it is hashed; most entries share theirs with others."""
    return _canonical(json.loads(str.__str__(text)))  # bytes would be read as well
