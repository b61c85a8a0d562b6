"""I can't make it: told once, read by the counselor, never scolded; use raises its flag in the same act."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from client_app.domain.absence_notices import NOTE_LIMIT, Obstacle
from client_app.domain.flags import Severity
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.absence_notices import (
    Told,
    absent_from,
    notices_of,
    own_notices,
    see_absences,
    take_absence_back,
    tell_absence,
    unseen_by,
)
from client_app.services.appointments import cancel
from tests.cast import Cast
from tests.support.calendars import AGREED, MONDAY, make_series
from tests.support.posts import at_once, audit_lines, events_of, flags_of

RIDE = Told("ride", wants_change=False, note="")
USED = Told("used", wants_change=False, note="Last night.")


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    """This evening's group."""
    return make_series(cast.counselor.viewer, now)


def told(cast: Cast) -> list[tuple[Obstacle | None, bool, str]]:
    """What Ana has told."""
    db.session.rollback()
    return [(one.obstacle, one.wants_change, one.note) for one in own_notices(cast.ana.id, MONDAY).values()]


def test_it_is_told_and_told_again(cast: Cast, now: datetime, key: str) -> None:
    tell_absence(cast.ana.viewer, key, RIDE, now)
    tell_absence(cast.ana.viewer, key, RIDE, now)
    assert told(cast) == [(Obstacle.RIDE, False, "")]
    tell_absence(cast.ana.viewer, key, Told("work", wants_change=True, note="Tuesday?"), now)
    assert told(cast) == [(Obstacle.WORK, True, "Tuesday?")]
    assert [line.action for line in audit_lines()][1:] == ["absence.told", "absence.told"]
    assert not any("Tuesday" in str(line) for line in audit_lines())
    assert flags_of(cast.ana.id) == []


def test_use_raises_its_flag_once(cast: Cast, now: datetime, key: str) -> None:
    tell_absence(cast.ana.viewer, key, RIDE, now)
    tell_absence(cast.ana.viewer, key, USED, now)
    tell_absence(cast.ana.viewer, key, Told("used", wants_change=False, note="And this morning."), now)
    [flag] = flags_of(cast.ana.id)
    assert (flag.rule, flag.severity, flag.check_in_id, flag.draft_id) == ("any_use", Severity.SAME_DAY, None, None)
    assert flag.inputs == {"used": "yes", "days": ["2026-11-23"]}
    assert flag.due_at is not None
    assert events_of(cast.ana.id, "any_use") == ["raised"]
    assert [line.action for line in audit_lines()][1:] == [
        "absence.told",
        "absence.told",
        "flag.raised",
        "absence.told",
    ]


def test_told_three_times_at_once_it_is_told_once(app: Flask, cast: Cast, now: datetime, key: str) -> None:
    done = at_once(app, *[lambda: tell_absence(cast.ana.viewer, key, USED, now)] * 3)
    assert done == [None] * 3
    assert len(told(cast)) == 1
    assert events_of(cast.ana.id, "any_use") == ["raised"]


def test_use_on_another_day_raises_it_again(cast: Cast, now: datetime, key: str) -> None:
    tell_absence(cast.ana.viewer, key, USED, now)
    tell_absence(cast.ana.viewer, key.replace("1123", "1130"), USED, now + timedelta(days=3))
    assert events_of(cast.ana.id, "any_use") == ["raised", "raised_again"]


def test_it_can_be_taken_back_and_the_flag_stays(cast: Cast, now: datetime, key: str) -> None:
    tell_absence(cast.ana.viewer, key, USED, now)
    take_absence_back(cast.ana.viewer, key, now)
    assert told(cast) == []
    assert len(flags_of(cast.ana.id)) == 1
    with pytest.raises(NotFound):
        take_absence_back(cast.ana.viewer, key, now)


@pytest.mark.parametrize(
    "wrong",
    [
        Told("", wants_change=False, note=""),
        Told("bus", wants_change=False, note=""),
        Told("ride", wants_change=False, note="x" * (NOTE_LIMIT + 1)),
        Told("used", wants_change=False, note="te\0a"),
    ],
)
def test_what_cannot_be_kept_is_refused(cast: Cast, now: datetime, key: str, wrong: Told) -> None:
    with pytest.raises(Invalid):
        tell_absence(cast.ana.viewer, key, wrong, now)
    assert told(cast) == []


