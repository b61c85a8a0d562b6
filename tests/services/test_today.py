"""What a participant finds on the first page."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import State
from client_app.domain.flags import Severity
from client_app.extensions import db
from client_app.models import CheckIn, CheckInDraft, Enrollment, RecoveryReason, StaffedInterval
from client_app.services.today import OpenDay, SentToday, today_of
from tests.cast import Cast
from tests.factories import DEFINITION, make_check_in, make_flag, make_history, stored
from tests.support.applications import Statements

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)
ONE_DAY = timedelta(days=1)
SKIPPED = (
    "craving_now", "craving_worst", "triggers", "confidence", "mood", "sleep", "used", "home_safe", "coping", "safety",
)  # fmt: skip
ALL_BUT_TWO = dict.fromkeys(SKIPPED, "skip")
"""Left are: please call me, and the note."""


def begin(participant_id: int, day: date, touched_at: datetime, **columns: Any) -> None:
    """A draft of the daily check-in."""
    columns.setdefault("kind", Kind.DAILY)
    columns.setdefault("answers", ALL_BUT_TWO)
    stored(
        CheckInDraft(
            participant_id=participant_id,
            day=day,
            client_id=str(uuid4()),
            definition_version=DEFINITION,
            started_at=touched_at,
            touched_at=touched_at,
            **columns,
        )
    )


def change(participant_id: int, **columns: Any) -> None:
    """Set columns of the participant's enrollment."""
    enrollment = db.session.query(Enrollment).filter_by(participant_id=participant_id).one()
    for name, value in columns.items():
        setattr(enrollment, name, value)
    db.session.commit()


def test_a_day_that_has_not_begun(cast: Cast, now: datetime) -> None:
    found = today_of(cast.ana.viewer, now)
    assert found.is_enrolled
    assert found.sent == ()
    assert found.today == OpenDay(TODAY, None)
    assert found.yesterday == OpenDay(YESTERDAY, None)
    assert (found.days_checked_in, found.days_counted) == (0, 14)
    assert found.reasons == ()
    assert not found.needs_help
    assert found.on_call is None


def test_a_begun_check_in_says_how_much_is_left(cast: Cast, now: datetime) -> None:
    begin(cast.ana.id, TODAY, now)
    begin(cast.ana.id, YESTERDAY, now, answers={**ALL_BUT_TWO, "call_me": "no", "note": "skip"})
    found = today_of(cast.ana.viewer, now)
    assert found.today == OpenDay(TODAY, 2)
    assert found.yesterday == OpenDay(YESTERDAY, 0)


def test_prescribed_medication_is_one_question_more(cast: Cast, now: datetime) -> None:
    change(cast.ana.id, takes_medication=True)
    begin(cast.ana.id, TODAY, now)
    assert today_of(cast.ana.viewer, now).today == OpenDay(TODAY, 3)


def test_of_two_devices_the_one_touched_last_counts(cast: Cast, now: datetime) -> None:
    begin(cast.ana.id, TODAY, now - timedelta(minutes=1))
    begin(cast.ana.id, TODAY, now - timedelta(minutes=5), answers={})
    assert today_of(cast.ana.viewer, now).today == OpenDay(TODAY, 2)


@pytest.mark.parametrize("columns", [{"closed_at": datetime.fromisoformat("2026-11-23T14:00Z")}, {"kind": Kind.UPDATE}])
def test_a_closed_draft_and_an_update_are_no_begun_check_in(cast: Cast, now: datetime, columns: dict[str, Any]) -> None:
    begin(cast.ana.id, TODAY, now, **columns)
    assert today_of(cast.ana.viewer, now).today == OpenDay(TODAY, None)


def test_a_sent_day_says_whether_it_was_read(cast: Cast, now: datetime) -> None:
    check_in = make_check_in(cast.ana.id, now - timedelta(hours=2), craving_now=4)
    make_check_in(cast.ana.id, now - timedelta(hours=3), Kind.UPDATE, call_me="no")
    check_in.read_at, check_in.read_by_id = now - timedelta(minutes=5), cast.counselor.id
    db.session.commit()
    found = today_of(cast.ana.viewer, now)
    assert found.today is None
    assert found.sent == (
        SentToday(Kind.DAILY, now - timedelta(hours=2), now - timedelta(minutes=5), cast.counselor.name),
        SentToday(Kind.UPDATE, now - timedelta(hours=3), None, None),
    )


def test_what_was_sent_in_the_evening_is_seen_to_be_read_the_next_morning(cast: Cast, now: datetime) -> None:
    sent_at, read_at = now - timedelta(hours=14), now - timedelta(minutes=5)
    check_in = make_check_in(cast.ana.id, sent_at)
    check_in.read_at, check_in.read_by_id = read_at, cast.counselor.id
    db.session.commit()
    assert today_of(cast.ana.viewer, now).sent == (SentToday(Kind.DAILY, sent_at, read_at, cast.counselor.name),)
    make_check_in(cast.ana.id, now)
    assert today_of(cast.ana.viewer, now).sent == (SentToday(Kind.DAILY, now, None, None),)


def test_yesterday_is_closed_once_it_is_sent(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now - ONE_DAY)
    assert today_of(cast.ana.viewer, now).yesterday is None


