"""Days, times and numbers as forms and addresses carry them; whatever is typed, nothing here raises an error."""

import re
from datetime import date, time

from client_app.domain.appointments import why_not_day
from client_app.domain.sentences import N_, Sentence
from client_app.services.groups import Seen
from client_app.web import fields

NO_DAY = N_("There is no such day. Please choose one from the calendar.")
NO_TIME = N_("Please give a time such as 18:00.")
NO_NUMBER = N_("Please give a whole number.")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(:00)?", re.ASCII)
_SEEN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})", re.ASCII)


def day_in(text: str) -> date | None:
    """A day that can be on a calendar; nothing when it is none."""
    day = fields.day_in(text)
    return day if day is not None and why_not_day(day) is None else None


def time_in(text: str) -> time | None:
    """A time of day; nothing when it is none."""
    found = _TIME.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None


def seen_in(text: str) -> Seen:
    """How an appointment stood when its form was opened; what cannot be read is no state that it ever had."""
    found = _SEEN.fullmatch(text)
    return Seen(int(found[1]), int(found[2])) if found else Seen(0, 0)


def problem_of(value: object, text: str) -> Sentence | None:
    """The sentence for a field that could not be read."""
    return Sentence(text) if value is None else None
