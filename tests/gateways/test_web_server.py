"""How the pages are served: what the application itself decides must reach it."""

import signal

import pytest

from client_app.gateways import web_server
from client_app.gateways.databases import MOST_CONNECTIONS


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the server is started with."""
    given: dict[str, object] = {}
    monkeypatch.setattr(web_server, "serve", lambda _app, **options: given.update(options))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    web_server.main("127.0.0.1", "8000", "tests.gateways.test_web_server:options")
    return given


def test_forwarded_addresses_reach_the_application_which_knows_whom_to_believe(options: dict[str, object]) -> None:
    assert options["clear_untrusted_proxy_headers"] is False
    assert "trusted_proxy" not in options


def test_no_request_waits_for_a_connection(options: dict[str, object]) -> None:
    assert options["threads"] == web_server.THREADS == MOST_CONNECTIONS
