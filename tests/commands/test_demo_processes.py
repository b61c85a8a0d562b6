"""The demo's children: one that ends takes the other along, and nobody outlives the demo."""

import os
import signal
import sys
import time
from pathlib import Path

import click
import pytest

from client_app.commands.demo import processes
from client_app.commands.demo.processes import (
    requests_to_stop,
    running,
    stop_with_the_first,
    wait_until_ready,
    worker_command,
)
from tests.support.browser import free_port
from tests.support.programs import PATIENCE

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
FAILS = [sys.executable, "-c", "raise SystemExit(3)"]
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({!r}, 'w'); time.sleep(600)"


def test_children_are_stopped_at_the_end() -> None:
    with running({"web server": SLEEPS, "worker": SLEEPS}) as children:
        stop_with_the_first(children)
    assert [child.process.returncode for child in children] == [-signal.SIGTERM, -signal.SIGTERM]


def test_children_hear_no_ctrl_c_of_their_own() -> None:
    with running({"worker": SLEEPS}) as children:
        assert os.getpgid(children[0].process.pid) != os.getpgid(0)


def test_a_child_that_ends_by_itself_ends_the_demo() -> None:
    with running({"web server": SLEEPS, "worker": FAILS}) as children:
        children[1].process.wait(PATIENCE)
        with pytest.raises(click.ClickException) as ended:
            stop_with_the_first(children)
    assert ended.value.message == "The worker has ended by itself (exit code 3); the rest is stopped."
    assert children[0].process.returncode == -signal.SIGTERM


def test_a_child_that_will_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(processes, "STOPPED_WITHIN", 0.2)
    is_deaf = tmp_path / "deaf"
    with running({"worker": [sys.executable, "-c", STUBBORN.format(str(is_deaf))]}) as children:
        until = time.monotonic() + PATIENCE
        while not is_deaf.exists():
            assert time.monotonic() < until
            time.sleep(0.02)
    assert children[0].process.returncode == -signal.SIGKILL


def test_a_server_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "READY_WITHIN", 0.3)
    with pytest.raises(click.ClickException) as silent, running({"web server": SLEEPS}) as children:
        wait_until_ready(f"http://127.0.0.1:{free_port()}/healthz", children, lambda: False)
    assert silent.value.message == "The web server did not answer within 0 seconds."


def test_a_server_that_ends_before_it_answers_is_told() -> None:
    with pytest.raises(click.ClickException) as ended, running({"web server": FAILS}) as children:
        wait_until_ready(f"http://127.0.0.1:{free_port()}/healthz", children, lambda: False)
    assert ended.value.message.startswith("The web server has ended by itself (exit code 3)")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_requests_to_stop_are_noted_and_interrupt_nothing(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with requests_to_stop() as is_stopping:
        assert not is_stopping()
        for _ in range(2):
            os.kill(os.getpid(), number)
        assert is_stopping()
    assert signal.getsignal(number) is before


def test_who_asks_for_a_stop_does_not_wait_for_an_answer() -> None:
    with running({"web server": SLEEPS}) as children:
        wait_until_ready(f"http://127.0.0.1:{free_port()}/healthz", children, lambda: True)


def test_the_worker_is_started_as_in_a_deployment() -> None:
    assert worker_command()[1:] == ["-m", "flask", "--app", "wsgi", "worker"]
