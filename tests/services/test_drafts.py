"""Drafts: kept answer by answer, shared by all devices, refused once sent; an urgent answer acts at once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind
from client_app.domain.refusals import Conflict, Invalid
from client_app.extensions import db
from client_app.gateways.content import current_definition
from client_app.models import Enrollment
from client_app.services.check_ins import send_check_in
from client_app.services.drafts import SENT, SavedDraft, save_draft
from client_app.services.enrollments import CLOSED
from tests.cast import Cast
from tests.support.posts import (
    TODAY,
    YESTERDAY,
    a_post,
    at_once,
    audit_lines,
    check_ins_of,
    drafts_of,
    events_of,
    flags_of,
    refusal_of,
    rules_of,
)

SOON = timedelta(minutes=2)


def keep(cast: Cast, at: datetime, client_id: str, **answers: Any) -> SavedDraft:
    """Save these answers of Ana's under that id, and an empty text for those that she has taken back."""
    posted = frozenset(answers)
    given = {name: answer for name, answer in answers.items() if answer != ""}
    post = a_post(client_id=client_id, **given or {"sleep": 3})
    return save_draft(cast.ana.viewer, post, posted, at)


def test_answers_come_together_in_one_draft(cast: Cast, now: datetime) -> None:
    post = a_post(craving_now=6)
    save_draft(cast.ana.viewer, post, frozenset({"craving_now"}), now)
    keep(cast, now + SOON, post.client_id, mood=4)
    saved = keep(cast, now + SOON * 2, post.client_id, craving_now=5)
    [draft] = drafts_of(cast.ana.id)
    assert draft.answers == dict(saved.answers) == {"craving_now": 5, "mood": 4}
    assert (draft.id, draft.client_id) == (saved.draft_id, saved.client_id)
    assert (draft.kind, draft.day, draft.definition_version) == (Kind.DAILY, TODAY, current_definition().version)
    assert (draft.started_at, draft.touched_at, draft.closed_at) == (now, now + SOON * 2, None)
    assert (saved.is_urgent, saved.thresholds.craving_high) == (False, 8)


def test_an_emptied_answer_is_taken_back_and_an_absent_one_stays(cast: Cast, now: datetime) -> None:
    post = a_post(craving_now=6, triggers=["stress"])
    save_draft(cast.ana.viewer, post, frozenset({"craving_now", "triggers"}), now)
    saved = save_draft(cast.ana.viewer, a_post(client_id=post.client_id, mood=4), frozenset({"triggers", "mood"}), now)
    assert dict(saved.answers) == {"craving_now": 6, "mood": 4}


def test_the_record_says_that_a_draft_was_kept_and_not_what(cast: Cast, now: datetime) -> None:
    post = a_post(safety="active", note="Nobody else reads this.")
    save_draft(cast.ana.viewer, post, frozenset({"safety", "note"}), now)
    lines = audit_lines()
    assert [line.action for line in lines] == [
        "check_in.draft_begun",
        "flag.raised",
        "flag.paged",
        "check_in.draft_kept",
    ]
    assert {(line.actor_id, line.participant_id) for line in lines} == {(cast.ana.id, cast.ana.id)}
    assert all(line.details == {} for line in lines if line.action != "flag.paged")
    assert "active" not in str([line.details for line in lines])


def test_yesterday_and_an_update_have_drafts_of_their_own(cast: Cast, now: datetime) -> None:
    for post in (a_post(), a_post(day=YESTERDAY), a_post(Kind.UPDATE, note="Later.")):
        save_draft(cast.ana.viewer, post, frozenset(), now)
    assert [(draft.kind, draft.day) for draft in drafts_of(cast.ana.id)] == [
        (Kind.DAILY, TODAY),
        (Kind.DAILY, YESTERDAY),
        (Kind.UPDATE, TODAY),
    ]


