"""What a password must be: long. Nothing else is asked of it (NIST SP 800-63B, single-factor)."""

from client_app.domain.sentences import Sentence

SHORTEST = 15
"""Characters."""

LONGEST = 200
"""Characters; hashing a longer one only keeps the machine busy."""


def why_not_password(password: str) -> Sentence | None:
    """Say why this cannot be somebody's password."""
    if len(password) < SHORTEST:
        return Sentence("A password has %(shortest)s characters or more.", {"shortest": SHORTEST})
    if len(password) > LONGEST:
        return Sentence("A password has %(longest)s characters at most.", {"longest": LONGEST})
    return None
