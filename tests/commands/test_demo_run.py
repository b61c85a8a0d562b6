"""``flask demo run``: really started, signed in to, stopped by Ctrl-C; a taken port in one sentence."""

import http.cookiejar
import json
import re
import shutil
import signal
import socket
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest

from client_app.commands.demo import people
from tests.support.browser import free_port
from tests.support.demo import told_demo
from tests.support.programs import PATIENCE, environment, flask_command, lines_until, started

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def settings(tmp_path: Path) -> Mapping[str, str]:
    """The settings that ``make demo`` gives, over a copy of the demo's data."""
    path = shutil.copy(told_demo(), tmp_path / "demo.sqlite3")
    return environment(f"sqlite:///{path}", DEMO="1", SECURE_COOKIES="0")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_runs_until_it_is_stopped(settings: Mapping[str, str], number: signal.Signals) -> None:
    port = free_port()
    with started(flask_command("demo", "run"), {**settings, "PORT": str(port)}) as demo:
        said = lines_until(demo, "Ready on")
        url = f"http://127.0.0.1:{port}"
        health = json.load(urllib.request.build_opener().open(f"{url}/healthz"))
        home = signed_in_home(url)
        demo.send_signal(number)
        output, errors = demo.communicate(timeout=PATIENCE)
    assert f"Password: {people.PASSWORD}" in said
    assert [line for line in said if people.PARTICIPANT_IN_SPANISH in line]
    assert said[-1] == f"Ready on {url} (Ctrl-C stops it)"
    assert health["database"] == "ok"
    assert home == f"{url}/today"
    assert (demo.returncode, output) == (0, "The demo has stopped.\n")
    assert "Traceback" not in errors
    socket.create_server(("127.0.0.1", port)).close()


def signed_in_home(url: str) -> str:
    """Sign in as the demo's participant and give the address to which that leads."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(f"{url}/sign-in").read().decode()
    token = TOKEN.search(page)
    assert token is not None
    fields = {"csrf_token": token[1], "email": people.PARTICIPANT, "password": people.PASSWORD, "next": "/today"}
    answer = browser.open(f"{url}/sign-in", urllib.parse.urlencode(fields).encode())
    return str(answer.url)


def test_a_taken_port_is_told_before_anything_is_made(tmp_path: Path) -> None:
    path = tmp_path / "demo.sqlite3"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        taken = environment(f"sqlite:///{path}", DEMO="1", SECURE_COOKIES="0", PORT=str(port))
        with started(flask_command("demo", "run"), taken) as demo:
            output, errors = demo.communicate(timeout=PATIENCE)
    assert (demo.returncode, output) == (1, "")
    assert errors.startswith(f"Error: Port {port} is taken: ")
    assert errors.count("\n") == 1
    assert not path.exists()
