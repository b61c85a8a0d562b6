"""Weeks beside what a phase asks, and when a talk about stepping down is offered: never a score, never a decision."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.attendance import Attendance, Attended
from client_app.domain.pauses import Pause
from client_app.domain.phases import Move, Phase, week_of
from client_app.domain.rosters import Stay
from client_app.domain.step_downs import (
    MOST_CRITERIA,
    WEEKS_LOOKED_AT,
    WEEKS_SHOWN,
    Criterion,
    Told,
    Week,
    asked_in_words,
    first_shown,
    hours_in_words,
    opener,
    unmarked_in_words,
    weeks,
    why_not_more,
    widest,
)

WEDNESDAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(weeks=1)
NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)
FIVE = Phase(id=1, position=1, name="Five days", days_a_week=5)
THREE = Phase(id=2, position=2, name="Three days", days_a_week=3, least_hours=6, most_hours=9)
PHASES = {1: FIVE, 2: THREE}


def stay(first: date = MONDAY - 20 * ONE_WEEK, **columns: Any) -> Stay:
    return Stay(participant_id=7, name="Ana", first_on=first, first_phase_id=1, **columns)


def attended(day: date, minutes: int = 180, mark: Attendance = Attendance.PRESENT, told: int | None = None) -> Attended:
    return Attended(day=day, planned_minutes=minutes, mark=mark, minutes=told)


def a_week(number: int = 1, *, minutes: int = 9 * 60, days: int = 5, unmarked: int = 0, **columns: Any) -> Week:
    """A whole week, so many weeks ago, that has all that five days a week ask for."""
    kept: dict[str, Any] = {
        "phase": FIVE,
        "days_checked_in": 7,
        "days_there": 7,
        "days_away": 0,
        "is_over": True,
        "is_whole": True,
    }
    monday = MONDAY - number * ONE_WEEK
    return Week(monday=monday, minutes=minutes, days_attended=days, unmarked=unmarked, **kept | columns)


def a_criterion(*, is_met: bool = True, text: str = "Two quiet weekends") -> Criterion:
    return Criterion(1, text, NOON, "Carla Reyes", NOON if is_met else None)


def test_the_last_eight_weeks_stand_beside_each_other() -> None:
    found = weeks(stay(), PHASES, Told(), WEDNESDAY)
    assert [week.monday for week in found] == [MONDAY - number * ONE_WEEK for number in range(WEEKS_SHOWN - 1, -1, -1)]
    assert first_shown(WEDNESDAY) == found[0].monday
    assert [week.is_over for week in found] == [True] * 7 + [False]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (MONDAY, None, 1),
        (WEDNESDAY, None, 1),
        (MONDAY - ONE_DAY, None, 2),
        (MONDAY - 3 * ONE_WEEK, MONDAY - ONE_DAY, 3),
        (WEDNESDAY + ONE_DAY, None, 1),  # it begins tomorrow
        (WEDNESDAY + ONE_WEEK, None, 0),
    ],
)
def test_weeks_go_from_the_first_day_to_the_last(first: date, last: date | None, count: int) -> None:
    assert len(weeks(stay(first, last_on=last), PHASES, Told(), WEDNESDAY)) == count


def test_a_week_adds_up_by_hand() -> None:
    sunday = MONDAY - ONE_DAY
    told = Told(
        attended=[
            attended(MONDAY - ONE_WEEK),
            attended(MONDAY - ONE_WEEK, 50),
            attended(MONDAY - 5 * ONE_DAY, mark=Attendance.LATE, told=100),
            attended(MONDAY - 4 * ONE_DAY, mark=Attendance.MISSED),
            attended(MONDAY - 3 * ONE_DAY, mark=Attendance.EXCUSED),
            attended(sunday, 90, mark=Attendance.LEFT_EARLY),
            attended(MONDAY, 90),
        ],
        unmarked=[sunday, sunday, MONDAY],
        checked_in={MONDAY - ONE_WEEK, sunday, MONDAY, WEDNESDAY},
    )
    *_, last, now = weeks(stay(), PHASES, told, WEDNESDAY)
    assert (last.minutes, last.days_attended, last.unmarked) == (180 + 50 + 100 + 90, 3, 2)
    assert (last.days_checked_in, last.days_there, last.is_whole) == (2, 7, True)
    assert (now.minutes, now.days_attended, now.unmarked) == (90, 1, 1)
    assert (now.days_checked_in, now.days_there, now.is_whole) == (2, 3, False)


@pytest.mark.parametrize(
    ("columns", "is_whole", "days_there", "days_away"),
    [
        ({}, True, 7, 0),
        ({"first": MONDAY - ONE_WEEK}, True, 7, 0),
        ({"first": MONDAY - ONE_WEEK + ONE_DAY}, False, 6, 0),
        ({"pauses": (Pause(MONDAY - 9 * ONE_DAY, MONDAY - 8 * ONE_DAY),)}, True, 7, 0),
        ({"pauses": (Pause(MONDAY - 9 * ONE_DAY, MONDAY - 7 * ONE_DAY),)}, False, 6, 1),
        ({"pauses": (Pause(MONDAY - ONE_DAY, MONDAY),)}, False, 6, 1),
        ({"pauses": (Pause(MONDAY, MONDAY),)}, True, 7, 0),
        ({"moves": (Move(2, MONDAY - ONE_WEEK),)}, True, 7, 0),
        ({"moves": (Move(2, MONDAY - ONE_WEEK + ONE_DAY),)}, False, 7, 0),
        ({"moves": (Move(2, MONDAY - ONE_DAY),)}, False, 7, 0),
        ({"moves": (Move(2, MONDAY),)}, True, 7, 0),
    ],
)
def test_a_week_is_whole_with_each_of_its_days_in_one_phase(
    columns: dict[str, Any], is_whole: bool, days_there: int, days_away: int
) -> None:
    last = weeks(stay(**columns), PHASES, Told(), WEDNESDAY)[-2]
    assert (last.is_whole, last.days_there, last.days_away) == (is_whole, days_there, days_away)


def test_a_week_stands_beside_the_phase_in_which_it_ended() -> None:
    moved = stay(moves=(Move(2, MONDAY - ONE_DAY),))
    *_, before, last, now = weeks(moved, PHASES, Told(), WEDNESDAY)
    assert (before.phase, last.phase, now.phase) == (FIVE, THREE, THREE)
    assert (before.asked_hours, last.asked_hours) == ((9, 19), (6, 9))


def test_without_phases_the_level_of_care_is_the_band() -> None:
    [*_, now] = weeks(stay(), {}, Told(), WEDNESDAY)
    assert (now.phase, now.asked_hours, now.reaches_days) == (None, (9, 19), True)


@pytest.mark.parametrize(
    ("minutes", "days", "hours_there", "days_there"),
    [(540, 5, True, True), (539, 5, False, True), (540, 4, True, False), (3000, 7, True, True), (0, 0, False, False)],
)
def test_what_a_phase_asks_is_reached_at_its_least(
    minutes: int, days: int, hours_there: bool, days_there: bool
) -> None:
    week = a_week(minutes=minutes, days=days)
    assert (week.reaches_hours, week.reaches_days) == (hours_there, days_there)


HOURS = "9 h or more in each of the last 3 whole weeks."
DAYS = "Came 5 days a week or more in each of the last 3 whole weeks."
MET = "All that was agreed is met: 1 of 1."
THREE_WEEKS = [a_week(3), a_week(2), a_week(1)]


@pytest.mark.parametrize(
    ("found", "criteria", "reasons", "missing"),
    [
        (THREE_WEEKS, [a_criterion()], [HOURS, DAYS, MET], []),
        ([a_week(4, minutes=0, days=0), *THREE_WEEKS], [a_criterion()], [HOURS, DAYS, MET], []),
        (
            [*THREE_WEEKS, a_week(0, minutes=0, days=0, is_whole=False)],
            [a_criterion()],
            [HOURS, DAYS, MET],
            [],
        ),
        (
            THREE_WEEKS[1:],
            [a_criterion()],
            [MET],
            ["There are not 3 whole weeks in this phase yet. Whole weeks so far: 2."],
        ),
        (
            [a_week(3, phase=THREE), *THREE_WEEKS[1:]],
            [a_criterion()],
            [MET],
            ["There are not 3 whole weeks in this phase yet. Whole weeks so far: 2."],
        ),
        (
            [a_week(3, minutes=539), a_week(2, minutes=0), a_week(1)],
            [a_criterion()],
            [DAYS, MET],
            ["Less than 9 h in 2 of the last 3 whole weeks."],
        ),
        (
            [a_week(3, days=4, unmarked=1), a_week(2), a_week(1)],
            [a_criterion()],
            [HOURS, MET],
            [
                "Came less often than 5 days a week in 1 of the last 3 whole weeks.",
                "Some hours of these weeks may be missing: 1 appointment not marked yet.",
            ],
        ),
        (
            [a_week(3, minutes=60, unmarked=2), a_week(2, unmarked=1), a_week(1)],
            [a_criterion()],
            [DAYS, MET],
            [
                "Less than 9 h in 1 of the last 3 whole weeks.",
                "Some hours of these weeks may be missing: 3 appointments not marked yet.",
            ],
        ),
        ([a_week(3, unmarked=2), a_week(2), a_week(1)], [a_criterion()], [HOURS, DAYS, MET], []),
        (THREE_WEEKS, [], [HOURS, DAYS], ["Nothing is agreed yet on which a next step would rest."]),
        (
            THREE_WEEKS,
            [a_criterion(), a_criterion(is_met=False)],
            [HOURS, DAYS],
            ["Agreed and not met yet: 1 of 2."],
        ),
    ],
)
def test_the_talk_is_offered_when_nothing_is_missing(
    found: list[Week], criteria: list[Criterion], reasons: list[str], missing: list[str]
) -> None:
    told = opener(FIVE, THREE, found, criteria)
    assert [sentence.english() for sentence in told.reasons] == reasons
    assert [sentence.english() for sentence in told.missing] == missing
    assert told.is_shown is not bool(missing)


def test_from_the_last_phase_nobody_steps_down() -> None:
    told = opener(THREE, None, THREE_WEEKS, [a_criterion()])
    assert (told.is_last, told.is_shown, told.reasons, told.missing) == (True, False, (), ())


DAYS_AGO = st.integers(0, 80).map(lambda back: WEDNESDAY - back * ONE_DAY)


@given(
    st.lists(st.tuples(DAYS_AGO, st.integers(1, 600), st.sampled_from(Attendance))),
    st.lists(DAYS_AGO),
    st.sets(DAYS_AGO),
)
def test_nothing_counts_twice_and_nothing_is_lost(
    marked: list[tuple[date, int, Attendance]], unmarked: list[date], checked_in: set[date]
) -> None:
    told = Told(attended=[attended(*one) for one in marked], unmarked=unmarked, checked_in=checked_in)
    found = weeks(stay(), PHASES, told, WEDNESDAY)
    shown = {week.monday for week in found}
    assert sum(week.minutes for week in found) == sum(
        one.minutes_counted for one in told.attended if week_of(one.day)[0] in shown
    )
    assert sum(week.unmarked for week in found) == sum(week_of(day)[0] in shown for day in unmarked)
    assert sum(week.days_checked_in for week in found) == sum(week_of(day)[0] in shown for day in checked_in)
    assert all(week.days_attended <= 7 and week.days_checked_in <= 7 for week in found)


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 h"), (50, "50 min"), (60, "1 h"), (61, "1 h 1 min"), (750, "12 h 30 min")]
)
def test_hours_are_said_as_people_say_them(minutes: int, said: str) -> None:
    assert hours_in_words(minutes).english() == said


def test_what_is_asked_and_what_is_not_marked_is_said_in_words() -> None:
    assert asked_in_words(9, 19).english() == "9 to 19 h"
    assert asked_in_words(9, 9).english() == "9 h"
    assert [unmarked_in_words(count).english() for count in (1, 2)] == [
        "1 appointment not marked yet",
        "2 appointments not marked yet",
    ]


@pytest.mark.parametrize(
    ("found", "room"),
    [([], 1), ([a_week(minutes=0)], 20), ([a_week(minutes=20 * 60)], 21), ([a_week(minutes=1201)], 22)],
)
def test_the_picture_has_room_for_every_week(found: list[Week], room: int) -> None:
    assert widest(found) == room


def test_a_talk_has_room_for_a_few_points_only() -> None:
    agreed = [a_criterion(text=str(number)) for number in range(MOST_CRITERIA)]
    assert why_not_more(agreed[1:]) is None
    full = why_not_more(agreed)
    assert full is not None
    assert full.english() == "8 points are enough for a talk. Remove one to make room."
    assert WEEKS_LOOKED_AT < WEEKS_SHOWN
