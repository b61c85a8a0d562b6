"""``scripts/install`` on machines that lack something: one clear sentence each, and nothing half done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.architecture.sources import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the script and a requirements file that asks for nothing."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "install", tmp_path / "scripts")
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


def install(clone: Path, user: str | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the script in the folder."""
    return subprocess.run(
        ["scripts/install", "requirements.txt"],
        cwd=clone,
        user=user,
        env={**os.environ, "PYTHON": sys.executable, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_python_is_named(clone: Path) -> None:
    result = install(clone, PYTHON="python-that-is-not-there")
    assert result.returncode == 1
    assert result.stderr.startswith("Python 3.11 or newer is needed")
    assert result.stderr.count("\n") == 1


def test_a_python_that_is_too_old_is_no_python(clone: Path) -> None:
    old = clone / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    result = install(clone, PYTHON=str(old))
    assert result.returncode == 1
    assert result.stderr.startswith("Python 3.11 or newer is needed")


def test_a_folder_that_cannot_be_written_to_is_named(clone: Path) -> None:
    """Root may write everywhere, so as root the script is run by an account that may not."""
    with TemporaryDirectory(dir="/tmp") as name:
        folder = Path(shutil.copytree(clone, Path(name) / "clone"))
        Path(name).chmod(0o755)
        folder.chmod(0o555)
        result = install(folder, user="nobody" if os.geteuid() == 0 else None)
        folder.chmod(0o755)
    assert result.returncode == 1
    assert result.stderr.startswith("This folder cannot be written to")


def test_a_failing_install_is_named_and_tried_again_and_a_good_one_is_not(clone: Path) -> None:
    """One story, because making a virtual environment takes seconds."""
    (clone / "requirements.txt").write_text("no-such-package==1 --hash=sha256:" + "0" * 64 + "\n")
    for _attempt in range(2):
        failed = install(clone, PIP_NO_INDEX="1")
        assert failed.returncode == 1
        assert failed.stderr.splitlines()[-1].startswith("Installing requirements.txt failed")
    (clone / "requirements.txt").write_text("")
    first, second = install(clone), install(clone)
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == "Installing requirements.txt …\n"
    assert second.stdout == second.stderr == ""
