"""Quiet days: looked for once a day after the program's 10:00, raised once, with reads that do not grow."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flags import Severity
from client_app.domain.local_days import ONE_DAY
from client_app.domain.roles import Role
from client_app.domain.thresholds import Thresholds
from client_app.extensions import db
from client_app.models import AuditEntry, Enrollment, Flag, FlagEvent, Person, Program
from client_app.services.quiet_days import (
    ProgramDay,
    note_looked_through,
    programs_due,
    quiet_participants,
    raise_quiet_flag,
)
from tests.cast import Cast
from tests.factories import enroll, make_check_in, make_pause, make_person, make_program, make_thresholds
from tests.support.applications import Statements

TEN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""10:00 of the Monday on which Ana and Luis live, in America/Chicago; 8:00 in Los Angeles."""
MONDAY = date(2026, 11, 23)


def monday(cast: Cast) -> ProgramDay:
    """Ana's program on this Monday."""
    return ProgramDay(cast.program_id, MONDAY)


def events(participant_id: int) -> list[tuple[str, object]]:
    """What happened to the participant's flags for quiet days."""
    rows = db.session.execute(
        select(FlagEvent.kind, FlagEvent.inputs)
        .join(Flag, Flag.id == FlagEvent.flag_id)
        .where(Flag.participant_id == participant_id, Flag.rule == "quiet_days")
        .order_by(FlagEvent.id)
    )
    return [(row.kind, row.inputs["days"]) for row in rows]


@pytest.mark.parametrize(
    ("instant", "is_due"),
    [
        (TEN - timedelta(minutes=1), False),
        (TEN, True),
        (TEN + timedelta(hours=13, minutes=59), True),
    ],
)
def test_a_program_is_due_from_ten_of_its_own_clock_on(cast: Cast, instant: datetime, *, is_due: bool) -> None:
    assert (monday(cast) in programs_due(instant)) is is_due


def test_each_program_follows_its_own_zone(cast: Cast) -> None:
    elsewhere = cast.stranger.viewer.program_id
    assert [program.program_id for program in programs_due(TEN)] == [cast.program_id]
    later = programs_due(TEN + timedelta(hours=2))
    assert {program.program_id for program in later} == {cast.program_id, elsewhere}


def test_the_newest_thresholds_decide_the_hour(cast: Cast) -> None:
    program = db.session.get_one(Program, cast.program_id)
    make_thresholds(program, Thresholds(quiet_hour=11), number=2)
    assert programs_due(TEN) == []
    assert programs_due(TEN + timedelta(hours=1)) == [monday(cast)]


def test_a_day_is_looked_through_once(cast: Cast) -> None:
    assert note_looked_through(monday(cast))
    assert programs_due(TEN) == []
    assert not note_looked_through(monday(cast))
    assert programs_due(TEN + timedelta(days=1)) == [ProgramDay(cast.program_id, date(2026, 11, 24))]


@pytest.mark.parametrize(
    ("days_ago", "kind", "is_quiet"),
    [
        (0, Kind.DAILY, True),
        (1, Kind.DAILY, False),
        (1, Kind.UPDATE, False),
        (2, Kind.DAILY, False),
        (3, Kind.DAILY, True),
    ],
)
def test_two_ended_days_without_a_word_are_quiet(cast: Cast, days_ago: int, kind: Kind, *, is_quiet: bool) -> None:
    make_check_in(cast.ana.id, TEN - timedelta(days=days_ago), kind)
    assert (cast.ana.id in quiet_participants(monday(cast))) is is_quiet


def test_only_those_of_the_program_who_take_part_now_are_looked_for(cast: Cast) -> None:
    assert quiet_participants(monday(cast)) == [cast.ana.id, cast.luis.id]
    luis = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.luis.id)).one()
    luis.ended_on = MONDAY
    db.session.commit()
    assert quiet_participants(monday(cast)) == [cast.ana.id]


