"""``flask worker``: the jobs on APScheduler's clock, until it is told to stop."""

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import click
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask, current_app
from flask.cli import with_appcontext

from client_app.commands._faults import stop_unless_ready
from client_app.gateways.clock import utc_now
from client_app.jobs._each import STOPPING, tell
from client_app.jobs.escalations import page_about_urgent_flags
from client_app.jobs.failed_sign_ins import forget_old_failures
from client_app.jobs.heartbeat import show_life
from client_app.jobs.quiet_days import look_for_quiet_days
from client_app.jobs.releases import release_claimed_flags
from client_app.jobs.sealing import seal_every_entry, seal_new_entries
from client_app.jobs.untouched_drafts import judge_untouched_drafts


@dataclass(frozen=True)
class Job:
    """What is done, and how long the clock waits before it is done again."""

    run: Callable[[datetime], None]
    every: timedelta


STOPS = {signal.SIGTERM, signal.SIGINT}

JOBS = (
    Job(show_life, timedelta(seconds=30)),
    Job(page_about_urgent_flags, timedelta(seconds=5)),
    Job(seal_new_entries, timedelta(seconds=20)),
    Job(judge_untouched_drafts, timedelta(minutes=1)),
    Job(look_for_quiet_days, timedelta(minutes=1)),
    Job(release_claimed_flags, timedelta(minutes=1)),
    Job(forget_old_failures, timedelta(minutes=10)),
    Job(seal_every_entry, timedelta(hours=1)),
)


@click.command()
@with_appcontext
def worker() -> None:
    """Seal the record, judge drafts left lying, look for quiet days, give flags back. Several may run at once."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    stop_unless_ready()
    clock = clock_of(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way
    # The clock and its jobs run in threads that do not hear these; only this one does, and it does nothing but wait.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    clock.start()
    click.echo("The worker runs.")
    signal.sigwait(STOPS)
    STOPPING.set()
    clock.shutdown()
    click.echo("The worker has stopped.")


def clock_of(app: Flask) -> BackgroundScheduler:
    """The clock with every job on it, each due at once; a job that was missed is made up for once."""
    clock = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(len(JOBS))},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    for job in JOBS:
        seconds = job.every.total_seconds()
        clock.add_job(
            partial(do, app, job), "interval", seconds=seconds, next_run_time=utc_now(), name=job.run.__name__
        )
    return clock


def do(app: Flask, job: Job) -> None:
    """Do a job once, in a context of its own; what goes wrong is told, and the clock goes on."""
    with app.app_context():
        try:
            job.run(utc_now())
        except Exception as error:  # noqa: BLE001 - the next run may go well, and other jobs must
            tell(error)
