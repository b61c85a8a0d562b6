"""What is due to whom until the end of tomorrow, put into the outbox."""

from datetime import datetime
from functools import partial

from client_app.jobs._each import done_for_each
from client_app.services.programs import programs
from client_app.services.reminders import plan_reminders


def plan_all_reminders(now: datetime) -> None:
    """Go through each program."""
    done_for_each((program.id for program in programs()), partial(plan_reminders, now=now))
