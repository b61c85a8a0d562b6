"""``/healthz``: what a watchdog asks."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from time_machine import TimeMachineFixture

from client_app.services.health import beat
from tests.support.applications import build
from tests.support.pages import Browser


def health(browser: Browser) -> tuple[int, object]:
    """The answer's status and what it says."""
    answer = browser.client.get("/healthz")
    return answer.status_code, answer.json


def test_a_worker_that_never_ran_is_said(browser: Browser) -> None:
    assert health(browser) == (200, {"database": "ok", "worker": "never"})


@pytest.mark.parametrize(("seconds", "worker"), [(0, "ok"), (90, "ok"), (91, "late")])
def test_the_worker_is_late_after_ninety_seconds(
    context: Flask, browser: Browser, clock: TimeMachineFixture, now: datetime, seconds: int, worker: str
) -> None:
    with context.app_context():
        beat(now)
    clock.move_to(now + timedelta(seconds=seconds))
    assert health(browser) == (200, {"database": "ok", "worker": worker})


def test_a_silent_database_is_an_error_that_gives_nothing_away(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody listens on that socket; the address holds a password."""
    app = build("postgresql+psycopg://companion:hush@/companion?host=/nowhere")
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (503, {"database": "unreachable", "worker": "never"})
    assert "The database does not answer: OperationalError" in caplog.text
    assert "hush" not in caplog.text
