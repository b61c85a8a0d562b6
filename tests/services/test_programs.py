"""Adding a program, and what others read of it."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.staffed_hours import Opening
from client_app.domain.thresholds import Thresholds
from client_app.extensions import db
from client_app.models import AuditEntry, Program, ThresholdVersion
from client_app.services.programs import NamedProgram, NewProgram, OnCallLine, add_program, programs, staffed_hours

LAKESIDE = NewProgram(
    " Lakeside ",
    "America/Denver",
    (Opening(1, time(9), time(12)), Opening(0, time(9), time(17))),
    OnCallLine("Lakeside on call", "5550100"),
)


@pytest.mark.usefixtures("context")
def test_a_program_starts_with_its_hours_its_line_and_the_default_thresholds(now: datetime) -> None:
    number = add_program(LAKESIDE, now)
    program = db.session.get_one(Program, number)
    assert (program.name, program.time_zone, program.created_at) == ("Lakeside", "America/Denver", now)
    assert (program.on_call_name, program.on_call_phone) == ("Lakeside on call", "5550100")
    hours = staffed_hours(number, program.time_zone)
    assert hours.openings == (Opening(0, time(9), time(17)), Opening(1, time(9), time(12)))
    version = db.session.scalars(select(ThresholdVersion)).one()
    assert (version.program_id, version.number, version.author_id) == (number, 1, None)
    assert Thresholds.from_json(version.thresholds) == Thresholds()
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.subject, line.details) == ("program.added", f"programs:{number}", {})


@pytest.mark.usefixtures("context")
def test_a_program_can_do_without_a_line_and_hours(now: datetime) -> None:
    number = add_program(replace(LAKESIDE, openings=(), on_call=None), now)
    program = db.session.get_one(Program, number)
    assert (program.on_call_name, program.on_call_phone) == (None, None)
    assert staffed_hours(number, program.time_zone).openings == ()


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": " "}, "A program needs a name."),
        ({"time_zone": "Chicago"}, "There is no time zone Chicago; one is America/Chicago, for example."),
        ({"time_zone": ""}, "There is no time zone ; one is America/Chicago, for example."),
    ],
)
def test_a_program_needs_a_name_and_a_zone(now: datetime, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_program(replace(LAKESIDE, **change), now)
    assert refused.value.reason.english() == reason


@pytest.mark.usefixtures("context")
def test_programs_are_told_apart_by_their_names(now: datetime) -> None:
    first = add_program(LAKESIDE, now)
    with pytest.raises(Conflict, match="There is a program Lakeside already"):
        add_program(replace(LAKESIDE, time_zone="America/Chicago"), now)
    second = add_program(replace(LAKESIDE, name="Bayside"), now)
    assert programs() == [
        NamedProgram(first, "Lakeside", "America/Denver"),
        NamedProgram(second, "Bayside", "America/Denver"),
    ]
