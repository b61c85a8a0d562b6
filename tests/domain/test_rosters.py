"""Who is expected: whom the series is for, in the phase of that day, while they take part."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.appointments import Appointment, Change, Exceptions, Kind, Series, Session, Weekly, appointments
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


def stay(participant_id: int = 7, last: int | None = None, moves: tuple[Move, ...] = (), first: int = -10) -> Stay:
    return Stay(
        participant_id=participant_id,
        name="Ana",
        first_on=MONDAY + first * ONE_DAY,
        last_on=None if last is None else MONDAY + last * ONE_DAY,
        first_phase_id=FIRST,
        moves=moves,
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
    ],
)
def test_who_is_expected(one: Appointment, who: Stay, is_there: bool) -> None:
    assert is_expected(who, one) is is_there


def test_everybody_is_there_once_and_by_name() -> None:
    again, luis = stay(first=-1), Stay(participant_id=9, name="luis", first_on=MONDAY)
    assert [one.name for one in expected([luis, stay(), again], group())] == ["Ana", "luis"]
    assert luis.phase_on(MONDAY) is None
