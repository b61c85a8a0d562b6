"""Drafts left lying: what they ask of staff is raised after 30 minutes, once, and never for a sent one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.check_ins import Kind
from client_app.extensions import db
from client_app.models import AuditEntry, CheckInDraft, Enrollment, Flag, FlagEvent
from client_app.services.untouched_drafts import UNTOUCHED_AFTER, judge_draft, untouched_drafts
from tests.cast import Cast
from tests.factories import make_draft

TODAY = date(2026, 11, 23)
LATER = UNTOUCHED_AFTER


def rules_raised(participant_id: int) -> list[str]:
    """The rules whose flags the participant has."""
    return list(db.session.scalars(select(Flag.rule).where(Flag.participant_id == participant_id).order_by(Flag.id)))


def event_kinds() -> list[str]:
    """What happened to flags, in order."""
    return list(db.session.scalars(select(FlagEvent.kind).order_by(FlagEvent.id)))


@pytest.mark.parametrize(("minutes", "is_untouched"), [(29, False), (30, True), (90, True)])
def test_a_draft_is_untouched_after_thirty_minutes(
    cast: Cast, now: datetime, minutes: int, *, is_untouched: bool
) -> None:
    draft_id = make_draft(cast.ana.id, now).id
    assert (draft_id in untouched_drafts(now + timedelta(minutes=minutes))) is is_untouched


def test_the_oldest_comes_first(cast: Cast, now: datetime) -> None:
    younger = make_draft(cast.ana.id, now).id
    older = make_draft(cast.luis.id, now - timedelta(minutes=5)).id
    assert untouched_drafts(now + LATER) == [older, younger]


def test_a_sent_draft_is_left_alone(cast: Cast, now: datetime) -> None:
    draft_id = make_draft(cast.ana.id, now, closed_at=now).id
    assert untouched_drafts(now + LATER) == []
    judge_draft(draft_id, now + LATER)
    assert rules_raised(cast.ana.id) == []


def test_only_a_call_and_use_are_raised_from_a_draft(cast: Cast, now: datetime) -> None:
    answers = {"craving_now": 9, "confidence": 1, "call_me": "yes", "used": "yes", "used_what": ["alcohol"]}
    draft_id = make_draft(cast.ana.id, now, answers=answers).id
    judge_draft(draft_id, now + LATER)
    flags = db.session.scalars(select(Flag).order_by(Flag.id)).all()
    assert [flag.rule for flag in flags] == ["any_use", "call_me"]
    assert {(flag.answered_at, flag.raised_at, flag.draft_id, flag.check_in_id) for flag in flags} == {
        (now, now + LATER, draft_id, None)
    }
    assert flags[1].inputs == {"call_me": "yes"}


def test_an_update_left_lying_is_judged_as_well(cast: Cast, now: datetime) -> None:
    judge_draft(make_draft(cast.ana.id, now, kind=Kind.UPDATE).id, now + LATER)
    assert rules_raised(cast.ana.id) == ["call_me"]


def test_a_draft_that_asks_for_nothing_is_judged_and_leaves_a_line(cast: Cast, now: datetime) -> None:
    draft_id = make_draft(cast.ana.id, now, answers={"mood": 3}).id
    judge_draft(draft_id, now + LATER)
    assert rules_raised(cast.ana.id) == []
    assert untouched_drafts(now + LATER) == []
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.participant_id, line.details) == ("check_in.draft_judged", cast.ana.id, {})


def test_it_is_judged_once_until_it_is_touched_again(cast: Cast, now: datetime) -> None:
    draft_id = make_draft(cast.ana.id, now).id
    judge_draft(draft_id, now + LATER)
    judge_draft(draft_id, now + LATER * 2)
    assert event_kinds() == ["raised"]
    touch(draft_id, now + LATER * 3, {"used": "yes"})
    assert untouched_drafts(now + LATER * 4) == [draft_id]


def test_an_answer_taken_back_since_is_an_event_and_erases_nothing(cast: Cast, now: datetime) -> None:
    draft_id = make_draft(cast.ana.id, now).id
    judge_draft(draft_id, now + LATER)
    touch(draft_id, now + LATER * 2, {"call_me": "no"})
    judge_draft(draft_id, now + LATER * 3)
    assert event_kinds() == ["raised", "answer_withdrawn"]
    assert rules_raised(cast.ana.id) == ["call_me"]


def touch(draft_id: int, at: datetime, answers: dict[str, Any]) -> None:
    """Go on with a draft."""
    draft = db.session.get_one(CheckInDraft, draft_id)
    draft.answers, draft.touched_at = answers, at
    db.session.commit()


def test_what_was_asked_before_the_time_in_the_program_ended_is_not_lost(cast: Cast, now: datetime) -> None:
    draft_id = make_draft(cast.ana.id, now).id
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    enrollment.ended_on = TODAY
    db.session.commit()
    judge_draft(draft_id, now + LATER)
    assert rules_raised(cast.ana.id) == ["call_me"]
    assert untouched_drafts(now + LATER) == []


def test_a_draft_of_somebody_who_never_took_part_is_judged_without_a_flag(cast: Cast, now: datetime) -> None:
    draft_id = make_draft(cast.ana.id, now).id
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).delete()
    db.session.commit()
    judge_draft(draft_id, now + LATER)
    assert rules_raised(cast.ana.id) == []


@pytest.mark.usefixtures("context")
def test_a_draft_that_is_not_there_is_no_error(now: datetime) -> None:
    judge_draft(404, now)
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_two_workers_at_once_raise_it_once(cast: Cast, context: Flask, now: datetime) -> None:
    draft_id = make_draft(cast.ana.id, now).id
    start = Barrier(2)

    def work() -> None:
        with context.app_context():
            start.wait()
            judge_draft(draft_id, now + LATER)

    db.session.rollback()  # this test's own look at the database ends before the workers begin
    with ThreadPoolExecutor(2) as workers:
        done = [workers.submit(work) for _ in range(2)]
    assert [worker.result() for worker in done] == [None, None]
    assert event_kinds() == ["raised"]
    assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "check_in.draft_judged")).all()) == 1
