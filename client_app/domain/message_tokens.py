"""The token in the address that a notification opens: reckoned, not kept, so that every try shows the same address."""

import hmac
import re
from datetime import datetime

_TOKEN = re.compile(r"(?P<number>[1-9a-f][0-9a-f]{0,7})-[0-9a-f]{64}")
LARGEST = 2**31 - 1
"""The largest number that a message has."""


def token_of(message_id: int, made_at: datetime, secret: str) -> str:
    """Give the message's number with 256 bits behind it that nobody can reckon without the deployment's secret.

    Args:
        message_id: the message's number.
        made_at: when it was made; a number that is given out again comes with another token.
        secret: of the deployment.

    """
    words = f"message {message_id} {made_at.isoformat()}"
    return f"{message_id:x}-{hmac.digest(secret.encode(), words.encode(), 'sha256').hex()}"


def number_in(token: str) -> int | None:
    """Give the number of the message that a token claims to be of; nothing where it is no token at all."""
    match = _TOKEN.fullmatch(token)
    number = int(match["number"], 16) if match else 0
    return number if 0 < number <= LARGEST else None


def is_token_of(token: str, message_id: int, made_at: datetime, secret: str) -> bool:
    """Whether this is the message's token; the answer takes as long for a wrong one."""
    return hmac.compare_digest(token.encode(errors="replace"), token_of(message_id, made_at, secret).encode())