def test_days_are_counted_over_fourteen_with_today(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [1, 2, None, 4, None, 6, 7, 8, 9, 10, 1, 2, None, 4, 5])
    found = today_of(cast.ana.viewer, now)
    assert (found.days_checked_in, found.days_counted) == (11, 14)


def test_an_update_counts_for_no_day(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="no")
    found = today_of(cast.ana.viewer, now)
    assert found.days_checked_in == 0
    assert found.today == OpenDay(TODAY, None)


def test_a_new_participants_days_begin_with_the_enrollment(cast: Cast, now: datetime) -> None:
    change(cast.ana.id, started_on=TODAY - 3 * ONE_DAY)
    make_history(cast.ana.id, now - ONE_DAY, [3, 4])
    found = today_of(cast.ana.viewer, now)
    assert (found.days_checked_in, found.days_counted) == (2, 4)


@pytest.mark.parametrize(("days_ago", "is_back"), [(0, False), (1, False), (2, False), (3, True)])
def test_nobody_is_back_who_has_just_begun(cast: Cast, now: datetime, days_ago: int, is_back: bool) -> None:
    change(cast.ana.id, started_on=TODAY - days_ago * ONE_DAY)
    assert today_of(cast.ana.viewer, now).is_back_after_gap is (is_back or days_ago == 2)


def test_yesterday_is_not_asked_for_before_the_enrollment(cast: Cast, now: datetime) -> None:
    change(cast.ana.id, started_on=TODAY)
    found = today_of(cast.ana.viewer, now)
    assert found.today == OpenDay(TODAY, None)
    assert found.yesterday is None


@pytest.mark.parametrize(("last", "is_back"), [(0, False), (1, False), (2, True), (20, True)])
def test_after_a_gap_somebody_is_glad(cast: Cast, now: datetime, last: int, is_back: bool) -> None:
    make_check_in(cast.ana.id, now - last * ONE_DAY)
    assert today_of(cast.ana.viewer, now).is_back_after_gap is is_back


def test_own_reasons_in_their_order(cast: Cast, now: datetime) -> None:
    stored(RecoveryReason(participant_id=cast.ana.id, text="Quiet mornings", position=2))
    stored(RecoveryReason(participant_id=cast.ana.id, text="My daughter", position=1))
    stored(RecoveryReason(participant_id=cast.luis.id, text="Fútbol", position=1))
    assert today_of(cast.ana.viewer, now).reasons == ("My daughter", "Quiet mornings")


def test_who_reads_it_and_when_they_look(cast: Cast, now: datetime) -> None:
    found = today_of(cast.ana.viewer, now)
    assert found.reader is not None
    assert found.reader.name == cast.counselor.name
    assert found.look is not None
    assert found.look.is_now
    assert found.look.ends_at == now + timedelta(hours=8)


def test_a_program_without_staffed_hours_promises_no_look(cast: Cast, now: datetime) -> None:
    db.session.query(StaffedInterval).delete()
    db.session.commit()
    assert today_of(cast.ana.viewer, now).look is None


@pytest.mark.parametrize(
    ("severity", "state", "needs_help"),
    [
        (Severity.URGENT, State.OPEN, True),
        (Severity.URGENT, State.ACKNOWLEDGED, True),
        (Severity.URGENT, State.RESOLVED, False),
        (Severity.SAME_DAY, State.OPEN, False),
    ],
)
def test_help_stays_on_top_while_an_urgent_flag_is_unresolved(
    cast: Cast, now: datetime, severity: Severity, state: State, needs_help: bool
) -> None:
    make_flag(cast.luis.id, "safety_active", Severity.URGENT)
    make_flag(cast.ana.id, "safety_active", severity, state=state)
    assert today_of(cast.ana.viewer, now).needs_help is needs_help


def test_after_the_program_the_check_in_is_closed(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now - ONE_DAY, [3, 4])
    change(cast.ana.id, ended_on=TODAY)
    found = today_of(cast.ana.viewer, now)
    assert not found.is_enrolled
    assert found.today is None
    assert found.yesterday is None
    assert found.reader is None


def test_the_day_is_the_programs_day(cast: Cast, now: datetime) -> None:
    midnight = now.replace(hour=6, minute=0)
    assert today_of(cast.ana.viewer, midnight).today == OpenDay(TODAY, None)
    assert today_of(cast.ana.viewer, midnight - timedelta(seconds=1)).today == OpenDay(YESTERDAY, None)


def test_the_page_asks_the_same_number_of_questions_whatever_there_is(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    with count_statements() as empty:
        today_of(cast.ana.viewer, now)
    make_history(cast.ana.id, now, [5] * 30)
    for _ in range(5):
        make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="no")
        begin(cast.ana.id, TODAY, now)
        stored(RecoveryReason(participant_id=cast.ana.id, text="My daughter", position=1))
    make_flag(cast.ana.id, "safety_active", Severity.URGENT)
    with count_statements() as full:
        today_of(cast.ana.viewer, now)
    assert len(full) == len(empty) == 8
    assert full.selects == full


def test_nobody_elses_day_is_read(cast: Cast, now: datetime) -> None:
    make_check_in(cast.luis.id, now)
    begin(cast.luis.id, TODAY, now)
    found = today_of(cast.ana.viewer, now)
    assert found.sent == ()
    assert found.today == OpenDay(TODAY, None)
    assert db.session.query(CheckIn).count() == 1
