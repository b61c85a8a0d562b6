"""Flags as check-ins raise them: at most one unresolved per rule, everything else an event, nothing ever erased."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flag_rules import RULES_VERSION
from client_app.domain.flags import Severity
from client_app.domain.thresholds import Thresholds
from client_app.extensions import db
from client_app.models import Enrollment, Flag, FlagEvent, Program, StaffedInterval
from client_app.services.check_ins import send_check_in
from client_app.services.drafts import save_draft
from client_app.services.quiet_days import raise_quiet_flag
from tests.cast import Cast
from tests.factories import make_check_in, make_history, make_thresholds
from tests.support.posts import TODAY, YESTERDAY, a_post, audit_lines, events_of, flags_of, rules_of

HOUR = timedelta(hours=1)


def update(cast: Cast, at: datetime, **answers: Any) -> int:
    """Ana tells what changed."""
    return send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, **answers), at)


def resolve(flag: Flag) -> None:
    """A counselor has closed the flag."""
    flag.state = State.RESOLVED
    db.session.commit()


def inputs_of(participant_id: int) -> list[Any]:
    """The answers that each event on the participant's flags brought."""
    events = select(FlagEvent.inputs).join(Flag, Flag.id == FlagEvent.flag_id)
    brought = events.where(Flag.participant_id == participant_id, FlagEvent.kind != EventKind.PAGED)
    return list(db.session.scalars(brought.order_by(FlagEvent.id)))


def test_a_flag_keeps_why_it_was_raised(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now - timedelta(days=1), [2, 2, 3, 2, 2])
    version = make_thresholds(db.session.get_one(Program, cast.program_id), Thresholds(craving_high=9), number=2)
    number = send_check_in(cast.ana.viewer, a_post(craving_now=6, note="Not kept with the flag."), now)
    [flag] = flags_of(cast.ana.id)
    assert (flag.rule, flag.severity, flag.state) == ("craving", Severity.SAME_DAY, State.OPEN)
    assert (flag.inputs, flag.baseline) == ({"craving_now": 6}, 2.0)
    assert flag.reason["values"] == {"value": 6, "usual": "2", "days": 14}
    assert (flag.threshold_version_id, flag.rule_version) == (version.id, RULES_VERSION)
    assert (flag.check_in_id, flag.draft_id) == (number, None)
    assert (flag.claimed_by_id, flag.resolved_at, flag.outcome, flag.useful) == (None, None, None, None)
    event = db.session.scalars(select(FlagEvent)).one()
    assert (event.kind, event.at, event.by_id, event.check_in_id) == (EventKind.RAISED, now, None, number)


@pytest.mark.parametrize(
    ("answers", "due_in"),
    [
        ({"safety": "active"}, HOUR),
        ({"call_me": "yes"}, HOUR * 8),  # 17:00, when the staff who came at nine go home
        ({"confidence": 1}, None),
    ],
)
def test_by_when_somebody_looks_is_stored(
    cast: Cast, now: datetime, answers: dict[str, Any], due_in: timedelta | None
) -> None:
    send_check_in(cast.ana.viewer, a_post(**answers), now)
    assert flags_of(cast.ana.id)[0].due_at == (now + due_in if due_in else None)


@pytest.mark.parametrize(
    ("arrives", "due"),
    [
        (datetime(2026, 11, 23, 21, 0, tzinfo=UTC), datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 21, 0, 1, tzinfo=UTC), datetime(2026, 11, 24, 15, 0, 1, tzinfo=UTC)),
        (datetime(2026, 11, 27, 22, 0, tzinfo=UTC), datetime(2026, 11, 30, 16, 0, tzinfo=UTC)),  # over a weekend
    ],
)
def test_the_same_day_promise_counts_staffed_hours_from_its_arrival(
    cast: Cast, arrives: datetime, due: datetime
) -> None:
    day = arrives.date()
    answered_at = arrives - HOUR * 3
    send_check_in(cast.ana.viewer, a_post(day=day, answered_at=answered_at, call_me="yes"), arrives)
    [flag] = flags_of(cast.ana.id)
    assert (flag.answered_at, flag.raised_at, flag.due_at) == (answered_at, arrives, due)


def test_a_program_without_staffed_hours_promises_a_day(cast: Cast, now: datetime) -> None:
    for interval in db.session.scalars(select(StaffedInterval)):
        db.session.delete(interval)
    db.session.commit()
    send_check_in(cast.ana.viewer, a_post(call_me="yes"), now)
    assert flags_of(cast.ana.id)[0].due_at == now + timedelta(hours=24)


def test_firing_again_is_an_event_with_its_answers(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(safety="active"), now)
    update(cast, now + HOUR, safety="active")
    assert rules_of(cast.ana.id) == ["safety_active"]
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.RAISED_AGAIN]
    assert inputs_of(cast.ana.id) == [{"safety": "active"}] * 2
    [flag] = flags_of(cast.ana.id)
    assert (flag.revision, flag.due_at) == (2, now + HOUR)
    assert audit_lines()[-2].action == "flag.raised_again"


def test_a_claimed_flag_stays_claimed_when_it_fires_again(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(call_me="yes"), now)
    [flag] = flags_of(cast.ana.id)
    flag.state, flag.claimed_by_id, flag.claimed_at = State.ACKNOWLEDGED, cast.counselor.id, now
    db.session.commit()
    update(cast, now + HOUR, call_me="yes")
    [flag] = flags_of(cast.ana.id)
    assert (flag.state, flag.claimed_by_id) == (State.ACKNOWLEDGED, cast.counselor.id)


