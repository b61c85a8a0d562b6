"""Sending a check-in: stored once, for an open day, judged, with a line in the record and nothing typed in it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.posts import Post
from client_app.domain.refusals import Conflict
from client_app.extensions import db
from client_app.gateways.content import current_definition
from client_app.models import Enrollment
from client_app.services.check_ins import (
    ALREADY_SENT,
    DAY_TAKEN,
    EMPTY,
    change_check_in,
    send_check_in,
)
from client_app.services.drafts import save_draft
from client_app.services.enrollments import CLOSED
from tests.cast import Cast
from tests.support.posts import (
    TODAY,
    YESTERDAY,
    a_post,
    audit_lines,
    check_in,
    check_ins_of,
    drafts_of,
    refusal_of,
    rules_of,
    versions,
)


def end_enrollment(cast: Cast) -> None:
    """Let Ana's time in the program end."""
    enrollment = db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one()
    enrollment.ended_on = TODAY
    db.session.commit()


def test_a_check_in_is_stored_whole(cast: Cast, now: datetime) -> None:
    post = a_post(craving_now=3, triggers=["payday", "stress"], note="A long day.", sleep="skip")
    number = send_check_in(cast.ana.viewer, post, now)
    sent = check_in(number)
    assert (sent.participant_id, sent.kind, sent.day) == (cast.ana.id, Kind.DAILY, TODAY)
    assert sent.answers == {"craving_now": 3, "triggers": ["payday", "stress"], "note": "A long day.", "sleep": "skip"}
    assert (sent.craving_now, sent.definition_version) == (3, current_definition().version)
    assert (sent.answered_at, sent.arrived_at, sent.sent_late) == (now, now, False)
    assert (sent.changed_at, sent.read_at, sent.read_by_id) == (None, None, None)
    assert versions(number) == [(1, sent.answers)]


def test_a_skipped_figure_is_none_for_the_pictures(cast: Cast, now: datetime) -> None:
    assert check_in(send_check_in(cast.ana.viewer, a_post(craving_now="skip"), now)).craving_now is None


@pytest.mark.parametrize("kind", list(Kind))
def test_the_line_in_the_record_holds_no_answer(cast: Cast, now: datetime, kind: Kind) -> None:
    post = a_post(kind, note="Nobody else reads this.", safety="active", used="yes", used_what=["opioid"])
    number = send_check_in(cast.ana.viewer, post, now)
    lines = audit_lines()
    assert lines[-1].action == f"check_in.{kind}_sent"
    assert lines[-1].subject == f"check_ins:{number}"
    assert [line.action for line in lines[:-1]] == ["flag.raised"] * 3 + ["flag.paged"] * 2  # the urgent ones of them
    assert {(line.actor_id, line.participant_id) for line in lines} == {(cast.ana.id, cast.ana.id)}
    paged = {"step": 1, "reach": "first", "people": [cast.counselor.id]}
    assert [line.details for line in lines] == [{}] * 3 + [paged] * 2 + [{}]


def test_the_same_post_again_is_the_same_check_in(cast: Cast, now: datetime) -> None:
    post = a_post(craving_now=9)
    first = send_check_in(cast.ana.viewer, post, now)
    lines = audit_lines()
    assert send_check_in(cast.ana.viewer, post, now + timedelta(days=30)) == first
    assert check_ins_of(cast.ana.id) == [(Kind.DAILY, TODAY)]
    assert (len(versions(first)), audit_lines()) == (1, lines)


def test_the_same_post_is_known_after_it_was_changed_and_after_the_program(cast: Cast, now: datetime) -> None:
    post = a_post(craving_now=9)
    first = send_check_in(cast.ana.viewer, post, now)
    change_check_in(cast.ana.viewer, a_post(craving_now=2), now)
    end_enrollment(cast)
    assert send_check_in(cast.ana.viewer, post, now) == first


