"""The page before a talk: hours, days and check-ins of each week add up by hand, and it costs the same for all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from client_app.domain.appointments import Kind
from client_app.domain.attendance import Attendance
from client_app.domain.check_ins import Kind as CheckInKind
from client_app.domain.local_days import ONE_DAY
from client_app.domain.refusals import NotFound
from client_app.domain.series_edits import Scope
from client_app.domain.step_downs import Week
from client_app.extensions import db
from client_app.models import Enrollment, Phase
from client_app.services.appointments import Move, cancel, change_one
from client_app.services.phases import move_participant
from client_app.services.step_criteria import Wish, agree, change_criterion
from client_app.services.step_downs import StepDown, step_down_of
from tests.cast import Cast
from tests.factories import make_check_in, make_mark, make_pause
from tests.support.applications import Statements
from tests.support.calendars import (
    AGREED,
    MONDAY,
    ONE_WEEK,
    a_session,
    attend,
    make_phase,
    make_series,
)

Counter = Callable[[], AbstractContextManager[Statements]]
LAST_MONDAY = MONDAY - ONE_WEEK


@pytest.fixture
def phases(cast: Cast, now: datetime) -> tuple[int, int]:
    """Five days a week, and three."""
    first = make_phase(cast.program_id, now, "Five days", 5)
    return first, make_phase(cast.program_id, now, "Three days", 3)


def found_of(cast: Cast, now: datetime) -> StepDown:
    """What Ana's counselor sees."""
    db.session.rollback()
    return step_down_of(cast.counselor.viewer, cast.ana.id, now)


def figures(week: Week) -> tuple[int, int, int, int]:
    """Minutes, days, check-ins, and what is not marked yet."""
    return week.minutes, week.days_attended, week.days_checked_in, week.unmarked


def a_past(cast: Cast, now: datetime, topic: str = "Morning", **about: object) -> list[str]:
    """A group each Monday to Friday at 9 for two hours, since four weeks ago; last week's names, Monday's first."""
    columns = {"weekdays": (0, 1, 2, 3, 4), "first_on": MONDAY - 4 * ONE_WEEK, "session": a_session(time(9), 120)}
    key = make_series(cast.counselor.viewer, now - 5 * ONE_WEEK, topic, **columns | about)
    number = key.partition("-")[0]
    return [f"{number}-{LAST_MONDAY + day * ONE_DAY:%Y%m%d}" for day in range(5)]


def began(day: int) -> datetime:
    """9:00 in Chicago on a day of last week."""
    return datetime.combine(LAST_MONDAY + day * ONE_DAY, time(15), UTC)


@pytest.mark.usefixtures("phases")
def test_each_week_adds_up_by_hand(cast: Cast, now: datetime) -> None:
    """Last week: Monday 120 of 120, Tuesday late with 75, Wednesday missed, Thursday and Friday nobody has marked.

    Of the Friday before, 120; this Monday's group began at 9:00, which is now, so that it is not over.
    """
    names = a_past(cast, now)
    make_mark(cast.ana.id, names[0], began(0), takes=120)
    make_mark(cast.ana.id, names[1], began(1), Attendance.LATE, 75, takes=120)
    make_mark(cast.ana.id, names[2], began(2), Attendance.MISSED, takes=120)
    before = f"{names[0].partition('-')[0]}-{LAST_MONDAY - 3 * ONE_DAY:%Y%m%d}"
    make_mark(cast.ana.id, before, began(-3), takes=120)
    for day in (0, 1, 6):
        make_check_in(cast.ana.id, began(day), craving_now=3)
    make_check_in(cast.ana.id, began(2), kind=CheckInKind.UPDATE, call_me="no")
    make_check_in(cast.ana.id, now, craving_now=3)
    this, last, earlier, *rest = found_of(cast, now).weeks
    assert figures(this) == (0, 0, 1, 0)
    assert figures(last) == (120 + 75, 2, 3, 2)
    assert figures(earlier) == (120, 1, 0, 4)
    assert [figures(week) for week in rest] == [(0, 0, 0, 5)] * 2
    assert (this.is_over, last.is_over, this.days_there, last.days_there) == (False, True, 1, 7)


