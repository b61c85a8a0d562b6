"""Staffed hours as they are typed at a terminal: ``mon-fri 9:00-17:00``."""

import re
from datetime import time
from typing import Any

import click

from client_app.domain.staffed_hours import Opening

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STRETCH = re.compile(r"(?P<first>[a-z]{3})(-(?P<last>[a-z]{3}))? (?P<opens>\d\d?:\d\d)-(?P<closes>\d\d?:\d\d)")


class Hours(click.ParamType[tuple[Opening, ...]]):
    """The same hours on one weekday or on several that follow each other; a close at 0:00 is the end of the day."""

    name = "hours"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Opening, ...]:
        """Read one stretch of the week."""
        typed = _STRETCH.fullmatch(" ".join(str(value).lower().split()))
        if typed is None:
            self.fail(f"{value!r} must look like mon-fri 9:00-17:00", param, ctx)
        try:
            opens, closes = _time(typed["opens"]), _time(typed["closes"])
            return tuple(Opening(day, opens, closes) for day in _days(typed["first"], typed["last"] or typed["first"]))
        except ValueError as error:
            self.fail(f"{value!r} cannot be read: {error}", param, ctx)


def _days(first: str, last: str) -> list[int]:
    """The weekdays from one to another, over the weekend where need be."""
    start, end = _WEEKDAYS.index(first), _WEEKDAYS.index(last)
    return [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]


def _time(typed: str) -> time:
    hour, minute = typed.split(":")
    return time(int(hour), int(minute))


HOURS = Hours()
