"""Who has not been heard of, once a day in each program."""

from datetime import datetime
from functools import partial

from client_app.jobs._each import done_for_each
from client_app.services.quiet_days import note_looked_through, programs_due, quiet_participants, raise_quiet_flag


def look_for_quiet_days(now: datetime) -> None:
    """Go through each program that has come to its hour; it counts as done once every flag is raised."""
    for program in programs_due(now):
        if done_for_each(quiet_participants(program), partial(raise_quiet_flag, now=now)):
            note_looked_through(program)