@pytest.mark.parametrize(
    ("kind", "day", "answers"),
    [
        (Kind.DAILY, TODAY, {"craving_now": 5}),
        (Kind.DAILY, TODAY, {"craving_now": 4, "mood": 3}),
        (Kind.DAILY, YESTERDAY, {"craving_now": 4}),
        (Kind.UPDATE, TODAY, {"craving_now": 4}),
    ],
)
def test_one_id_stands_for_one_post(cast: Cast, now: datetime, kind: Kind, day: date, answers: dict[str, Any]) -> None:
    post = a_post()
    send_check_in(cast.ana.viewer, post, now)
    other = a_post(kind, day, post.client_id, **answers)
    assert refusal_of(lambda: send_check_in(cast.ana.viewer, other, now)) == ALREADY_SENT.english()
    assert check_ins_of(cast.ana.id) == [(Kind.DAILY, TODAY)]


@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "draft"])
def test_another_persons_id_is_refused_in_the_same_words(cast: Cast, now: datetime, is_sent: bool) -> None:
    post = a_post()
    if is_sent:
        send_check_in(cast.luis.viewer, post, now)
    else:
        save_draft(cast.luis.viewer, post, frozenset(), now)
    with pytest.raises(Conflict) as refused:
        send_check_in(cast.ana.viewer, post, now)
    assert refused.value.reason == ALREADY_SENT
    assert check_ins_of(cast.ana.id) == []


def test_a_day_has_one_daily_check_in(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(), now)
    assert refusal_of(lambda: send_check_in(cast.ana.viewer, a_post(), now)) == DAY_TAKEN.english()
    send_check_in(cast.ana.viewer, a_post(day=YESTERDAY), now)
    assert check_ins_of(cast.ana.id) == [(Kind.DAILY, TODAY), (Kind.DAILY, YESTERDAY)]


def test_updates_may_be_any_number_before_and_after(cast: Cast, now: datetime) -> None:
    for kind in (Kind.UPDATE, Kind.DAILY, Kind.UPDATE, Kind.UPDATE):
        send_check_in(cast.ana.viewer, a_post(kind, call_me="yes"), now)
    assert [kind for kind, _ in check_ins_of(cast.ana.id)] == [Kind.UPDATE, Kind.DAILY, Kind.UPDATE, Kind.UPDATE]


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_answered_is_nothing_sent(cast: Cast, now: datetime, kind: Kind) -> None:
    empty = Post(str(uuid4()), kind, TODAY, Answers())
    assert refusal_of(lambda: send_check_in(cast.ana.viewer, empty, now)) == EMPTY.english()


def test_only_who_is_enrolled_now_checks_in(cast: Cast, now: datetime) -> None:
    end_enrollment(cast)
    assert refusal_of(lambda: send_check_in(cast.ana.viewer, a_post(), now)) == CLOSED.english()
    assert refusal_of(lambda: change_check_in(cast.ana.viewer, a_post(), now)) == CLOSED.english()


def test_a_sent_day_keeps_no_draft_open(cast: Cast, now: datetime) -> None:
    kept, other, update = a_post(mood=2), a_post(mood=3), a_post(Kind.UPDATE, note="Later.")
    for post in (kept, other, update):
        save_draft(cast.ana.viewer, post, frozenset(), now)
    send_check_in(cast.ana.viewer, kept, now + timedelta(minutes=2))
    assert [draft.closed_at for draft in drafts_of(cast.ana.id)] == [now + timedelta(minutes=2)] * 2 + [None]


def test_what_a_draft_on_another_device_asked_for_is_not_lost(cast: Cast, now: datetime) -> None:
    save_draft(cast.ana.viewer, a_post(call_me="yes"), frozenset({"call_me"}), now)
    send_check_in(cast.ana.viewer, a_post(mood=3), now + timedelta(minutes=2))
    assert rules_of(cast.ana.id) == ["call_me"]