@pytest.mark.parametrize("minutes", [-1, 0])
def test_one_that_is_over_cannot_be_missed(cast: Cast, now: datetime, key: str, minutes: int) -> None:
    at = now + timedelta(hours=10, minutes=30 + minutes)
    if minutes < 0:
        tell_absence(cast.ana.viewer, key, RIDE, at)
        return
    with pytest.raises(Conflict):
        tell_absence(cast.ana.viewer, key, RIDE, at)
    with pytest.raises(Conflict):
        take_absence_back(cast.ana.viewer, key, at)


def test_a_cancelled_one_cannot_be_missed(cast: Cast, now: datetime, key: str) -> None:
    cancel(cast.counselor.viewer, key, Scope.THIS, AGREED, now)
    with pytest.raises(Conflict):
        tell_absence(cast.ana.viewer, key, RIDE, now)


def test_who_has_left_today_tells_nothing(cast: Cast, now: datetime, key: str) -> None:
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = MONDAY
    db.session.commit()
    with pytest.raises(Refused):
        tell_absence(cast.ana.viewer, key, RIDE, now)


@pytest.mark.parametrize("who", ["stranger", "counselor"])
def test_nobody_tells_for_somebody_else(cast: Cast, now: datetime, key: str, who: str) -> None:
    with pytest.raises(NotFound):
        tell_absence(cast.everyone[who].viewer, key, RIDE, now)


@pytest.mark.parametrize(("who", "reads"), [("counselor", True), ("other_counselor", False), ("director", False)])
def test_its_reader_sees_it_and_the_participant_is_shown_so(
    cast: Cast, now: datetime, key: str, who: str, reads: bool
) -> None:
    tell_absence(cast.ana.viewer, key, RIDE, now)
    viewer = cast.everyone[who].viewer
    [own] = own_notices(cast.ana.id, MONDAY).values()
    assert (own.seen_at, own.key, own.topic) == (None, key, "Early recovery")
    found = notices_of(viewer, cast.ana.id, MONDAY, now)
    assert [notice.id for notice in found] == ([own.id] if reads else [])
    see_absences(viewer, [own.id], now)
    see_absences(viewer, [own.id], now)
    see_absences(viewer, [], now)
    [own] = own_notices(cast.ana.id, MONDAY).values()
    assert (own.seen_at, own.seen_by) == ((now, cast.everyone[who].name) if reads else (None, None))
    assert [line.action for line in audit_lines()][2:] == (["absence.seen"] if reads else [])


def test_what_is_told_anew_wants_to_be_seen_anew(cast: Cast, now: datetime, key: str) -> None:
    tell_absence(cast.ana.viewer, key, RIDE, now)
    see_absences(cast.counselor.viewer, [one.id for one in own_notices(cast.ana.id, MONDAY).values()], now)
    tell_absence(cast.ana.viewer, key, Told("unwell", wants_change=False, note=""), now)
    assert [one.seen_at for one in own_notices(cast.ana.id, MONDAY).values()] == [None]


@pytest.mark.parametrize(("who", "reads"), [("counselor", True), ("other_counselor", False), ("director", False)])
def test_what_nobody_has_seen_waits_for_its_reader(cast: Cast, now: datetime, key: str, who: str, reads: bool) -> None:
    tell_absence(cast.ana.viewer, key, RIDE, now)
    viewer = cast.everyone[who].viewer
    assert [(one.name, one.notice.key) for one in unseen_by(viewer, MONDAY, now)] == ([("Ana", key)] if reads else [])
    assert unseen_by(viewer, MONDAY + timedelta(days=1), now) == ()
    see_absences(cast.counselor.viewer, [one.id for one in own_notices(cast.ana.id, MONDAY).values()], now)
    assert unseen_by(viewer, MONDAY, now) == ()


@pytest.mark.parametrize(("day", "count"), [(MONDAY + timedelta(days=14), 1), (MONDAY + timedelta(days=15), 0)])
def test_a_record_shows_two_weeks(cast: Cast, now: datetime, key: str, day: date, count: int) -> None:
    tell_absence(cast.ana.viewer, key, RIDE, now)
    assert len(notices_of(cast.counselor.viewer, cast.ana.id, day, now)) == count


@pytest.mark.usefixtures("context")
def test_nothing_is_counted_where_nothing_is_planned() -> None:
    assert absent_from([]) == {}
