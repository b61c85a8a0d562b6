"""Passwords, kept as argon2id hashes only."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
"""19 MiB, two passes, one lane: OWASP's first choice for argon2id, and small enough for one web process."""

_ONE_AT_A_TIME = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hashing")
"""Each hash fills 19 MiB, and the allocator keeps that for every thread that ever hashed: so only this one does."""


def hash_password(password: str) -> str:
    """The argon2id hash of ``password``, with its parameters and a fresh salt."""
    return _ONE_AT_A_TIME.submit(_HASHER.hash, password).result()


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether ``password`` belongs to the hash; an unknown person (no hash) costs the same time."""
    try:
        _ONE_AT_A_TIME.submit(_HASHER.verify, password_hash or _nobody(), password).result()
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobody() -> str:
    """A hash that stands in for people who do not exist."""
    return hash_password("nobody signs in with this")
