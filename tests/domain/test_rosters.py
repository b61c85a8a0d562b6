"""Who is expected: whom the series is for, in the phase of that day, while they take part."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.appointments import Appointment, Change, Exceptions, Kind, Series, Session, Weekly, appointments
from client_app.domain.pauses import Pause
from client_app.domain.phases import Move
from client_app.domain.rosters import Stay, expected, is_expected

MONDAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)
FIRST, SECOND = 1, 2


def group(phase_ids: set[int] | None = None, participant_id: int | None = None, moved: int = 0) -> Appointment:
    series = Series(
        id=1,
        kind=Kind.GROUP,
        topic="Early recovery",
        weekly=Weekly(weekdays=(0,), first_on=MONDAY),
        session=Session(starts=time(23, 30), minutes=60),
        zone=ZoneInfo("America/Chicago"),
        phase_ids=frozenset(phase_ids or ()),
        participant_id=participant_id,
    )
    changes = {(1, MONDAY): Change(day=MONDAY + moved * ONE_DAY)} if moved else {}
    [found] = appointments(series, [MONDAY], Exceptions(changes))
    return found


def away(first: int, last: int) -> tuple[Pause, ...]:
    return (
        Pause(MONDAY - 30 * ONE_DAY, MONDAY - 20 * ONE_DAY),
        Pause(MONDAY + first * ONE_DAY, MONDAY + last * ONE_DAY),
    )


def stay(
    participant_id: int = 7,
    last: int | None = None,
    moves: tuple[Move, ...] = (),
    first: int = -10,
    pauses: tuple[Pause, ...] = (),
) -> Stay:
    return Stay(
        participant_id=participant_id,
        name="Ana",
        first_on=MONDAY + first * ONE_DAY,
        last_on=None if last is None else MONDAY + last * ONE_DAY,
        first_phase_id=FIRST,
        moves=moves,
        pauses=pauses,
    )


@pytest.mark.parametrize(
    ("one", "who", "is_there"),
    [
        (group(), stay(), True),
        (group(), stay(first=0), True),
        (group(), stay(first=1), False),
        (group(), stay(last=0), True),
        (group(), stay(last=-1), False),
        (group(moved=1), stay(last=0), False),
        (group({FIRST}), stay(), True),
        (group({SECOND}), stay(), False),
        (group({SECOND}), stay(moves=(Move(SECOND, MONDAY),)), True),
        (group({SECOND}), stay(moves=(Move(SECOND, MONDAY + ONE_DAY),)), False),
        (group({SECOND}, moved=1), stay(moves=(Move(SECOND, MONDAY + ONE_DAY),)), True),
        (group({FIRST}), stay(moves=(Move(SECOND, MONDAY),)), False),
        (group({FIRST, SECOND}), stay(moves=(Move(SECOND, MONDAY),)), True),
        (group(participant_id=7), stay(), True),
        (group(participant_id=8), stay(), False),
        (group({SECOND}, participant_id=7), stay(), True),
        (group(participant_id=7), stay(last=-1), False),
        (group(), stay(pauses=away(-3, -1)), True),
        (group(), stay(pauses=away(-3, 0)), False),
        (group(), stay(pauses=away(0, 3)), False),
        (group(), stay(pauses=away(1, 3)), True),
        (group(moved=1), stay(pauses=away(-3, 0)), True),
        (group(moved=1), stay(pauses=away(1, 1)), False),
        (group(participant_id=7), stay(pauses=away(0, 0)), False),
    ],
)
def test_who_is_expected(one: Appointment, who: Stay, is_there: bool) -> None:
    assert is_expected(who, one) is is_there


STARTS = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
"""When the group begins: half past eleven at night in Chicago."""
ONE_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("made_at", "from_day", "phase"),
    [
        (STARTS - ONE_SECOND, MONDAY, SECOND),
        (STARTS, MONDAY, FIRST),  # it has begun: it stays as it is
        (STARTS + ONE_SECOND, MONDAY, FIRST),
        (None, MONDAY, SECOND),
        (STARTS + ONE_SECOND, MONDAY - ONE_DAY, SECOND),  # of the days after its first one, all count
        (STARTS - ONE_DAY, MONDAY + ONE_DAY, FIRST),
    ],
)
def test_a_move_leaves_what_had_begun_as_it_was(made_at: datetime | None, from_day: date, phase: int) -> None:
    moved = stay(moves=(Move(SECOND, from_day, made_at),))
    assert moved.phase_at(group()) == phase
    assert [is_expected(moved, group({one})) for one in (FIRST, SECOND)] == [phase == FIRST, phase == SECOND]


def test_of_two_moves_on_a_day_each_counts_for_what_began_after_it() -> None:
    there_and_back = (Move(SECOND, MONDAY, STARTS - ONE_SECOND), Move(FIRST, MONDAY, STARTS + ONE_SECOND))
    assert stay(moves=there_and_back).phase_at(group()) == SECOND
    assert stay(moves=there_and_back).phase_on(MONDAY) == FIRST


def test_everybody_is_there_once_and_by_name() -> None:
    again, luis = stay(first=-1), Stay(participant_id=9, name="luis", first_on=MONDAY)
    assert [one.name for one in expected([luis, stay(), again], group())] == ["Ana", "luis"]
    assert luis.phase_on(MONDAY) is None
