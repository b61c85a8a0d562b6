"""What runs a deployment names commands that there are, and lets the worker finish."""

import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Context

from tests.architecture.sources import ROOT
from tests.support.applications import build

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
FINISHES_WITHIN = 10
"""Seconds: what the worker may take after it is told to stop."""
FLASK = [".venv/bin/flask", "--app", "wsgi"]


def unit(path: Path) -> ConfigParser:
    """A systemd unit."""
    found = ConfigParser(interpolation=None)
    found.read(path)
    return found


def commands() -> Iterator[list[str]]:
    """Every command line of ours, as words."""
    for path in UNITS:
        for name, line in unit(path)["Service"].items():
            if name.startswith("exec"):
                yield line.removeprefix("/opt/companion/").split()
    for service in compose()["services"].values():
        if "command" in service:
            yield service["command"]


def compose() -> dict[str, Any]:
    """The compose file."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def test_every_command_is_one_of_ours() -> None:
    app = build("sqlite://")
    known = app.cli.list_commands(Context(app.cli))
    seen = [words for words in commands() if words[:3] == FLASK and words[3] in known]
    assert seen == list(commands())
    assert {words[3] for words in seen} == {"web", "worker", "db"}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_comes_back_and_has_time_to_finish(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["Restart"] == "always"
    assert int(service["TimeoutStopSec"]) > FINISHES_WITHIN
    assert "User" in service


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_container_comes_back_and_has_time_to_finish(name: str) -> None:
    service = compose()["services"][name]
    assert service["restart"] == "unless-stopped"
    seconds = re.fullmatch(r"(\d+)s", str(service["stop_grace_period"]))
    assert seconds
    assert int(seconds[1]) > FINISHES_WITHIN
