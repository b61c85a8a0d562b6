"""An act: one transaction, one commit at the end, at least one line in the audit record."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from client_app.extensions import db
from client_app.models import AuditEntry, Heartbeat, Program
from client_app.services.acts import UnauditedWriteError, act, housekeeping, subject_at, subject_of
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")


def programs_named(name: str) -> int:
    """How many programs of this name are stored."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Program.name == name)) or 0


def new_program(now: datetime) -> Program:
    """A program that is not stored yet."""
    return Program(name="Lakeside", time_zone="America/Chicago", created_at=now)


def add_and_fail(now: datetime) -> None:
    """An act that has written everything and fails before its end."""
    with act(None, now) as a:
        program = new_program(now)
        a.session.add(program)
        a.audit("program.added", subject=program)
        raise KeyError


def test_an_act_commits_its_write_and_its_line_together(cast: Cast, now: datetime) -> None:
    with act(cast.director.viewer, now) as a:
        program = new_program(now)
        a.session.add(program)
        a.audit("program.added", subject=program, participant_id=cast.ana.id, reason="a test")
    [entry] = db.session.scalars(select(AuditEntry)).all()
    assert programs_named("Lakeside") == 1
    assert (entry.at, entry.actor_id, entry.action) == (now, cast.director.id, "program.added")
    assert entry.subject == f"programs:{program.id}"
    assert (entry.participant_id, entry.details) == (cast.ana.id, {"reason": "a test"})


def test_the_worker_acts_as_nobody(now: datetime) -> None:
    with act(None, now) as a:
        program = new_program(now)
        a.session.add(program)
        a.audit("program.added", subject=program)
    assert db.session.scalars(select(AuditEntry.actor_id)).all() == [None]


def test_an_act_without_a_line_is_not_stored(now: datetime) -> None:
    with pytest.raises(UnauditedWriteError), act(None, now) as a:
        a.session.add(new_program(now))
    assert programs_named("Lakeside") == 0


def test_an_exception_takes_everything_back(now: datetime) -> None:
    with pytest.raises(KeyError):
        add_and_fail(now)
    assert programs_named("Lakeside") == 0
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_what_was_done_before_leaves_neither_row_nor_line(now: datetime) -> None:
    with act(None, now) as a:
        a.session.add(new_program(now))
        a.leave_unchanged()
    assert programs_named("Lakeside") == 0
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_housekeeping_commits_without_a_line(now: datetime) -> None:
    with housekeeping() as session:
        session.add(Heartbeat(name="worker", beat_at=now))
    db.session.rollback()
    assert db.session.scalars(select(Heartbeat.beat_at)).all() == [now]


def test_an_act_may_follow_a_read_of_the_same_request(cast: Cast, now: datetime) -> None:
    """SQLite cannot turn a transaction that has read into one that writes when somebody else wrote in between."""
    assert programs_named("Riverside") == 1
    with act(None, now) as a:
        a.lock_participant(cast.ana.id)
        program = new_program(now)
        a.session.add(program)
        a.audit("program.added", subject=program)
    assert programs_named("Lakeside") == 1


def test_a_subject_is_named_by_its_table_and_number(cast: Cast) -> None:
    program = db.session.get_one(Program, cast.program_id)
    assert subject_of(program) == subject_at(Program, cast.program_id) == f"programs:{cast.program_id}"


def test_a_line_may_say_who_acts_where_nobody_was_signed_in(cast: Cast, now: datetime) -> None:
    with act(None, now) as a:
        a.audit("person.signed_in", "sign_ins:1", by_id=cast.ana.id)
    [entry] = db.session.scalars(select(AuditEntry)).all()
    assert (entry.actor_id, entry.subject, entry.details) == (cast.ana.id, "sign_ins:1", {})
