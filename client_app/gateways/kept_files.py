"""Small files that are never found half-written: one process of this machine at a time writes, for its owner only."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Let one process of this machine at a time look at the file and write it; the others wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(f"{path}.lock", os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def put_in_place(path: Path, words: str) -> None:
    """Put ASCII text in the file's place, whole or not at all, and on the disk before anybody relies on it."""
    beside = Path(f"{path}.new")
    file = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        os.fchmod(file, 0o600)  # one that a killed process left behind may be anybody's to read
        os.write(file, words.encode("ascii"))
        os.fsync(file)
    finally:
        os.close(file)
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
