"""``flask worker``: really started, at work at once, and stopped cleanly; what fails is told and the clock goes on."""

import signal
import time
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.commands.worker import JOBS, Job, clock_of, do
from client_app.extensions import db
from client_app.gateways.clock import utc_now
from client_app.jobs.heartbeat import show_life
from client_app.models import AuditEntry, Program
from client_app.services.acts import act
from client_app.services.health import worker_state
from client_app.services.programs import NewProgram, add_program
from client_app.services.sealing import unsealed_count
from tests.support.applications import build, migrate
from tests.support.programs import PATIENCE, environment, flask_command, lines_until, started


@pytest.fixture
def live(tmp_path: Path) -> Flask:
    """The application over a SQLite database that another process may open as well; one entry waits for its seal."""
    url = f"sqlite:///{tmp_path / 'live.sqlite3'}"
    migrate(url)
    app = build(url)
    with app.app_context():
        add_program(NewProgram("Riverside", "America/Chicago", ()), utc_now())
    return app


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_works_until_it_is_told_to_stop(live: Flask, number: signal.Signals) -> None:
    settings = environment(live.config["SQLALCHEMY_DATABASE_URI"])
    with started(flask_command("worker"), settings) as worker:
        lines_until(worker, "The worker runs.")
        wait_for_a_seal(live)
        asked_at = time.monotonic()
        worker.send_signal(number)
        output, errors = worker.communicate(timeout=PATIENCE)
    assert time.monotonic() - asked_at < 10
    assert (worker.returncode, output, errors) == (0, "The worker has stopped.\n", "")
    with live.app_context():
        assert worker_state(utc_now()) == "ok"


def wait_for_a_seal(live: Flask) -> None:
    """Wait until the worker has sealed what was waiting."""
    until = time.monotonic() + PATIENCE
    with live.app_context():
        while unsealed_count():
            db.session.rollback()
            assert time.monotonic() < until, "nothing was sealed"
            time.sleep(0.05)


def test_without_tables_it_does_not_start(tmp_path: Path) -> None:
    with started(flask_command("worker"), environment(f"sqlite:///{tmp_path / 'empty.sqlite3'}")) as worker:
        output, errors = worker.communicate(timeout=PATIENCE)
    assert (worker.returncode, output) == (1, "")
    assert errors == "Error: The database has no tables yet: run flask --app wsgi db upgrade first.\n"


def test_every_job_is_on_the_clock_and_due_at_once() -> None:
    clock = clock_of(build("sqlite:///:memory:"))
    jobs = clock.get_jobs()
    assert [job.name for job in jobs] == [job.run.__name__ for job in JOBS]
    assert all(abs((job.next_run_time - utc_now()).total_seconds()) < PATIENCE for job in jobs)
    assert [job.every.total_seconds() for job in JOBS if job.run is show_life] == [30]


def test_a_job_runs_in_a_context_of_its_own(app: Flask) -> None:
    do(app, JOBS[0])
    with app.app_context():
        assert worker_state(utc_now()) == "ok"


def test_a_job_that_fails_is_told_and_leaves_nothing_half_done(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def fail(now: datetime) -> NoReturn:
        with act(None, now) as a:
            program = Program(name="Riverside", time_zone="America/Chicago", created_at=now)
            a.session.add(program)
            a.audit("program.added", subject=program)
            raise OSError("a name that nobody may log")

    do(app, Job(fail, JOBS[0].every))
    assert "OSError in test_worker.py" in caplog.text
    assert "a name" not in caplog.text
    with app.app_context():
        assert db.session.scalars(select(AuditEntry)).all() == []
