"""The newest seal of the audit record, kept in a file outside the database: a record that lost its end is noticed."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from client_app.domain.seals import Head


class UnreadableHeadError(RuntimeError):
    """The file is there and holds no seal, or it cannot be opened."""


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Let one worker of this machine at a time look at the file and write it; the others wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(f"{path}.lock", os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def read_head(path: Path) -> Head | None:
    """The seal that was kept last, or nothing where no worker has kept one yet.

    Raises:
        UnreadableHeadError: the file holds something else.

    """
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        return Head(int(kept["position"]), str(kept["hash"]), datetime.fromisoformat(kept["sealed_at"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UnreadableHeadError(f"{path} cannot be read as a seal: {type(error).__name__}.") from error


def write_head(path: Path, head: Head) -> None:
    """Put the seal in the file's place, whole or not at all, and on the disk before anybody relies on it."""
    words = json.dumps({"position": head.position, "hash": head.hash, "sealed_at": head.sealed_at.isoformat()})
    beside = Path(f"{path}.new")
    file = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        os.write(file, f"{words}\n".encode("ascii"))
        os.fsync(file)
    finally:
        os.close(file)
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
