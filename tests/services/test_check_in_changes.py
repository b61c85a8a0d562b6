"""Changing a sent check-in for 15 minutes: a new version, the old one stays, and flags hear of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind
from client_app.domain.posts import Post
from client_app.extensions import db
from client_app.models import CheckIn
from client_app.services.check_ins import (
    ALREADY_SENT,
    EMPTY,
    NOTHING_TO_CHANGE,
    TOO_LATE_TO_CHANGE,
    change_check_in,
    send_check_in,
)
from client_app.services.drafts import save_draft
from tests.cast import Cast
from tests.support.posts import (
    TODAY,
    YESTERDAY,
    a_post,
    audit_lines,
    check_in,
    drafts_of,
    events_of,
    flags_of,
    refusal_of,
    versions,
)

SOON = timedelta(minutes=2)


@pytest.mark.parametrize(("day", "other_day"), [(TODAY, YESTERDAY), (YESTERDAY, TODAY)])
def test_a_change_is_a_new_version_and_the_old_one_stays(cast: Cast, now: datetime, day: date, other_day: date) -> None:
    number = send_check_in(cast.ana.viewer, a_post(day=day, craving_now=9, note="Bad."), now)
    send_check_in(cast.ana.viewer, a_post(day=other_day, craving_now=9), now)
    assert change_check_in(cast.ana.viewer, a_post(day=day, craving_now=3), now + SOON) == number
    changed = check_in(number)
    assert (changed.answers, changed.craving_now) == ({"craving_now": 3}, 3)
    assert (changed.changed_at, changed.arrived_at, changed.answered_at) == (now + SOON, now, now)
    assert versions(number) == [(1, {"craving_now": 9, "note": "Bad."}), (2, {"craving_now": 3})]
    line = audit_lines()[-1]
    assert (line.action, line.subject) == ("check_in.changed", f"check_ins:{number}")
    assert (line.actor_id, line.participant_id, line.details) == (cast.ana.id, cast.ana.id, {"version": 2})


@pytest.mark.parametrize(
    ("seconds", "is_open"), [(0, True), (14 * 60 + 59, True), (15 * 60, False), (15 * 60 + 1, False)]
)
def test_it_may_be_changed_for_fifteen_minutes(cast: Cast, now: datetime, seconds: int, is_open: bool) -> None:
    number = send_check_in(cast.ana.viewer, a_post(craving_now=6), now)
    later, post = now + timedelta(seconds=seconds), a_post(craving_now=3)
    if is_open:
        change_check_in(cast.ana.viewer, post, later)
    else:
        assert refusal_of(lambda: change_check_in(cast.ana.viewer, post, later)) == TOO_LATE_TO_CHANGE.english()
    assert len(versions(number)) == 1 + is_open


def test_the_time_runs_from_its_arrival_however_late_it_came(cast: Cast, now: datetime) -> None:
    answered_at = now - timedelta(days=2)
    day = TODAY - timedelta(days=2)
    send_check_in(cast.ana.viewer, a_post(day=day, answered_at=answered_at), now)
    change_check_in(cast.ana.viewer, a_post(day=day, mood=2), now + SOON)
    refused = refusal_of(lambda: change_check_in(cast.ana.viewer, a_post(day=day), now + timedelta(minutes=15)))
    assert refused == TOO_LATE_TO_CHANGE.english()


def test_the_time_does_not_begin_anew_with_a_change(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(craving_now=6), now)
    change_check_in(cast.ana.viewer, a_post(craving_now=5), now + timedelta(minutes=14))
    refused = refusal_of(lambda: change_check_in(cast.ana.viewer, a_post(), now + timedelta(minutes=16)))
    assert refused == TOO_LATE_TO_CHANGE.english()


def test_on_a_trusted_phone_nothing_that_was_said_is_taken_back(cast: Cast, now: datetime) -> None:
    number = send_check_in(cast.ana.viewer, a_post(craving_now=6), now)
    on_phone = replace(cast.ana.viewer, trusted_phone_id=1)
    refused = refusal_of(lambda: change_check_in(on_phone, a_post(craving_now=5), now + SOON))
    assert (refused, len(versions(number))) == (TOO_LATE_TO_CHANGE.english(), 1)


def test_the_same_change_again_is_the_same_version(cast: Cast, now: datetime) -> None:
    number = send_check_in(cast.ana.viewer, a_post(craving_now=6), now)
    post = a_post(craving_now=3)
    for _ in range(2):
        assert change_check_in(cast.ana.viewer, post, now + SOON) == number
    assert change_check_in(cast.ana.viewer, post, now + timedelta(days=1)) == number
    assert len(versions(number)) == 2


def test_the_id_of_an_earlier_version_takes_no_other_answers(cast: Cast, now: datetime) -> None:
    first = a_post(craving_now=6)
    number = send_check_in(cast.ana.viewer, first, now)
    other = a_post(client_id=first.client_id, craving_now=3)
    assert refusal_of(lambda: change_check_in(cast.ana.viewer, other, now + SOON)) == ALREADY_SENT.english()
    assert len(versions(number)) == 1


def test_there_must_be_something_to_change_and_something_to_say(cast: Cast, now: datetime) -> None:
    assert refusal_of(lambda: change_check_in(cast.ana.viewer, a_post(), now)) == NOTHING_TO_CHANGE.english()
    send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, call_me="no"), now)
    assert refusal_of(lambda: change_check_in(cast.ana.viewer, a_post(), now)) == NOTHING_TO_CHANGE.english()
    send_check_in(cast.ana.viewer, a_post(), now)
    empty = Post(a_post().client_id, Kind.DAILY, TODAY, Answers())
    assert refusal_of(lambda: change_check_in(cast.ana.viewer, empty, now)) == EMPTY.english()


def test_nobody_changes_another_persons_check_in(cast: Cast, now: datetime) -> None:
    number = send_check_in(cast.ana.viewer, a_post(craving_now=6), now)
    assert refusal_of(lambda: change_check_in(cast.luis.viewer, a_post(), now)) == NOTHING_TO_CHANGE.english()
    assert check_in(number).answers == {"craving_now": 6}


def test_what_was_read_is_unread_once_it_says_something_else(cast: Cast, now: datetime) -> None:
    number = send_check_in(cast.ana.viewer, a_post(craving_now=6), now)
    read = db.session.get_one(CheckIn, number)
    read.read_at, read.read_by_id = now, cast.counselor.id
    db.session.commit()
    change_check_in(cast.ana.viewer, a_post(craving_now=7), now + SOON)
    assert (check_in(number).read_at, check_in(number).read_by_id) == (None, None)


def test_a_withdrawn_urgent_answer_is_an_event_and_the_flag_stays(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(safety="active"), now)
    change_check_in(cast.ana.viewer, a_post(safety="no"), now + SOON)
    change_check_in(cast.ana.viewer, a_post(safety="no", mood=3), now + SOON * 2)
    change_check_in(cast.ana.viewer, a_post(safety="active"), now + SOON * 3)
    assert events_of(cast.ana.id, "safety_active") == [
        EventKind.RAISED,
        EventKind.ANSWER_WITHDRAWN,
        EventKind.RAISED_AGAIN,
    ]
    [flag] = flags_of(cast.ana.id)
    assert (flag.state, flag.answered_at, flag.raised_at, flag.revision) == ("open", now, now, 3)


def test_a_changed_answer_that_still_raises_it_is_an_event(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(craving_now=9), now)
    change_check_in(cast.ana.viewer, a_post(craving_now=9, mood=4), now + SOON)
    change_check_in(cast.ana.viewer, a_post(craving_now=10), now + SOON)
    assert events_of(cast.ana.id, "craving") == [EventKind.RAISED, EventKind.ANSWER_CHANGED]


def test_a_flag_that_only_the_change_raises_says_when_that_was(cast: Cast, now: datetime) -> None:
    number = send_check_in(cast.ana.viewer, a_post(mood=3), now)
    change_check_in(cast.ana.viewer, a_post(mood=3, used="yes"), now + SOON)
    [flag] = flags_of(cast.ana.id)
    assert (flag.rule, flag.check_in_id, flag.draft_id) == ("any_use", number, None)
    assert (flag.answered_at, flag.raised_at) == (now + SOON, now + SOON)


def test_a_change_closes_the_draft_that_a_refusal_had_begun(cast: Cast, now: datetime) -> None:
    """After a conflict the page offers to change or to update; either closes what was kept of the refused post."""
    send_check_in(cast.ana.viewer, a_post(mood=3), now)
    kept = a_post(Kind.UPDATE, safety="active")
    save_draft(cast.ana.viewer, kept, frozenset({"safety"}), now)
    change_check_in(cast.ana.viewer, a_post(client_id=kept.client_id, mood=3, safety="active"), now + SOON)
    assert [draft.closed_at for draft in drafts_of(cast.ana.id)] == [now + SOON]
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.SENT]