@pytest.mark.parametrize(
    ("started", "away", "is_quiet"),
    [
        (2, None, True),
        (1, None, False),
        (28, (0, 0), False),
        (28, (-1, -3), True),
        (28, (9, 3), True),
        (28, (9, 2), False),
    ],
)
def test_the_newly_enrolled_and_those_away_are_not_quiet(
    cast: Cast, started: int, away: tuple[int, int] | None, *, is_quiet: bool
) -> None:
    ana = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    ana.started_on = MONDAY - timedelta(days=started)
    db.session.commit()
    if away:
        make_pause(cast.ana.id, MONDAY - timedelta(days=away[0]), MONDAY - timedelta(days=away[1]))
    assert (cast.ana.id in quiet_participants(monday(cast))) is is_quiet
    raise_quiet_flag(cast.ana.id, TEN)
    raised = db.session.scalar(select(Flag.id).where(Flag.participant_id == cast.ana.id))
    assert (raised is not None) is is_quiet


def test_the_flag_says_which_days_were_quiet(cast: Cast) -> None:
    raise_quiet_flag(cast.ana.id, TEN)
    flag = db.session.scalars(select(Flag).where(Flag.participant_id == cast.ana.id)).one()
    assert (flag.rule, flag.severity, flag.due_at) == ("quiet_days", Severity.NEXT_CONTACT, None)
    assert (flag.check_in_id, flag.draft_id, flag.raised_at) == (None, None, TEN)
    assert flag.inputs == {"days": ["2026-11-21", "2026-11-22"]}
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "flag.raised")).one()
    assert (line.actor_id, line.participant_id) == (None, cast.ana.id)


def test_it_is_raised_once_a_day_and_again_on_the_next(cast: Cast) -> None:
    for instant in (TEN, TEN + timedelta(minutes=1), TEN + timedelta(days=1)):
        raise_quiet_flag(cast.ana.id, instant)
    assert events(cast.ana.id) == [
        (EventKind.RAISED, ["2026-11-21", "2026-11-22"]),
        (EventKind.RAISED_AGAIN, ["2026-11-22", "2026-11-23"]),
    ]


def test_a_flag_resolved_on_the_same_day_is_not_raised_anew(cast: Cast) -> None:
    raise_quiet_flag(cast.ana.id, TEN)
    flag = db.session.scalars(select(Flag).where(Flag.participant_id == cast.ana.id)).one()
    flag.state = State.RESOLVED
    db.session.commit()
    raise_quiet_flag(cast.ana.id, TEN + timedelta(minutes=1))
    assert len(events(cast.ana.id)) == 1


def test_a_word_that_came_in_between_is_heard(cast: Cast) -> None:
    assert cast.ana.id in quiet_participants(monday(cast))
    make_check_in(cast.ana.id, TEN, day=MONDAY - timedelta(days=1))
    raise_quiet_flag(cast.ana.id, TEN)
    assert events(cast.ana.id) == []


def test_nobody_is_looked_for_after_their_time_in_the_program(cast: Cast) -> None:
    ana = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    ana.ended_on = MONDAY
    db.session.commit()
    raise_quiet_flag(cast.ana.id, TEN)
    assert events(cast.ana.id) == []


def test_two_workers_at_once_raise_it_once(cast: Cast, context: Flask) -> None:
    start = Barrier(2)

    def work() -> None:
        with context.app_context():
            start.wait()
            raise_quiet_flag(cast.ana.id, TEN)

    db.session.rollback()  # this test's own look at the database ends before the workers begin
    with ThreadPoolExecutor(2) as workers:
        done = [workers.submit(work) for _ in range(2)]
    assert [worker.result() for worker in done] == [None, None]
    assert len(events(cast.ana.id)) == 1


@pytest.mark.usefixtures("context")
def test_the_reads_do_not_grow_with_the_program(
    count_statements: Callable[[], AbstractContextManager[Statements]],
) -> None:
    program = make_program()
    today = ProgramDay(program.id, MONDAY)
    for size in range(1, 6):
        enroll(make_person(program, Role.PARTICIPANT, f"Person {size}"), None)
        with count_statements() as statements:
            assert len(quiet_participants(today)) == size
        assert len(statements) == 3


def test_days_before_somebody_joined_are_not_quiet(cast: Cast) -> None:
    ana = db.session.get_one(Person, cast.ana.id)
    days = []
    for joined_at in (None, TEN - 2 * ONE_DAY, TEN - ONE_DAY, TEN):
        ana.joined_at = joined_at
        db.session.commit()
        days.append(cast.ana.id in quiet_participants(monday(cast)))
    assert days == [False, True, False, False]
    ana.joined_at = None
    db.session.commit()
    raise_quiet_flag(cast.ana.id, TEN)
    assert events(cast.ana.id) == []
