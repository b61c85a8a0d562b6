"""Themes of a group, told only where nobody can be recognised."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.appointments import (
    Appointment,
    Exceptions,
    Kind,
    Series,
    Session,
    Standing,
    Weekly,
    appointments,
)
from client_app.domain.group_briefs import counted_between, themes, why_not_brief

MONDAY = date(2026, 11, 23)
LAST = timedelta(microseconds=1)
SERIES = Series(
    id=1,
    kind=Kind.GROUP,
    topic="Early recovery",
    weekly=Weekly(weekdays=(0,), first_on=date(2026, 10, 5)),
    session=Session(starts=time(18), minutes=90),
    zone=ZoneInfo("America/Chicago"),
)
MIDNIGHT = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""In Chicago, at the beginning of that Monday."""


def meeting(day: date = MONDAY, **about: object) -> Appointment:
    """The group on a Monday."""
    return next(appointments(SERIES, [day], Exceptions()))._replace(**about)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ([], ()),
        ([["stress"]] * 4, ()),
        ([["stress"]] * 5, (("stress", 5),)),
        ([["stress"]] * 3 + [[]] * 2, (("stress", 3),)),
        ([["stress"]] * 2 + [[]] * 3, ()),
        ([["stress", "stress", "stress"]] * 2 + [["payday"]] * 3, (("payday", 3),)),
        ([["stress", "payday"]] * 3 + [["payday"]] * 2, (("payday", 5), ("stress", 3))),
        ([["stress", "payday"]] * 5, (("payday", 5), ("stress", 5))),
    ],
)
def test_themes(named: list[list[str]], told: tuple[tuple[str, int], ...]) -> None:
    assert themes(named) == told


@pytest.mark.parametrize(
    ("one", "now", "why"),
    [
        (meeting(), MIDNIGHT - LAST, "on the day of the group"),
        (meeting(), MIDNIGHT, None),
        (meeting(), meeting().ends_at - LAST, None),
        (meeting(), meeting().ends_at, "is over"),
        (meeting(standing=Standing.CANCELLED), MIDNIGHT, "cancelled"),
        (meeting(series=replace(SERIES, participant_id=7)), MIDNIGHT, "groups only"),
    ],
)
def test_when_there_is_a_brief(one: Appointment, now: datetime, why: str | None) -> None:
    reason = why_not_brief(one, now)
    assert (reason is None) if why is None else (reason is not None and why in reason.english())


def test_what_is_counted_cannot_be_changed_any_more_once_the_brief_opens() -> None:
    _, until = counted_between(meeting(), None)
    assert until == MIDNIGHT - timedelta(minutes=15)


def test_each_brief_begins_where_the_last_one_ended() -> None:
    weeks = [date(2026, 10, 19) + timedelta(weeks=number) for number in range(6)]  # the clocks change among them
    windows = [counted_between(meeting(day), day - timedelta(weeks=1)) for day in weeks]
    assert all(before[1] == after[0] for before, after in pairwise(windows))


def test_a_group_that_has_not_met_lately_looks_back_a_week() -> None:
    since, until = counted_between(meeting(), None)
    assert until - since == timedelta(days=7)