def test_only_what_was_expected_and_is_over_waits_for_a_mark(
    cast: Cast, now: datetime, phases: tuple[int, int]
) -> None:
    five, three = phases
    carla = cast.counselor.viewer
    since = now - 2 * ONE_WEEK
    week = {"first_on": LAST_MONDAY, "last_on": LAST_MONDAY + 6 * ONE_DAY}
    lone = a_session(time(9), 60)
    make_series(carla, since, "Mine", weekdays=(0,), phase_ids=frozenset({five}), **week)
    make_series(carla, since, "Not mine", weekdays=(0,), phase_ids=frozenset({three}), **week)
    about = {"weekdays": (1,), "kind": Kind.INDIVIDUAL, **week}
    make_series(carla, since, "One to one", participant_id=cast.ana.id, **about)
    make_series(carla, since, "With Luis", participant_id=cast.luis.id, **about)
    off = make_series(carla, since, "Off", weekdays=(2,), **week)
    cancel(carla, off, Scope.THIS, AGREED, since)
    gone = make_series(carla, since, "Moved to this week", weekdays=(3,), session=lone, **week)
    change_one(carla, gone, Move(MONDAY, a_session(time(8), 59)), AGREED, since)
    ends_now = make_series(carla, since, "Ends now", weekdays=(0,), first_on=MONDAY, session=a_session(time(8), 60))
    make_series(carla, since, "Goes on", weekdays=(0,), first_on=MONDAY, session=a_session(time(8), 61))
    this, last, before, *_ = found_of(cast, now).weeks
    assert (this.unmarked, last.unmarked, before.unmarked) == (2, 2, 0)
    make_mark(cast.ana.id, ends_now, now - timedelta(hours=1), takes=60)
    make_mark(cast.ana.id, gone, now - timedelta(hours=1), takes=59)
    assert [week.unmarked for week in found_of(cast, now).weeks[:2]] == [0, 2]
    make_pause(cast.ana.id, LAST_MONDAY, LAST_MONDAY)
    assert [week.unmarked for week in found_of(cast, now).weeks[:2]] == [0, 1]


def test_the_talk_is_offered_and_moves_nobody(cast: Cast, now: datetime, phases: tuple[int, int]) -> None:
    a_past(cast, now)
    attend(cast.counselor.viewer, cast.ana.id, MONDAY - 3 * ONE_WEEK, MONDAY - ONE_DAY)
    agree(cast.counselor.viewer, cast.ana.id, "Two quiet weekends", now)
    found = found_of(cast, now)
    assert found.opener is not None
    assert [sentence.english() for sentence in found.opener.missing] == ["Agreed and not met yet: 1 of 1."]
    [one] = found.criteria
    change_criterion(cast.counselor.viewer, cast.ana.id, one.id, Wish.MET, now, was_met=False)
    found = found_of(cast, now)
    assert found.opener is not None
    assert found.opener.is_shown
    assert (found.card.number, found.card.phase and found.card.phase.id) == (0, phases[0])


def test_from_the_last_phase_nobody_steps_down(cast: Cast, now: datetime, phases: tuple[int, int]) -> None:
    db.session.get_one(Phase, phases[1]).criteria = "Three steady weeks."
    db.session.commit()
    assert found_of(cast, now).usual == ""
    move_participant(cast.counselor.viewer, cast.ana.id, phases[1], "Steady.", 0, now)
    found = found_of(cast, now)
    assert found.opener is not None
    assert found.opener.is_last
    assert found.usual == "Three steady weeks."


