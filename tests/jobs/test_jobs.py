"""What the worker does on its clock: each job finds what is due, and one that fails keeps nothing from the others."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.extensions import db
from client_app.gateways.audit_head import read_head
from client_app.jobs import _each
from client_app.jobs._each import STOPPING, done_for_each, tell
from client_app.jobs.failed_sign_ins import forget_old_failures
from client_app.jobs.heartbeat import show_life
from client_app.jobs.quiet_days import look_for_quiet_days
from client_app.jobs.releases import release_claimed_flags
from client_app.jobs.reminders import plan_all_reminders
from client_app.jobs.sealing import seal_every_entry, seal_new_entries
from client_app.jobs.untouched_drafts import judge_untouched_drafts
from client_app.models import AuditSeal, Caseload, CheckInDraft, FailedSignIn, Flag, OutboxMessage, Program
from client_app.services import sealing
from client_app.services.acts import act
from client_app.services.flags import claim_flags
from client_app.services.health import worker_state
from client_app.services.quiet_days import raise_quiet_flag
from client_app.services.sign_ins import sign_in
from tests.cast import Cast
from tests.factories import make_draft, make_flag
from tests.support.flags import away, flag, seen

LATER = timedelta(minutes=30)
TEN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def flags() -> list[tuple[int, str]]:
    """Whose flags of which rules there are."""
    rows = db.session.execute(select(Flag.participant_id, Flag.rule).order_by(Flag.participant_id, Flag.rule))
    return [(row.participant_id, row.rule) for row in rows]


def write_a_line(cast: Cast, now: datetime) -> None:
    """Leave an entry in the record."""
    with act(None, now) as a:
        a.audit("program.looked_at", subject=a.session.get_one(Program, cast.program_id))


@pytest.mark.usefixtures("context")
def test_the_heartbeat_shows_that_the_worker_lives(now: datetime) -> None:
    show_life(now)
    show_life(now + timedelta(seconds=30))
    assert worker_state(now + timedelta(seconds=120)) == "ok"
    assert worker_state(now + timedelta(seconds=121)) == "late"


@pytest.mark.usefixtures("cast")
def test_failed_tries_are_forgotten_after_an_hour(now: datetime) -> None:
    assert sign_in("nobody@riverside.example", "wrong", now, demo=False) is None
    forget_old_failures(now + timedelta(minutes=59))
    assert db.session.scalars(select(FailedSignIn.id)).all()
    db.session.rollback()
    forget_old_failures(now + timedelta(minutes=60))
    assert not db.session.scalars(select(FailedSignIn.id)).all()


def test_what_a_cover_has_is_open_again_when_the_absence_is_over(cast: Cast, now: datetime) -> None:
    away(cast, now)
    craving = make_flag(cast.ana.id).id
    claim_flags(cast.cover.viewer, seen(craving), now)
    db.session.get_one(Caseload, cast.caseload_id).away_until = now + LATER
    db.session.commit()
    release_claimed_flags(now)
    assert flag(craving).claimed_by_id == cast.cover.id
    release_claimed_flags(now + LATER)
    assert flag(craving).claimed_by_id is None


def test_each_untouched_draft_is_judged(cast: Cast, now: datetime) -> None:
    make_draft(cast.ana.id, now)
    make_draft(cast.luis.id, now, answers={"used": "yes"})
    judge_untouched_drafts(now + LATER)
    assert flags() == [(cast.ana.id, "call_me"), (cast.luis.id, "any_use")]


def test_a_draft_that_cannot_be_judged_keeps_nothing_from_the_others(
    cast: Cast, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    broken = make_draft(cast.ana.id, now - timedelta(minutes=1), answers=["no", "object"])
    make_draft(cast.luis.id, now)
    broken_id = broken.id
    judge_untouched_drafts(now + LATER)
    assert flags() == [(cast.luis.id, "call_me")]
    assert db.session.get_one(CheckInDraft, broken_id).judged_at is None
    assert len(caplog.records) == 1


def test_quiet_participants_are_looked_for_once_a_day(cast: Cast) -> None:
    look_for_quiet_days(TEN - timedelta(minutes=1))
    assert flags() == []
    look_for_quiet_days(TEN)
    assert flags() == [(cast.ana.id, "quiet_days"), (cast.luis.id, "quiet_days")]
    assert db.session.get_one(Program, cast.program_id).quiet_checked_on == TEN.date()


def test_a_day_on_which_something_failed_is_looked_through_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_for_ana(participant_id: int, now: datetime) -> None:
        if participant_id == cast.ana.id:
            raise OSError("no room left")
        raise_quiet_flag(participant_id, now)

    with monkeypatch.context() as patched:
        patched.setattr("client_app.jobs.quiet_days.raise_quiet_flag", fails_for_ana)
        look_for_quiet_days(TEN)
    assert flags() == [(cast.luis.id, "quiet_days")]
    look_for_quiet_days(TEN + timedelta(minutes=1))
    assert flags() == [(cast.ana.id, "quiet_days"), (cast.luis.id, "quiet_days")]
    assert db.session.get_one(Program, cast.program_id).quiet_checked_on == TEN.date()


def test_new_entries_are_sealed(cast: Cast, now: datetime) -> None:
    write_a_line(cast, now)
    seal_new_entries(now)
    assert db.session.scalars(select(AuditSeal.position)).all() == [1]


def test_the_newest_seal_is_kept_outside_the_database(cast: Cast, context: Flask, now: datetime) -> None:
    write_a_line(cast, now)
    seal_new_entries(now)
    kept = read_head(Path(context.config["AUDIT_HEAD_FILE"]))
    assert kept
    assert kept.position == 1


def test_no_entry_is_left_out_for_long(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LOOK_BACK", -1)  # as if each entry were numbered far behind the newest sealed one
    for _ in range(2):
        write_a_line(cast, now)
        seal_new_entries(now)
    assert len(db.session.scalars(select(AuditSeal.position)).all()) == 1
    seal_every_entry(now)
    assert len(db.session.scalars(select(AuditSeal.position)).all()) == 2


def test_what_fails_is_told_and_the_rest_is_done(caplog: pytest.LogCaptureFixture) -> None:
    done = []

    def fails_for_two(number: int) -> None:
        if number == 2:
            raise ValueError("Ana said something that nobody may log")
        done.append(number)

    assert not done_for_each([1, 2, 3], fails_for_two)
    assert done == [1, 3]
    assert done_for_each([4], fails_for_two)
    assert "Ana" not in caplog.text
    assert "ValueError in test_jobs.py" in caplog.text


def test_a_worker_that_is_told_to_stop_begins_nothing_new() -> None:
    done = []

    def stops_the_worker(number: int) -> None:
        done.append(number)
        STOPPING.set()

    try:
        assert not done_for_each([1, 2], stops_the_worker)
    finally:
        STOPPING.clear()
    assert done == [1]


def test_an_error_is_told_by_its_kind_and_place_only(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> NoReturn:
        raise KeyError("an answer")

    with pytest.raises(KeyError) as failed:
        fail()
    tell(failed.value)
    record = caplog.records[0]
    assert (record.levelno, record.name) == (logging.ERROR, _each._LOG.name)
    assert record.getMessage().startswith("KeyError in test_jobs.py, line ")
    assert "an answer" not in caplog.text


def test_reminders_are_planned_for_every_program(cast: Cast, now: datetime) -> None:
    plan_all_reminders(now)
    planned = set(db.session.scalars(select(OutboxMessage.person_id)))
    assert planned == {cast.ana.id, cast.luis.id, cast.stranger.id}
