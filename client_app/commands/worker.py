"""``flask worker``: the jobs on APScheduler's clock, until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import click
from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask, current_app
from flask.cli import with_appcontext

from client_app.commands._faults import stop_unless_ready
from client_app.gateways.clock import utc_now
from client_app.jobs._each import STOPPING, tell
from client_app.jobs.escalations import page_about_urgent_flags
from client_app.jobs.failed_sign_ins import forget_old_failures
from client_app.jobs.heartbeat import show_life
from client_app.jobs.outbox import forget_old_messages, send_pages, send_reminders
from client_app.jobs.quiet_days import look_for_quiet_days
from client_app.jobs.releases import release_claimed_flags
from client_app.jobs.reminders import plan_all_reminders
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
    Job(send_pages, timedelta(seconds=1)),
    Job(send_reminders, timedelta(seconds=1)),
    Job(page_about_urgent_flags, timedelta(seconds=5)),
    Job(seal_new_entries, timedelta(seconds=20)),
    Job(judge_untouched_drafts, timedelta(minutes=1)),
    Job(look_for_quiet_days, timedelta(minutes=1)),
    Job(release_claimed_flags, timedelta(minutes=1)),
    Job(plan_all_reminders, timedelta(minutes=1)),
    Job(forget_old_failures, timedelta(minutes=10)),
    Job(seal_every_entry, timedelta(hours=1)),
    Job(forget_old_messages, timedelta(hours=24)),
)


@click.command()
@with_appcontext
def worker() -> None:
    """Send reminders and pages, seal the record, judge drafts left lying, and more. Several may run at once."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # a job that is still at work is no news
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # nor is a place in the chain that another worker took first
    stop_unless_ready()
    clock = clock_of(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way
    # Only one thread hears these, and it does nothing but wait: a clock that is stopped in the middle of a tick would
    # tell of jobs that it could not begin. Should the clock itself fail, the worker ends, and is seen to.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    stopping = threading.Thread(target=_stop_when_told, args=[clock], daemon=True)
    clock.add_listener(lambda _event: stopping.start(), EVENT_SCHEDULER_STARTED)
    click.echo("The worker runs.")
    clock.start()
    stopping.join()  # until what was at work is finished
    click.echo("The worker has stopped.")


def _stop_when_told(clock: BlockingScheduler) -> None:
    signal.sigwait(STOPS)
    STOPPING.set()
    clock.shutdown()


def clock_of(app: Flask) -> BlockingScheduler:
    """The clock with every job on it, each due at once; a job that was missed is made up for once."""
    clock = BlockingScheduler(
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
