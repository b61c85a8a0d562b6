"""Taking a step back, and opening a closed flag again."""

from datetime import datetime, timedelta

from sqlalchemy import select

from client_app.domain.flag_life import State
from client_app.extensions import db
from client_app.models import FlagEvent
from client_app.services.flags import Resolution, claim_flags, reopen, resolve_flag, undo
from tests.cast import Cast
from tests.factories import make_flag
from tests.support.flags import LATER, TALKED, away, claimed, events, flag, reason_of, seen


def test_undo_gives_back_everything_that_the_claim_took(cast: Cast, now: datetime) -> None:
    craving, call = make_flag(cast.ana.id).id, make_flag(cast.ana.id, "call_me").id
    claim_flags(cast.counselor.viewer, seen(craving), now)
    undo(cast.counselor.viewer, seen(craving), now + LATER)
    for one in (craving, call):
        assert (flag(one).state, flag(one).claimed_by_id, flag(one).claimed_at) == (State.OPEN, None, None)
        assert events(one) == ["raised", "claimed", "undone"]


def test_undo_of_a_claim_leaves_what_was_closed_since(cast: Cast, now: datetime) -> None:
    craving, call = make_flag(cast.ana.id).id, make_flag(cast.ana.id, "call_me").id
    claim_flags(cast.counselor.viewer, seen(craving), now)
    resolve_flag(cast.counselor.viewer, seen(call), TALKED, now)
    undo(cast.counselor.viewer, seen(craving), now + LATER)
    assert (flag(craving).state, flag(call).state) == (State.OPEN, State.RESOLVED)


def test_undo_of_a_closing_goes_back_to_the_claim(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    resolve_flag(cast.counselor.viewer, seen(craving), TALKED, now + LATER)
    undo(cast.counselor.viewer, seen(craving), now + 2 * LATER)
    back = flag(craving)
    assert (back.state, back.claimed_by_id) == (State.ACKNOWLEDGED, cast.counselor.id)
    assert (back.resolved_by_id, back.resolved_at, back.outcome, back.useful) == (None, None, None, None)


def test_undo_of_a_common_closing_leaves_what_has_a_newer_flag(cast: Cast, now: datetime) -> None:
    craving, call = make_flag(cast.ana.id).id, make_flag(cast.ana.id, "call_me").id
    claim_flags(cast.counselor.viewer, seen(craving), now)
    resolve_flag(cast.counselor.viewer, seen(craving), Resolution("talked", also=(seen(call),)), now)
    make_flag(cast.ana.id, "call_me", raised_at=now + LATER)
    undo(cast.counselor.viewer, seen(craving), now + LATER)
    assert (flag(craving).state, flag(call).state) == (State.ACKNOWLEDGED, State.RESOLVED)


def test_only_who_did_it_undoes_it_and_for_ten_minutes(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    late = now + timedelta(minutes=10, seconds=1)
    assert "for 10 minutes only" in reason_of(lambda: undo(cast.counselor.viewer, seen(craving), late))
    away(cast, now)
    assert reason_of(lambda: undo(cast.cover.viewer, seen(craving), now)) == "Only Carla Reyes can undo this."


def test_a_closed_flag_opens_again_for_whoever_claims_it(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    resolve_flag(cast.counselor.viewer, seen(craving), TALKED, now)
    reopen(cast.counselor.viewer, seen(craving), "It came back.", now + LATER)
    back = flag(craving)
    assert (back.state, back.claimed_by_id, back.outcome, back.resolved_at) == (State.OPEN, None, None, None)
    assert events(craving) == ["raised", "claimed", "resolved", "reopened"]
    note = db.session.scalars(select(FlagEvent.note).where(FlagEvent.kind == "reopened")).one()
    assert note == "It came back."


def test_it_stays_closed_beside_a_newer_one_for_the_same_reason(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    resolve_flag(cast.counselor.viewer, seen(craving), TALKED, now)
    make_flag(cast.ana.id, raised_at=now + LATER)
    for refused in (
        lambda: reopen(cast.counselor.viewer, seen(craving), "", now + LATER),
        lambda: undo(cast.counselor.viewer, seen(craving), now + LATER),
    ):
        assert "A newer flag for the same reason is open" in reason_of(refused)
