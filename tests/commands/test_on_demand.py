"""Commands are found by name and imported when they are called, so that a web process carries none of them."""

import subprocess
import sys

import pytest
from flask import Flask

from client_app.commands import COMMANDS
from tests.architecture.sources import ROOT
from tests.support.applications import SECRET, build

ONLY_ELSEWHERE = (
    "aiohttp",
    "apscheduler",
    "client_app.commands.demo",
    "client_app.commands.worker",
    "client_app.jobs",
    "waitress",
    "webpush",
)


@pytest.fixture
def app() -> Flask:
    """The application without any database behind it."""
    return build("sqlite://")


def test_every_command_is_listed_with_its_sentence(app: Flask) -> None:
    listed = app.test_cli_runner().invoke(args=["--help"]).output
    assert [name for name in COMMANDS if f"\n  {name} " not in listed] == []


def test_flasks_own_commands_stay(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["nothing-of-the-kind"])
    assert result.exit_code == 2
    assert "No such command 'nothing-of-the-kind'" in result.output


def test_a_web_process_imports_nothing_that_only_others_need() -> None:
    script = f"import sys, wsgi; print([name for name in {ONLY_ELSEWHERE!r} if name in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"SECRET_KEY": SECRET, "DATABASE_URL": "sqlite:///:memory:"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout, result.stderr) == ("[]\n", "")


@pytest.mark.parametrize("command", [["worker"], ["db", "upgrade"], ["demo", "run"]])
def test_a_missing_setting_is_told_in_one_sentence(command: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("Set SECRET_KEY (or SECRET_KEY_FILE) to a random text of 32 characters or more")
    assert result.stderr.count("\n") == 1
