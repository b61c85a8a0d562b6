"""What pages and rules know of a participant's own past: never another person's, never an update's for a day."""

from datetime import date, datetime, timedelta

from client_app.domain.check_ins import Kind
from client_app.domain.history import REMEMBERED
from client_app.extensions import db
from client_app.services.check_in_reads import (
    daily_sent,
    history_of,
    latest_receipt,
    open_draft,
    receipt,
)
from client_app.services.check_ins import change_check_in, send_check_in
from client_app.services.drafts import save_draft
from tests.cast import Cast
from tests.factories import make_check_in
from tests.support.posts import TODAY, YESTERDAY, a_post, check_in

SOON = timedelta(minutes=2)


def test_the_history_is_the_persons_own_daily_check_ins(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now - timedelta(days=1), craving_now=3, triggers=["stress"])
    make_check_in(cast.ana.id, now - timedelta(days=1), Kind.UPDATE, used="yes")
    make_check_in(cast.luis.id, now - timedelta(days=2), craving_now=9)
    [past] = history_of(cast.ana.id, TODAY).days
    assert (past.day, dict(past.answers)) == (YESTERDAY, {"craving_now": 3, "triggers": ("stress",)})


def test_the_history_reaches_as_far_as_the_rules_look_and_past_the_day_of_a_backfill(cast: Cast, now: datetime) -> None:
    for days in (-1, 0, REMEMBERED.days, REMEMBERED.days + 1):
        make_check_in(cast.ana.id, now - timedelta(days=days), mood=3)
    assert sorted(past.day for past in history_of(cast.ana.id, TODAY).days) == [
        TODAY - REMEMBERED,
        TODAY,
        TODAY + timedelta(days=1),
    ]


def test_the_draft_to_go_on_with_is_the_one_touched_last(cast: Cast, now: datetime) -> None:
    first, second = a_post(mood=1), a_post(mood=2)
    for post, minutes in ((first, 0), (second, 1), (first, 2)):
        save_draft(cast.ana.viewer, post, frozenset({"mood"}), now + timedelta(minutes=minutes))
    draft = open_draft(cast.ana.viewer, Kind.DAILY, TODAY)
    assert draft is not None
    assert (draft.client_id, draft.kind, draft.day, dict(draft.answers)) == (
        first.client_id,
        Kind.DAILY,
        TODAY,
        {"mood": 1},
    )


def test_no_draft_of_another_kind_or_day_or_person_and_none_that_is_closed(cast: Cast, now: datetime) -> None:
    post = a_post(mood=1)
    save_draft(cast.ana.viewer, post, frozenset({"mood"}), now)
    assert open_draft(cast.ana.viewer, Kind.UPDATE, TODAY) is None
    assert open_draft(cast.ana.viewer, Kind.DAILY, YESTERDAY) is None
    assert open_draft(cast.luis.viewer, Kind.DAILY, TODAY) is None
    send_check_in(cast.ana.viewer, post, now)
    assert open_draft(cast.ana.viewer, Kind.DAILY, TODAY) is None


def test_which_days_have_their_check_in(cast: Cast, now: datetime) -> None:
    number = send_check_in(cast.ana.viewer, a_post(), now)
    send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, YESTERDAY, call_me="no"), now)
    assert daily_sent(cast.ana.viewer, (TODAY, YESTERDAY)) == {TODAY: number}
    assert daily_sent(cast.ana.viewer, (YESTERDAY,)) == {}
    assert daily_sent(cast.luis.viewer, (TODAY, YESTERDAY)) == {}


def test_a_receipt_tells_everything_that_became_of_it(cast: Cast, now: datetime) -> None:
    answered_at = now - timedelta(days=3)
    day = date(2026, 11, 20)
    number = send_check_in(cast.ana.viewer, a_post(day=day, answered_at=answered_at, mood=2), now)
    change_check_in(cast.ana.viewer, a_post(day=day, mood=3), now + SOON)
    read = check_in(number)
    read.read_at, read.read_by_id = now + SOON * 2, cast.counselor.id
    db.session.commit()
    found = receipt(cast.ana.viewer, number)
    assert found is not None
    assert (found.check_in_id, found.kind, found.day, dict(found.answers)) == (number, Kind.DAILY, day, {"mood": 3})
    assert (found.answered_at, found.arrived_at, found.sent_late) == (answered_at, now, True)
    assert (found.changed_at, found.read_at, found.read_by) == (now + SOON, now + SOON * 2, "Carla Reyes")


def test_a_receipt_that_nobody_has_read_says_so(cast: Cast, now: datetime) -> None:
    found = receipt(cast.ana.viewer, send_check_in(cast.ana.viewer, a_post(), now))
    assert found is not None
    assert (found.read_at, found.read_by, found.changed_at, found.sent_late) == (None, None, None, False)


def test_nobody_gets_another_persons_receipt(cast: Cast, now: datetime) -> None:
    number = send_check_in(cast.ana.viewer, a_post(), now)
    for member in cast.everyone.values():
        assert (receipt(member.viewer, number) is not None) is (member.id == cast.ana.id)
        assert (latest_receipt(member.viewer, YESTERDAY) is not None) is (member.id == cast.ana.id)


def test_the_latest_receipt_is_what_arrived_last_for_an_open_day(cast: Cast, now: datetime) -> None:
    assert latest_receipt(cast.ana.viewer, YESTERDAY) is None
    first = send_check_in(cast.ana.viewer, a_post(), now)
    older = send_check_in(cast.ana.viewer, a_post(day=YESTERDAY), now + SOON)
    update = send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, call_me="no"), now + SOON)

    def latest(since: date) -> int | None:
        found = latest_receipt(cast.ana.viewer, since)
        return found.check_in_id if found else None

    assert (latest(YESTERDAY), latest(TODAY), latest(TODAY + timedelta(days=1))) == (update, update, None)
    assert first < older < update