def test_without_phases_nothing_is_offered(cast: Cast, now: datetime) -> None:
    found = found_of(cast, now)
    assert (found.opener, found.usual) == (None, "")
    assert len(found.weeks) == 5
    assert found.weeks[0].asked_hours == (9, 19)


@pytest.mark.usefixtures("phases")
def test_the_weeks_of_who_has_left_stay(cast: Cast, now: datetime) -> None:
    a_past(cast, now)
    attend(cast.counselor.viewer, cast.ana.id, MONDAY - 4 * ONE_WEEK, MONDAY - 3 * ONE_WEEK)
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    enrollment.ended_on = MONDAY - 3 * ONE_WEEK
    db.session.commit()
    found = found_of(cast, now + 20 * ONE_WEEK)
    assert found.opener is None
    assert [figures(week) for week in found.weeks] == [(120, 1, 0, 0), (600, 5, 0, 0)]


def test_a_time_that_begins_later_has_no_weeks_yet(cast: Cast, now: datetime) -> None:
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    enrollment.started_on = MONDAY + 2 * ONE_WEEK
    db.session.commit()
    assert found_of(cast, now).weeks == ()


def test_an_earlier_time_in_the_program_is_another_one(cast: Cast, now: datetime) -> None:
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    agree(cast.counselor.viewer, cast.ana.id, "Of the first time", now)
    enrollment.ended_on = LAST_MONDAY
    db.session.commit()
    db.session.add(
        Enrollment(
            program_id=cast.program_id,
            participant_id=cast.ana.id,
            caseload_id=cast.caseload_id,
            started_on=LAST_MONDAY + 2 * ONE_DAY,
        )
    )
    db.session.commit()
    found = found_of(cast, now)
    assert (found.criteria, [week.monday for week in found.weeks]) == ((), [MONDAY, LAST_MONDAY])


@pytest.mark.parametrize("who", ["ana", "other_counselor", "director", "strange_counselor", "cover"])
def test_only_a_reader_sees_it(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(NotFound):
        step_down_of(cast.everyone[who].viewer, cast.ana.id, now)


@pytest.mark.usefixtures("phases")
def test_it_costs_the_same_however_long_somebody_has_been_there(
    cast: Cast, now: datetime, count_statements: Counter
) -> None:
    """One week and three appointments; then twelve weeks with sixty."""
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    enrollment.started_on = LAST_MONDAY
    db.session.commit()
    since = now - 13 * ONE_WEEK
    few = {"weekdays": (0, 2, 4), "first_on": LAST_MONDAY, "last_on": LAST_MONDAY + 6 * ONE_DAY}
    make_series(cast.counselor.viewer, since, "Few", **few)
    assert len(attend(cast.counselor.viewer, cast.ana.id, LAST_MONDAY, MONDAY - ONE_DAY)) == 3
    with count_statements() as short:
        found_of(cast, now)
    db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one().started_on = (
        MONDAY - 12 * ONE_WEEK
    )
    db.session.commit()
    many = {"weekdays": (0, 1, 2, 3, 4), "first_on": MONDAY - 12 * ONE_WEEK, "last_on": LAST_MONDAY - ONE_DAY}
    make_series(cast.counselor.viewer, since, "Many", **many)
    assert len(attend(cast.counselor.viewer, cast.ana.id, MONDAY - 12 * ONE_WEEK, LAST_MONDAY - ONE_DAY)) == 55
    make_series(cast.counselor.viewer, since, "Not marked", **few)
    for number in range(5):
        agree(cast.counselor.viewer, cast.ana.id, f"Point {number}", now)
        make_check_in(cast.ana.id, now - number * ONE_DAY, craving_now=3)
        make_pause(cast.ana.id, MONDAY - (20 + number) * ONE_DAY, MONDAY - (20 + number) * ONE_DAY)
    with count_statements() as long:
        found = found_of(cast, now)
    assert len(found.weeks) == 8
    assert len(short) == len(long) == 12
