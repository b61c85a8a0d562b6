"""A schedule from a file: judged as the calendar's form judges, told what it collides with, and put on at once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time
from typing import Any

import pytest
from flask import Flask

from client_app.domain.imports import ChangedError
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.schedule_files import COLUMNS
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import AppointmentSeries, Person
from client_app.services.appointments import Move, cancel, change_one
from client_app.services.holidays import add_holiday
from client_app.services.schedule_imports import SchedulePreview, import_schedule, preview_schedule
from tests.cast import Cast
from tests.support.applications import Statements
from tests.support.calendars import (
    AGREED,
    MONDAY,
    NEXT_MONDAY,
    ONE_WEEK,
    a_session,
    make_phase,
    make_series,
    planned,
    refused,
)
from tests.support.files import SERIES, a_file, records
from tests.support.posts import at_once, audit_lines

ROOM = {**SERIES, "weekdays": "Mon", "place": "Room 2"}
"""A group on Monday evenings from the 30th on, in Room 2."""


def look(cast: Cast, now: datetime, *rows: dict[str, str]) -> SchedulePreview:
    """What a file with these rows would do."""
    return preview_schedule(cast.director.viewer, records(a_file(*rows), COLUMNS), now)


def bring_in(cast: Cast, now: datetime, *rows: dict[str, str], seen: str = "") -> int:
    """Look at a file and import it."""
    token = seen or look(cast, now, *rows).token
    return import_schedule(cast.director.viewer, records(a_file(*rows), COLUMNS), token, now)


def problems(preview: SchedulePreview) -> list[tuple[int, str, str]]:
    """Row, column and the beginning of each sentence."""
    return [(one.row, one.column, one.sentence.english()) for one in preview.problems]


def clashes(preview: SchedulePreview) -> list[list[str]]:
    """What each row collides with."""
    return [[sentence.english() for sentence in one.clashes] for one in preview.rows]


def test_a_file_is_put_on_the_calendar_in_one_act(cast: Cast, now: datetime) -> None:
    make_phase(cast.program_id, now, "Five days")
    row = {**ROOM, "facilitator": cast.counselor.email, "phases": "five days", "capacity": "12"}
    before = len(audit_lines())
    preview = look(cast, now, row, {**SERIES, "topic": "Music"})
    assert [(one.row, one.plan.topic, one.facilitator, one.phases) for one in preview.rows] == [
        (2, "Early recovery", "Carla Reyes", ("Five days",)),
        (3, "Music", None, ()),
    ]
    assert preview.rows[0].usual.place == "Room 2"
    assert (preview.problems, preview.has_clashes, len(audit_lines())) == ((), False, before)
    assert bring_in(cast, now, row, {**SERIES, "topic": "Music"}) == 2
    first = planned(cast, NEXT_MONDAY)
    assert [(one.series.topic, one.day, one.place) for one in first] == [
        ("Early recovery", NEXT_MONDAY, "Room 2"),
        ("Music", NEXT_MONDAY, ""),
    ]
    lines = audit_lines()[before:]
    assert [line.action for line in lines] == ["appointment.series_added"] * 2 + ["program.schedule_imported"]
    assert lines[-1].details == {"rows": 2}
    assert {line.actor_id for line in lines} == {cast.director.id}


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"minutes": "long"}, "minutes", "Please write a whole number."),
        ({"first_on": "2026-11-22", "weekdays": "Sun"}, "first_on", "That time has passed."),
        ({"weekdays": "Sun", "last_on": "2026-12-04"}, "last_on", "It would never take place"),
        ({"weekdays": "Sun", "starts": "02:30"}, "starts", "On 2027-03-14 the clocks skip 02:30."),
        ({"facilitator": "sam.hill@hillside.example"}, "facilitator", "Nobody on your staff has this email."),
        ({"facilitator": "ana@riverside.example"}, "facilitator", "Nobody on your staff has this email."),
        ({"phases": "Five days"}, "phases", "Your program has no phase with the name Five days."),
    ],
)
def test_one_bad_row_keeps_all_of_it_out(
    cast: Cast, now: datetime, cells: dict[str, str], column: str, why: str
) -> None:
    rows = [ROOM, {**SERIES, "topic": "Music", "facilitator": "", "phases": "", "last_on": "", **cells}]
    rows[0] = {**dict.fromkeys(rows[1], ""), **ROOM}
    preview = look(cast, now, *rows)
    [(row, named, told)] = problems(preview)
    assert (row, named, told[: len(why)]) == (3, column, why)
    assert len(preview.rows) == 1
    refused(lambda: bring_in(cast, now, *rows))
    assert planned(cast) == []


def test_nobody_who_was_disabled_leads_anything(cast: Cast, now: datetime) -> None:
    row = {**ROOM, "facilitator": cast.cover.email}
    assert not look(cast, now, row).problems
    db.session.get_one(Person, cast.cover.id).disabled_at = now
    db.session.commit()
    assert problems(look(cast, now, row)) == [(2, "facilitator", "Nobody on your staff has this email.")]


def test_the_same_row_twice_is_a_bad_row(cast: Cast, now: datetime) -> None:
    again = {**ROOM, "topic": " Early recovery ", "starts": "6 PM", "weekdays": "lunes"}
    assert problems(look(cast, now, ROOM, again)) == [(3, "", "This is the same as row 2.")]


@pytest.mark.parametrize(
    ("about", "is_there"),
    [
        ({}, True),
        ({"first_on": MONDAY}, True),
        ({"first_on": NEXT_MONDAY + ONE_WEEK}, False),
        ({"last_on": NEXT_MONDAY}, False),
        ({"session": a_session(time(19), place="Room 2")}, False),
        ({"capacity": 3}, False),
        ({"every_weeks": 2}, False),
    ],
)
def test_what_is_on_the_calendar_is_not_put_there_twice(
    cast: Cast, now: datetime, about: dict[str, Any], is_there: bool
) -> None:
    make_series(cast.counselor.viewer, now, **{"first_on": NEXT_MONDAY, "session": a_session(place="Room 2"), **about})
    found = problems(look(cast, now, ROOM))
    assert found == ([(2, "", "This is on the calendar already.")] if is_there else [])


@pytest.mark.parametrize(("begun", "is_there"), [(MONDAY, False), (NEXT_MONDAY - 2 * ONE_WEEK, True)])
def test_every_other_week_is_the_same_only_in_step(cast: Cast, now: datetime, begun: Any, is_there: bool) -> None:
    earlier = now - 3 * ONE_WEEK
    about = {"first_on": begun, "every_weeks": 2, "session": a_session(place="Room 2")}
    make_series(cast.counselor.viewer, earlier, **about)
    assert bool(problems(look(cast, now, {**ROOM, "every_weeks": "2"}))) is is_there


def test_of_two_alike_one_in_step_is_enough(cast: Cast, now: datetime) -> None:
    earlier = now - 3 * ONE_WEEK
    for begun in (MONDAY, NEXT_MONDAY - 2 * ONE_WEEK):
        room = a_session(place="Room 2")
        make_series(cast.counselor.viewer, earlier, first_on=begun, every_weeks=2, session=room)
    for first in ("2026-11-30", "2026-12-07"):
        [(_, _, told)] = problems(look(cast, now, {**ROOM, "every_weeks": "2", "first_on": first}))
        assert told == "This is on the calendar already."


def test_rows_are_told_what_they_collide_with(cast: Cast, now: datetime) -> None:
    leader = a_session(place="ROOM 2", facilitator_id=cast.counselor.id)
    make_series(cast.counselor.viewer, now, "Yoga", session=leader, last_on=NEXT_MONDAY)
    led = {**SERIES, "weekdays": "Mon", "last_on": "2026-12-07", "place": "", "facilitator": cast.counselor.email}
    in_room = {**led, "topic": "Music", "facilitator": "", "place": "Room 2", "starts": "19:00"}
    free = {**in_room, "topic": "Tea", "starts": "20:30"}
    assert clashes(look(cast, now, led, in_room, free)) == [
        ["Carla Reyes has Yoga at that time: 2026-11-30."],
        ["Room 2 is taken by Yoga: 2026-11-30."],
        [],
    ]
    crowded = {**in_room, "topic": "Drums", "capacity": "1"}
    told = clashes(look(cast, now, {**in_room, "capacity": ""}, crowded))[1]
    assert told == [
        "2 people would come, and there is room for 1.",
        "Room 2 is taken by Yoga: 2026-11-30.",
        "Room 2 is taken by Music: 2026-11-30.",
        "Room 2 is taken by Music: 2026-12-07.",
    ]
    assert bring_in(cast, now, led, in_room, free) == 3


def test_somebodys_own_appointment_is_in_the_way(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, "One to one", last_on=NEXT_MONDAY, participant_id=cast.ana.id)
    assert clashes(look(cast, now, ROOM)) == [["Ana is expected at One to one at that time: 2026-11-30."]]


def test_what_is_moved_or_cancelled_is_looked_at_where_it_is(cast: Cast, now: datetime) -> None:
    room = a_session(place="Room 2")
    moved = make_series(cast.counselor.viewer, now, "Moved", first_on=MONDAY, last_on=MONDAY, session=room)
    change_one(cast.counselor.viewer, moved, Move(NEXT_MONDAY, room), AGREED, now)
    off = make_series(cast.counselor.viewer, now, "Off", first_on=NEXT_MONDAY + ONE_WEEK, session=room)
    cancel(cast.counselor.viewer, off, Scope.THIS, AGREED, now)
    add_holiday(cast.director.viewer, NEXT_MONDAY + 2 * ONE_WEEK, "Closed", now)
    row = {**ROOM, "last_on": "2026-12-21"}
    assert clashes(look(cast, now, row)) == [
        ["Room 2 is taken by Moved: 2026-11-30.", "Room 2 is taken by Off: 2026-12-21."]
    ]


def test_far_ends_are_looked_at_without_all_that_lies_between(cast: Cast, now: datetime) -> None:
    make_series(cast.counselor.viewer, now, "Yoga", session=a_session(place="Room 2"))
    late = {**ROOM, "topic": "Late", "first_on": "2099-12-28"}
    near = {**ROOM, "topic": "Near", "starts": "18:30"}
    told = clashes(look(cast, now, late, near))
    assert [told[0][0], told[1][0]] == ["Room 2 is taken by Yoga: 2099-12-28.", "Room 2 is taken by Yoga: 2026-11-30."]


def test_who_agreed_to_a_preview_has_not_agreed_to_another(cast: Cast, now: datetime) -> None:
    seen = look(cast, now, ROOM).token
    make_series(cast.counselor.viewer, now, "Yoga", session=a_session(place="Room 2"))
    refused(lambda: bring_in(cast, now, ROOM, seen=seen), ChangedError)
    other = look(cast, now, {**ROOM, "minutes": "60"}).token
    refused(lambda: bring_in(cast, now, ROOM, seen=other), Conflict)
    assert bring_in(cast, now, ROOM) == 1


def test_a_preview_is_the_same_while_nothing_changes(cast: Cast, now: datetime) -> None:
    for name in ("One", "Two", "Three"):
        make_phase(cast.program_id, now, name)
    row = {**ROOM, "phases": "Three;One;Two"}
    assert look(cast, now, row).token == look(cast, now, {**row, "phases": "One;Two;Three"}).token


def test_it_comes_in_once_however_often_it_is_confirmed(cast: Cast, now: datetime) -> None:
    bring_in(cast, now, ROOM)
    assert refused(lambda: bring_in(cast, now, ROOM)) == (
        "Nothing was imported. Please mend these rows in your file and choose it again."
    )


def test_of_several_confirmations_at_once_one_succeeds(app: Flask, cast: Cast, now: datetime) -> None:
    seen = look(cast, now, ROOM).token
    file = records(a_file(ROOM), COLUMNS)
    db.session.rollback()
    results = at_once(app, *[lambda: import_schedule(cast.director.viewer, file, seen, now)] * 4)
    assert sorted(str(type(one).__name__) for one in results) == ["ChangedError"] * 3 + ["int"]
    db.session.rollback()
    assert db.session.query(AppointmentSeries).count() == 1


@pytest.mark.parametrize("who", ["ana", "counselor", "family_member"])
def test_only_a_director_imports(cast: Cast, now: datetime, who: str) -> None:
    viewer, file = cast.everyone[who].viewer, records(a_file(ROOM), COLUMNS)
    for act in (
        lambda: preview_schedule(viewer, file, now),
        lambda: import_schedule(viewer, file, "", now),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_empty_preview_brings_nothing_in(cast: Cast, now: datetime) -> None:
    bad = {**SERIES, "kind": "yoga"}
    preview = look(cast, now, bad)
    assert (preview.rows, len(preview.problems)) == ((), 1)
    with pytest.raises(Invalid):
        bring_in(cast, now, bad)


def test_a_preview_costs_the_same_whatever_is_in_the_file(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    costs = []
    for number in (2, 200):
        rows = [{**SERIES, "topic": f"Group {at}", "place": f"Room {at % 5}"} for at in range(number)]
        with count_statements() as statements:
            look(cast, now, *rows)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 12
