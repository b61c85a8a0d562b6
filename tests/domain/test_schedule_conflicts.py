"""Conflicts on a calendar, in words: the room, the facilitator, a participant, too many people."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.appointments import Exceptions, Kind, Series, Session, Weekly, appointments
from client_app.domain.schedule_conflicts import Clashes, Expected, conflicts

MONDAY = date(2026, 11, 23)
NAMES = {1: "Carla Reyes", 7: "Ana", 8: "Luis"}


def expected(
    topic: str = "Early recovery",
    starts: time = time(18),
    *,
    place: str = "",
    facilitator_id: int | None = None,
    people: tuple[int, ...] = (),
    participant_id: int | None = None,
    capacity: int | None = None,
    day: date = MONDAY,
    minutes: int = 60,
) -> Expected:
    session = Session(starts=starts, minutes=minutes, place=place, facilitator_id=facilitator_id)
    series = Series(
        id=1,
        kind=Kind.GROUP,
        topic=topic,
        weekly=Weekly(weekdays=(day.weekday(),), first_on=day),
        session=session,
        zone=ZoneInfo("America/Chicago"),
        capacity=capacity,
        participant_id=participant_id,
    )
    [found] = appointments(series, [day], Exceptions())
    return Expected(found, frozenset(people))


def told(planned: Expected, *others: Expected) -> list[str]:
    return [sentence.english() for sentence in conflicts([planned], others, NAMES)]


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        (expected(place="Room 2"), expected("Music", place="room 2"), ["Room 2 is taken by Music: 2026-11-23."]),
        (expected(place="Room 2"), expected("Music", place="Room 3"), []),
        (expected(), expected("Music"), []),
        (expected(place="Room 2"), expected("Music", time(19), place="Room 2"), []),
        (expected(place="Room 2"), expected("Music", time(17), place="Room 2"), []),
        (
            expected(place="Room 2"),
            expected("Music", time(18, 59), place="Room 2"),
            ["Room 2 is taken by Music: 2026-11-23."],
        ),
        (
            expected(facilitator_id=1),
            expected("Music", facilitator_id=1),
            ["Carla Reyes has Music at that time: 2026-11-23."],
        ),
        (expected(facilitator_id=1), expected("Music", facilitator_id=2), []),
        (
            expected(people=(7,), participant_id=7),
            expected("Music", people=(7, 8)),
            ["Ana is expected at Music at that time: 2026-11-23."],
        ),
        (
            expected(people=(7, 8)),
            expected("Talk", people=(8,), participant_id=8),
            ["Luis is expected at Talk at that time: 2026-11-23."],
        ),
        (expected(people=(7, 8)), expected("Music", people=(7, 8)), []),  # groups side by side: people choose
        (
            expected(people=(7, 8), capacity=1),
            expected("Music", time(9)),
            ["2 people would come, and there is room for 1."],
        ),
        (expected(people=(7, 8), capacity=2), expected("Music", time(9)), []),
    ],
)
def test_what_collides_is_said(here: Expected, there: Expected, said: list[str]) -> None:
    assert told(here, there) == said


def test_the_same_sentence_is_said_once_and_the_rest_is_counted() -> None:
    others = [expected(f"Group {number}", place="Room 2") for number in range(10)]
    found = told(expected(place="Room 2"), *others, others[0])
    assert len(found) == 9
    assert found[-1] == "And 2 more like these."


def test_what_ended_long_before_does_not_hide_what_collides() -> None:
    early = expected("Breakfast", time(7), place="Room 2")
    assert told(expected(place="Room 2"), expected("Music", place="Room 2"), early) == [
        "Room 2 is taken by Music: 2026-11-23."
    ]


def test_what_takes_as_long_as_anything_can_is_still_in_the_way() -> None:
    for starts, found in ((time(6), []), (time(6, 1), ["Room 2 is taken by Retreat: 2026-11-23."])):
        assert told(expected(place="Room 2"), expected("Retreat", starts, place="Room 2", minutes=720)) == found


def test_who_agrees_to_conflicts_has_not_agreed_to_others() -> None:
    one = Clashes(conflicts([expected(place="Room 2")], [expected("Music", place="Room 2")], NAMES))
    same = Clashes(conflicts([expected(place="Room 2")], [expected("Music", place="Room 2")], NAMES))
    other = Clashes(conflicts([expected(place="Room 2")], [expected("Dance", place="Room 2")], NAMES))
    assert one.token == same.token != other.token