@pytest.mark.parametrize(
    ("answers", "is_urgent"),
    [
        ({"safety": "active"}, True),
        ({"safety": "passive"}, False),
        ({"safe_now": "no"}, True),
        ({"safety": "passive", "safe_now": "skip"}, True),
        ({"safety": "passive", "safe_now": "yes"}, False),
        ({"used": "yes", "used_what": ["opioid"]}, False),
        ({"used": "yes", "used_what": ["opioid"], "safety": "skip"}, True),
        ({"used": "yes", "used_what": ["opioid"], "safety": "no"}, False),
        ({"used": "yes", "call_me": "yes", "craving_now": 10}, False),
    ],
)
def test_only_an_urgent_answer_acts_before_it_is_sent(
    cast: Cast, now: datetime, answers: dict[str, Any], is_urgent: bool
) -> None:
    saved = keep(cast, now, a_post().client_id, **answers)
    assert saved.is_urgent is is_urgent
    assert bool(rules_of(cast.ana.id)) is is_urgent


def test_the_flag_is_there_though_nothing_is_ever_sent(cast: Cast, now: datetime) -> None:
    saved = keep(cast, now, a_post().client_id, safety="active")
    [flag] = flags_of(cast.ana.id)
    assert (flag.rule, flag.draft_id, flag.check_in_id) == ("safety_active", saved.draft_id, None)
    assert (flag.answered_at, flag.raised_at, flag.due_at) == (now, now, now + timedelta(hours=1))
    assert flag.inputs == {"safety": "active"}
    assert check_ins_of(cast.ana.id) == []


def test_saving_the_other_answers_says_nothing_new_to_the_flag(cast: Cast, now: datetime) -> None:
    client_id = a_post().client_id
    keep(cast, now, client_id, safety="active")
    for answers in ({"mood": 2}, {"sleep": 3}, {"note": "…"}):
        assert keep(cast, now + SOON, client_id, **answers).is_urgent
    [flag] = flags_of(cast.ana.id)
    assert (events_of(cast.ana.id, "safety_active"), flag.revision) == ([EventKind.RAISED], 1)


def test_taking_an_urgent_answer_back_is_an_event_and_the_flag_stays(cast: Cast, now: datetime) -> None:
    client_id = a_post().client_id
    keep(cast, now, client_id, safety="active")
    assert not keep(cast, now, client_id, safety="no").is_urgent
    assert keep(cast, now, client_id, safety="active").is_urgent
    assert not keep(cast, now, client_id, safety="").is_urgent
    assert events_of(cast.ana.id, "safety_active") == [
        EventKind.RAISED,
        EventKind.ANSWER_WITHDRAWN,
        EventKind.RAISED_AGAIN,
        EventKind.ANSWER_WITHDRAWN,
    ]
    assert [flag.state for flag in flags_of(cast.ana.id)] == ["open"]


@pytest.mark.parametrize(
    ("corrected", "is_urgent"),
    [({"safety": "no"}, False), ({"safety": ""}, False), ({"safety": "active"}, True), ({"mood": 3}, True)],
)
def test_what_is_no_longer_asked_goes_with_the_answer_before_it(
    cast: Cast, now: datetime, corrected: dict[str, Any], is_urgent: bool
) -> None:
    client_id = a_post().client_id
    keep(cast, now, client_id, safety="passive", safe_now="no")
    saved = keep(cast, now, client_id, **corrected)
    assert (saved.is_urgent, "safe_now" in saved.answers) == (is_urgent, is_urgent)
    withdrawn = [] if is_urgent else [EventKind.ANSWER_WITHDRAWN]
    assert events_of(cast.ana.id, "not_safe_now") == [EventKind.RAISED, *withdrawn]


def test_sending_the_draft_is_an_event_on_its_flag(cast: Cast, now: datetime) -> None:
    client_id = a_post().client_id
    saved = keep(cast, now, client_id, safety="active", mood=2)
    number = send_check_in(cast.ana.viewer, a_post(client_id=client_id, safety="active", mood=2), now + SOON)
    [flag] = flags_of(cast.ana.id)
    assert (flag.check_in_id, flag.draft_id) == (number, saved.draft_id)
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.SENT]


def test_a_draft_that_is_sent_otherwise_is_told_as_well(cast: Cast, now: datetime) -> None:
    client_id = a_post().client_id
    keep(cast, now, client_id, safety="active")
    send_check_in(cast.ana.viewer, a_post(client_id=client_id, safety="no"), now + SOON)
    assert events_of(cast.ana.id, "safety_active") == [
        EventKind.RAISED,
        EventKind.SENT,
        EventKind.ANSWER_WITHDRAWN,
    ]


