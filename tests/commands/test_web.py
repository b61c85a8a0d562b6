"""``flask web``: the server that every deployment starts, and what keeps it from starting."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask

from client_app.gateways import web_server
from tests.support.applications import build, migrate
from tests.support.browser import free_port


@pytest.fixture
def live(tmp_path: Path) -> Flask:
    """The application over a migrated SQLite database."""
    url = f"sqlite:///{tmp_path / 'live.sqlite3'}"
    migrate(url)
    return build(url)


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def web(app: Flask, *words: str) -> tuple[int, str]:
    """Call the command."""
    result = app.test_cli_runner().invoke(args=["web", *words])
    return result.exit_code, result.output.strip()


def test_the_process_becomes_the_server(live: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    became = []

    def become(program: str, arguments: list[str]) -> NoReturn:
        became.append((program, arguments))
        raise SystemExit(0)

    port = free_port()
    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setenv("PORT", str(port))
    assert web(live, "--host", "127.0.0.1") == (0, "")
    command = web_server.command(port, "127.0.0.1")
    assert became == [(command[0], command)]


def test_a_taken_port_is_told_in_one_sentence(live: Flask, taken_port: int) -> None:
    code, words = web(live, "--port", str(taken_port))
    assert code == 1
    assert words == (
        f"Error: Port {taken_port} is taken: stop what listens there, or choose another, as in PORT={taken_port + 1}."
    )


def test_an_address_of_another_machine_is_told(live: Flask) -> None:
    code, words = web(live, "--host", "192.0.2.1", "--port", str(free_port()))
    assert code == 1
    assert words.startswith("Error: Nothing can listen on 192.0.2.1, port ")


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_is_a_number_that_a_machine_has(live: Flask, port: str) -> None:
    assert web(live, "--port", port)[0] == 2


def test_without_tables_it_does_not_start(tmp_path: Path) -> None:
    app = build(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert web(app) == (1, "Error: The database has no tables yet: run flask --app wsgi db upgrade first.")
