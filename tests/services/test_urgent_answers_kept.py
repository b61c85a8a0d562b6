"""A post is refused for another reason and holds an urgent answer: it is kept, flagged, and found again when resent."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.check_ins import send_check_in
from client_app.services.drafts import keep_urgent_answers, save_draft
from client_app.services.triage import triage
from tests.cast import Cast
from tests.support.posts import (
    TODAY,
    YESTERDAY,
    a_post,
    audit_lines,
    check_ins_of,
    drafts_of,
    events_of,
    flags_of,
    rules_of,
)

SOON = timedelta(minutes=2)


@pytest.mark.parametrize(
    ("answers", "rules"),
    [
        ({}, []),
        ({"safety": "no"}, []),
        ({"safety": "passive"}, []),
        ({"used": "yes", "used_what": ["alcohol"]}, []),
        ({"safety": "active"}, ["safety_active"]),
        ({"safe_now": "no"}, ["not_safe_now"]),
        ({"safety": "passive", "safe_now": "skip"}, ["not_safe_now"]),
        ({"safety": "skip", "used_what": ["opioid"]}, ["opioid_and_safety"]),
        ({"safety": "active", "safe_now": "no", "used_what": ["opioid"]}, ["safety_active", "not_safe_now"]),
    ],
)
def test_only_what_is_urgent_is_kept(cast: Cast, now: datetime, answers: dict[str, Any], rules: list[str]) -> None:
    post = replace(a_post(), answers=Answers.from_json(answers))
    kept = keep_urgent_answers(cast.ana.viewer, post, now)
    assert rules_of(cast.ana.id)[: len(rules)] == rules
    assert (kept is not None) is bool(rules)
    assert [draft.answers for draft in drafts_of(cast.ana.id)] == ([answers] if rules else [])
    assert bool(audit_lines()) is bool(rules)


@pytest.mark.parametrize(("kind", "day"), [(Kind.DAILY, TODAY), (Kind.DAILY, YESTERDAY), (Kind.UPDATE, TODAY)])
def test_they_are_kept_where_the_post_belongs_so_that_its_sending_finds_them(
    cast: Cast, now: datetime, kind: Kind, day: date
) -> None:
    post = a_post(kind, day, safety="active")
    kept = keep_urgent_answers(cast.ana.viewer, post, now)
    [draft] = drafts_of(cast.ana.id)
    assert kept is not None
    assert (draft.client_id, draft.kind, draft.day) == (post.client_id, kind, day) == (kept.client_id, kind, day)
    number = send_check_in(cast.ana.viewer, post, now + SOON)
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.SENT]
    assert flags_of(cast.ana.id)[0].check_in_id == number
    assert drafts_of(cast.ana.id)[0].closed_at == now + SOON


@pytest.mark.parametrize("days", [-9, -2, 1, 400])
def test_a_day_that_is_closed_becomes_today(cast: Cast, now: datetime, days: int) -> None:
    keep_urgent_answers(cast.ana.viewer, a_post(day=TODAY + timedelta(days=days), safety="active"), now)
    assert [(draft.kind, draft.day) for draft in drafts_of(cast.ana.id)] == [(Kind.DAILY, TODAY)]


@pytest.mark.parametrize(
    ("late", "is_believed"),
    [
        (timedelta(days=2), True),
        (timedelta(days=8), True),
        (timedelta(days=200), False),
        (-timedelta(hours=2), False),
    ],
)
def test_no_urgent_answer_is_too_old_and_its_flag_says_when_it_was_given(
    cast: Cast, now: datetime, late: timedelta, is_believed: bool
) -> None:
    answered_at = now - late
    post = a_post(day=answered_at.date(), answered_at=answered_at, safety="active")
    assert keep_urgent_answers(cast.ana.viewer, post, now) is not None
    [flag] = flags_of(cast.ana.id)
    assert flag.answered_at == (answered_at if is_believed else now)
    assert (flag.raised_at, flag.due_at) == (now, now + timedelta(hours=1))


def test_after_the_days_check_in_they_wait_for_an_update(cast: Cast, now: datetime) -> None:
    sent = a_post(mood=3)
    send_check_in(cast.ana.viewer, sent, now)
    again = a_post(client_id=sent.client_id, safety="active")
    kept = keep_urgent_answers(cast.ana.viewer, again, now)
    [draft] = drafts_of(cast.ana.id)
    assert kept is not None
    assert draft.kind is Kind.UPDATE
    assert draft.client_id == kept.client_id != sent.client_id
    send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, client_id=kept.client_id, safety="active"), now)
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.SENT]


def test_another_persons_id_is_not_taken_over(cast: Cast, now: datetime) -> None:
    draft, sent = a_post(mood=4), a_post(day=YESTERDAY, mood=4)
    save_draft(cast.luis.viewer, draft, frozenset({"mood"}), now)
    send_check_in(cast.luis.viewer, sent, now)
    for theirs in (draft, sent):
        kept = keep_urgent_answers(cast.ana.viewer, a_post(client_id=theirs.client_id, safety="active"), now)
        assert kept is not None
        assert kept.client_id != theirs.client_id
    assert [draft.answers for draft in drafts_of(cast.luis.id)] == [{"mood": 4}]
    assert rules_of(cast.luis.id) == []


def test_the_draft_that_is_already_there_is_gone_on_with(cast: Cast, now: datetime) -> None:
    first = a_post(mood=2, used="yes")
    save_draft(cast.ana.viewer, first, frozenset({"mood", "used"}), now)
    for client_id in (first.client_id, None):
        kept = keep_urgent_answers(cast.ana.viewer, a_post(client_id=client_id, safety="active"), now + SOON)
        assert kept is not None
        assert kept.client_id == first.client_id
    assert [draft.answers for draft in drafts_of(cast.ana.id)] == [{"mood": 2, "used": "yes", "safety": "active"}]
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED]


def test_what_is_urgent_only_together_with_the_draft_is_kept(cast: Cast, now: datetime) -> None:
    first = a_post(used="yes", used_what=["opioid"])
    save_draft(cast.ana.viewer, first, frozenset(), now)
    assert keep_urgent_answers(cast.ana.viewer, a_post(client_id=first.client_id, safety="skip"), now) is not None
    assert rules_of(cast.ana.id) == ["opioid_and_safety"]


def test_a_refused_post_takes_nothing_back(cast: Cast, now: datetime) -> None:
    first = a_post(safety="active")
    save_draft(cast.ana.viewer, first, frozenset(), now)
    assert keep_urgent_answers(cast.ana.viewer, a_post(client_id=first.client_id, safety="no"), now) is None
    assert drafts_of(cast.ana.id)[0].answers == {"safety": "active"}
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED]


def test_after_their_time_in_the_program_they_act_all_the_same(cast: Cast, now: datetime) -> None:
    """Nothing else is taken, but a flag is raised, and whoever read the record last reads it."""
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = TODAY
    db.session.commit()
    assert keep_urgent_answers(cast.ana.viewer, a_post(safety="active", mood=2), now) is not None
    assert (rules_of(cast.ana.id), check_ins_of(cast.ana.id)) == (["safety_active"], [])
    assert [row.participant_id for row in triage(cast.counselor.viewer, now).rows] == [cast.ana.id]


def test_who_never_took_part_raises_nothing(cast: Cast, now: datetime) -> None:
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).delete()
    db.session.commit()
    assert keep_urgent_answers(cast.ana.viewer, a_post(safety="active"), now) is None
    assert (rules_of(cast.ana.id), drafts_of(cast.ana.id)) == ([], [])
