"""Passwords, kept as argon2id hashes only."""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from client_app.domain.passwords import canonical

Result = TypeVar("Result")

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
"""19 MiB, two passes, one lane: OWASP's first choice for argon2id, and small enough for one web process."""

_POLITENESS = 10
"""How far the hashing thread stands back (``nice``) where the machine is busy: a check-in goes first."""


def _stand_back() -> None:
    """Give this thread alone a lower priority, where the system can (Linux)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _POLITENESS)


_ONE_AT_A_TIME = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hashing", initializer=_stand_back)
"""Each hash fills 19 MiB, and the allocator keeps that for every thread that ever hashed: so only this one does."""

MOST_WAITING = 12
"""Requests that wait for their turn; the web server has more threads than that, so the others go on meanwhile."""

_PLACES = threading.BoundedSemaphore(MOST_WAITING)

_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$CN8ahGtih6El3teWZoIkPw$zZVBLUsKOasOzTOj+yXSZvRTcuf2ClYye7bEGwnFXdY"
"""Stands in for people who do not exist or have no password yet: a random text was hashed, which nobody kept."""


class TooManyWaitError(RuntimeError):
    """So many wait for a hash already that this one would wait too long."""


def hash_password(password: str) -> str:
    """The argon2id hash of ``password``, with its parameters and a fresh salt.

    Raises:
        TooManyWaitError: it is not begun.

    """
    return _in_turn(lambda: _HASHER.hash(canonical(password)))


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether ``password`` belongs to the hash; an unknown person (no hash) costs the same time.

    Raises:
        TooManyWaitError: it is not begun.

    """
    try:
        _in_turn(lambda: _HASHER.verify(password_hash or _NOBODY, canonical(password)))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _in_turn(work: Callable[[], Result]) -> Result:
    """Wait for the one thread that hashes."""
    if not _PLACES.acquire(blocking=False):
        raise TooManyWaitError
    try:
        return _ONE_AT_A_TIME.submit(work).result()
    finally:
        _PLACES.release()
