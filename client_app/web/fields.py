"""Numbers and days as forms and addresses carry them: plain digits, or nothing."""

import re
from datetime import date, time

from flask import request

from client_app.domain.refusals import NotFound

UNKNOWN = -1
"""No version of anything: a form that says nothing sensible about it is stale."""

_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def whole_number(text: str | None) -> int | None:
    """A row's number or a revision; nothing when it is none."""
    return int(text) if text and _NUMBER.fullmatch(text) else None


def version_in(text: str | None) -> int:
    """The revision, or the version's number, that a form was opened at; ``UNKNOWN`` where it says nothing sensible."""
    number = whole_number(text)
    return UNKNOWN if number is None else number


def day_in(text: str | None) -> date | None:
    """A date as a date field sends it, such as ``2026-11-23``; nothing when it is none."""
    try:
        return date.fromisoformat(text) if text and _DAY.fullmatch(text) else None
    except ValueError:
        return None


def time_in(text: str | None) -> time | None:
    """A wall-clock time as a time field sends it, such as ``09:00``; nothing when it is none."""
    found = _TIME.fullmatch(text or "")
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def day_asked_before() -> date | None:
    """The day before which a page of days begins (``?before=YYYY-MM-DD``); nothing on the first page.

    Raises:
        NotFound: it is no day.

    """
    asked = request.args.get("before")
    day = day_in(asked)
    if asked and day is None:
        raise NotFound
    return day