@pytest.mark.parametrize("same_id", [True, False])
def test_a_sent_check_in_takes_no_draft(cast: Cast, now: datetime, same_id: bool) -> None:
    sent = a_post()
    send_check_in(cast.ana.viewer, sent, now)
    late = a_post(client_id=sent.client_id if same_id else None, mood=3)
    with pytest.raises(Conflict) as refused:
        save_draft(cast.ana.viewer, late, frozenset({"mood"}), now)
    assert refused.value.reason == SENT
    assert drafts_of(cast.ana.id) == []
    save_draft(cast.ana.viewer, a_post(Kind.UPDATE, note="More."), frozenset({"note"}), now)


def test_another_persons_draft_is_refused_in_the_same_words(cast: Cast, now: datetime) -> None:
    post = a_post()
    save_draft(cast.luis.viewer, post, frozenset(), now)
    assert refusal_of(lambda: keep(cast, now, post.client_id, mood=3)) == SENT.english()
    send_check_in(cast.luis.viewer, post, now)
    assert refusal_of(lambda: keep(cast, now, post.client_id, mood=3)) == SENT.english()
    assert drafts_of(cast.ana.id) == []


def test_a_draft_closed_by_the_days_check_in_stays_closed(cast: Cast, now: datetime) -> None:
    update = a_post(Kind.UPDATE, note="First.")
    save_draft(cast.ana.viewer, update, frozenset({"note"}), now)
    send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, note="Another."), now)
    assert refusal_of(lambda: save_draft(cast.ana.viewer, update, frozenset(), now)) == SENT.english()


@pytest.mark.parametrize("days", [-2, 1, 7])
def test_only_open_days_have_drafts(cast: Cast, now: datetime, days: int) -> None:
    with pytest.raises(Invalid):
        save_draft(cast.ana.viewer, a_post(day=TODAY + timedelta(days=days)), frozenset(), now)


def test_without_an_enrollment_there_is_no_draft(cast: Cast, now: datetime) -> None:
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = TODAY
    db.session.commit()
    assert refusal_of(lambda: keep(cast, now, a_post().client_id, safety="active")) == CLOSED.english()


def test_drafts_at_once_lose_no_answer(cast: Cast, context: Flask, now: datetime) -> None:
    client_id = a_post().client_id
    answers: list[dict[str, Any]] = [{"mood": 4}, {"sleep": 2}, {"craving_now": 3}, {"safety": "active"}]
    saves = [lambda answer=answer: keep(cast, now, client_id, **answer) for answer in answers]
    assert all(isinstance(saved, SavedDraft) for saved in at_once(context, *saves))
    [draft] = drafts_of(cast.ana.id)
    assert draft.answers == {"mood": 4, "sleep": 2, "craving_now": 3, "safety": "active"}
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED]


def test_an_urgent_answer_in_two_drafts_at_once_is_one_flag(cast: Cast, context: Flask, now: datetime) -> None:
    saves = [lambda: keep(cast, now, a_post().client_id, safety="active")] * 3
    assert all(isinstance(saved, SavedDraft) for saved in at_once(context, *saves))
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.RAISED_AGAIN, EventKind.RAISED_AGAIN]


def test_two_people_with_one_id_at_once_are_one_draft_and_one_refusal(
    cast: Cast, context: Flask, now: datetime
) -> None:
    post = a_post()
    people = [cast.ana.viewer, cast.luis.viewer, cast.stranger.viewer]
    saves = [lambda viewer=viewer: save_draft(viewer, post, frozenset(), now) for viewer in people]
    refused = [result for result in at_once(context, *saves) if not isinstance(result, SavedDraft)]
    assert [type(result) for result in refused] == [Conflict, Conflict]


def test_a_draft_and_its_sending_at_once_end_in_one_check_in(cast: Cast, context: Flask, now: datetime) -> None:
    post = a_post(safety="active")
    results = at_once(
        context,
        lambda: send_check_in(cast.ana.viewer, post, now),
        lambda: keep(cast, now, post.client_id, mood=3),
    )
    assert isinstance(results[0], int)
    assert isinstance(results[1], SavedDraft | Conflict)
    assert all(draft.closed_at == now for draft in drafts_of(cast.ana.id))
    assert rules_of(cast.ana.id) == ["safety_active"]
