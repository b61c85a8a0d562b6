"""One run of the tests: a folder that all its processes share and that goes when the run ends.

Pytest's controller names the folder in the environment before xdist starts its workers, so that a PostgreSQL cluster
or a migrated template is made once per run, by whoever needs it first.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOLDER = "COMPANION_TEST_RUN"
"""Environment variable that names the folder of this run."""


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of this run, in memory where the machine offers that: SQLite's fsync costs nothing there."""
    if is_worker(config):
        return
    memory = Path("/dev/shm")  # noqa: S108 - a fresh folder of our own is made in it
    parent = memory if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 200_000_000 else None
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="companion-tests-", dir=parent)
    (run_folder() / "pid").write_text(str(os.getpid()))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder of this run."""
    if not is_worker(config):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def is_worker(config: pytest.Config) -> bool:
    """Is this one of xdist's processes?"""
    return hasattr(config, "workerinput")


def run_folder() -> Path:
    """The folder that the processes of this run share."""
    return Path(os.environ[FOLDER])


def first_process() -> int:
    """The number of pytest's first process; when it is gone, the run is over."""
    return int((run_folder() / "pid").read_text())


@contextmanager
def only_one(what: str) -> Iterator[None]:
    """Let one process of the run at a time do ``what``; the others wait."""
    with (run_folder() / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