def test_another_check_in_withdraws_nothing(cast: Cast, now: datetime) -> None:
    """Only the check-in that gave an answer can take it back."""
    send_check_in(cast.ana.viewer, a_post(safety="active"), now)
    update(cast, now + HOUR, safety="no")
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED]


def test_after_it_was_resolved_a_new_answer_raises_a_new_flag(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(safety="active"), now)
    resolve(flags_of(cast.ana.id)[0])
    update(cast, now + HOUR, safety="active")
    assert [flag.state for flag in flags_of(cast.ana.id)] == [State.RESOLVED, State.OPEN]


def test_the_old_answer_of_a_draft_does_not_raise_what_was_resolved(cast: Cast, now: datetime) -> None:
    """A counselor has called while the participant goes on answering; nothing new has been said."""
    draft = a_post(safety="active")
    save_draft(cast.ana.viewer, draft, frozenset({"safety"}), now)
    resolve(flags_of(cast.ana.id)[0])
    save_draft(cast.ana.viewer, a_post(client_id=draft.client_id, mood=2), frozenset({"mood"}), now)
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED]


def test_sending_it_after_that_is_saying_it_anew(cast: Cast, now: datetime) -> None:
    draft = a_post(safety="active")
    save_draft(cast.ana.viewer, draft, frozenset({"safety"}), now)
    resolve(flags_of(cast.ana.id)[0])
    number = send_check_in(cast.ana.viewer, draft, now + HOUR)
    first, second = flags_of(cast.ana.id)
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.SENT, EventKind.RAISED]
    assert (first.state, second.state) == (State.RESOLVED, State.OPEN)
    assert (first.check_in_id, second.check_in_id) == (number, number)


def test_a_flag_of_an_earlier_check_in_hears_of_the_draft_once_and_of_its_sending(cast: Cast, now: datetime) -> None:
    first = update(cast, now, safety="active")
    draft = a_post(safety="active")
    for minutes in range(4):
        save_draft(cast.ana.viewer, draft, frozenset({"safety"}), now + timedelta(minutes=minutes))
    send_check_in(cast.ana.viewer, draft, now + HOUR)
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.RAISED_AGAIN, EventKind.SENT]
    assert flags_of(cast.ana.id)[0].check_in_id == first


def test_taking_it_back_reaches_a_flag_that_is_resolved(cast: Cast, now: datetime) -> None:
    draft = a_post(safety="active")
    save_draft(cast.ana.viewer, draft, frozenset({"safety"}), now)
    resolve(flags_of(cast.ana.id)[0])
    save_draft(cast.ana.viewer, a_post(client_id=draft.client_id, safety="no"), frozenset({"safety"}), now)
    assert events_of(cast.ana.id, "safety_active") == [EventKind.RAISED, EventKind.ANSWER_WITHDRAWN]
    assert [flag.state for flag in flags_of(cast.ana.id)] == [State.RESOLVED]


def test_one_check_in_may_raise_many(cast: Cast, now: datetime) -> None:
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().takes_medication = True
    make_check_in(cast.ana.id, now - timedelta(days=1), medication="missed", mood=1, safety="skip")
    make_check_in(cast.ana.id, now - timedelta(days=2), medication="missed", mood=2)
    worst: dict[str, Any] = {"craving_now": 9, "confidence": 2, "mood": 1, "used": "yes", "used_what": ["opioid"]}
    worst |= {"medication": "missed", "home_safe": "no", "safety": "skip", "call_me": "yes"}
    send_check_in(cast.ana.viewer, a_post(**worst), now)
    assert set(rules_of(cast.ana.id)) == {
        *("opioid_and_safety", "any_use", "craving", "call_me", "home_unsafe"),
        *("confidence_low", "medication_missed", "safety_skipped", "mood_low"),
    }
    assert len(rules_of(cast.ana.id)) == 9


@pytest.mark.parametrize(
    ("kind", "day", "is_event"),
    [
        (Kind.DAILY, YESTERDAY, True),
        (Kind.UPDATE, YESTERDAY, True),
        (Kind.DAILY, TODAY, False),
    ],
)
@pytest.mark.parametrize("is_resolved", [False, True])
def test_a_word_for_a_quiet_day_is_an_event(
    cast: Cast, now: datetime, kind: Kind, day: date, is_event: bool, is_resolved: bool
) -> None:
    raise_quiet_flag(cast.ana.id, now + HOUR)
    if is_resolved:
        resolve(flags_of(cast.ana.id)[0])
    number = send_check_in(cast.ana.viewer, a_post(kind, day), now + HOUR * 2)
    assert events_of(cast.ana.id, "quiet_days") == [EventKind.RAISED] + [EventKind.BACKFILLED] * is_event
    last = db.session.scalars(select(FlagEvent).order_by(FlagEvent.id.desc())).first()
    assert last is not None
    assert (last.check_in_id, last.inputs) == (
        (number, {"days": ["2026-11-22"]}) if is_event else (None, {"days": ["2026-11-21", "2026-11-22"]})
    )


def test_a_word_for_a_day_that_was_flagged_again_is_an_event_as_well(cast: Cast, now: datetime) -> None:
    for days in range(3):
        raise_quiet_flag(cast.ana.id, now + HOUR + timedelta(days=days))
    send_check_in(cast.ana.viewer, a_post(day=date(2026, 11, 24)), now + timedelta(days=2, hours=2))
    assert events_of(cast.ana.id, "quiet_days") == [
        EventKind.RAISED,
        EventKind.RAISED_AGAIN,
        EventKind.RAISED_AGAIN,
        EventKind.BACKFILLED,
    ]
