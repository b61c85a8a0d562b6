"""What the care team does with a flag: each act, its refusals, and the trace that it leaves."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.flag_life import EventKind, Outcome, State
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AuditEntry, CheckIn, FlagEvent
from client_app.services.flags import (
    Resolution,
    Seen,
    claim_flags,
    note_on_flag,
    reopen,
    resolve_flag,
    undo,
)
from tests.cast import Cast
from tests.factories import make_check_in, make_flag, stored
from tests.support.flags import LATER, TALKED, away, claimed, events, flag, reason_of, seen


def audited(action: str) -> list[AuditEntry]:
    """The audit record's lines of one action."""
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def test_claiming_takes_all_of_the_persons_open_flags_and_nobody_elses(cast: Cast, now: datetime) -> None:
    craving, call = make_flag(cast.ana.id).id, make_flag(cast.ana.id, "call_me").id
    others = make_flag(cast.luis.id).id
    claim_flags(cast.counselor.viewer, seen(craving), now)
    for taken in (craving, call):
        assert flag(taken).state is State.ACKNOWLEDGED
        assert (flag(taken).claimed_by_id, flag(taken).claimed_at) == (cast.counselor.id, now)
        assert events(taken) == ["raised", "claimed"]
        assert flag(taken).revision == 2
    assert flag(others).state is State.OPEN
    [line] = audited("flag.claimed")
    assert (line.actor_id, line.participant_id, line.subject) == (cast.counselor.id, cast.ana.id, f"flags:{craving}")
    assert line.details == {"flags": [craving, call]}


def test_claiming_reads_the_check_ins_behind_the_flags_once(cast: Cast, now: datetime) -> None:
    raising = make_check_in(cast.ana.id, now, craving_now=9).id
    again = make_check_in(cast.ana.id, now, day=now.date() - timedelta(days=1), craving_now=9).id
    other = make_check_in(cast.ana.id, now, day=now.date() - timedelta(days=2), craving_now=1).id
    craving = make_flag(cast.ana.id, check_in_id=raising).id
    stored(FlagEvent(flag_id=craving, kind=EventKind.RAISED_AGAIN, at=now, check_in_id=again))
    claim_flags(cast.counselor.viewer, seen(craving), now)
    undo(cast.counselor.viewer, seen(craving), now + LATER)
    claim_flags(cast.counselor.viewer, seen(craving), now + LATER)
    db.session.rollback()
    reads = {row.id: (row.read_at, row.read_by_id) for row in db.session.scalars(select(CheckIn))}
    assert reads == {raising: (now, cast.counselor.id), again: (now, cast.counselor.id), other: (None, None)}
    [line] = audited("check_in.read")
    assert line.details == {"check_ins": sorted([raising, again])}


def test_a_second_claim_is_told_who_has_it(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    opened = seen(craving)
    claim_flags(cast.counselor.viewer, opened, now)
    away(cast, now)
    reason = reason_of(lambda: claim_flags(cast.cover.viewer, opened, now + LATER))
    assert reason == "Already claimed by Carla Reyes today at 9:00."
    assert flag(craving).claimed_by_id == cast.counselor.id


def test_a_flag_that_was_raised_again_meanwhile_is_looked_at_first(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    opened = seen(craving)
    stored(FlagEvent(flag_id=craving, kind=EventKind.RAISED_AGAIN, at=now))
    flag(craving).revision += 1
    db.session.commit()
    reason = reason_of(lambda: claim_flags(cast.counselor.viewer, opened, now))
    assert reason.startswith("Since you opened this page: The same reason came up again.")
    assert flag(craving).state is State.OPEN


ACTS: dict[str, Callable[[Viewer, Seen, datetime], None]] = {
    "claim": claim_flags,
    "note": lambda viewer, opened, now: note_on_flag(viewer, opened, "Called twice.", now),
    "resolve": lambda viewer, opened, now: resolve_flag(viewer, opened, TALKED, now),
    "undo": undo,
    "reopen": lambda viewer, opened, now: reopen(viewer, opened, "", now),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["cover", "other_counselor", "strange_counselor", "director", "family_member", "ana"])
def test_a_flag_does_not_exist_for_those_who_do_not_read_the_record(
    cast: Cast, now: datetime, who: str, act: str
) -> None:
    craving = make_flag(cast.ana.id).id
    with pytest.raises(NotFound):
        ACTS[act](cast.everyone[who].viewer, Seen(craving, 1), now)
    assert events(craving) == ["raised"]


@pytest.mark.parametrize("act", ACTS)
def test_there_is_no_such_flag(cast: Cast, now: datetime, act: str) -> None:
    with pytest.raises(NotFound):
        ACTS[act](cast.counselor.viewer, Seen(999, 1), now)


def test_the_cover_acts_while_the_counselor_is_away(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    away(cast, now)
    claim_flags(cast.cover.viewer, seen(craving), now)
    assert flag(craving).claimed_by_id == cast.cover.id


@pytest.mark.parametrize(
    ("is_contact", "note", "kind"),
    [(False, "Called twice.", "noted"), (True, "", "contact_attempted"), (True, "Voice mail.", "contact_attempted")],
)
def test_a_note_is_an_event(cast: Cast, now: datetime, is_contact: bool, note: str, kind: str) -> None:
    craving = make_flag(cast.ana.id).id
    note_on_flag(cast.counselor.viewer, seen(craving), note, now, is_contact=is_contact)
    event = db.session.scalars(select(FlagEvent).where(FlagEvent.kind == kind)).one()
    assert (event.note, event.by_id, event.at) == (note or None, cast.counselor.id, now)
    assert flag(craving).state is State.OPEN
    [line] = audited(f"flag.{kind}")
    assert "Voice" not in str(line.details)


def test_a_plain_note_needs_words(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    with pytest.raises(Invalid, match="a few words"):
        note_on_flag(cast.counselor.viewer, seen(craving), "", now)


def test_a_note_names_what_happened_since_the_form_was_opened(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    opened = seen(craving)
    claim_flags(cast.counselor.viewer, opened, now)
    reason = reason_of(lambda: note_on_flag(cast.counselor.viewer, opened, "Called.", now))
    assert reason.startswith("Since you opened this page: Carla Reyes claimed it.")


def test_resolving_keeps_outcome_note_and_usefulness(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    resolve_flag(cast.counselor.viewer, seen(craving), TALKED, now + LATER)
    closed = flag(craving)
    assert (closed.state, closed.outcome, closed.useful) == (State.RESOLVED, Outcome.TALKED, True)
    assert (closed.resolved_by_id, closed.resolved_at) == (cast.counselor.id, now + LATER)
    event = db.session.scalars(select(FlagEvent).where(FlagEvent.kind == "resolved")).one()
    assert (event.note, event.inputs) == ("We spoke on the phone.", {"outcome": "talked", "useful": True})
    [line] = audited("flag.resolved")
    assert line.details == {"flags": [craving]}


def test_others_that_are_named_end_with_the_same_outcome(cast: Cast, now: datetime) -> None:
    first, second, third = (make_flag(cast.ana.id, rule).id for rule in ("craving", "call_me", "home_unsafe"))
    claim_flags(cast.counselor.viewer, seen(first), now)
    resolve_flag(cast.counselor.viewer, seen(first), replace(TALKED, also=(seen(second),)), now)
    assert [flag(one).state for one in (first, second, third)] == [State.RESOLVED, State.RESOLVED, State.ACKNOWLEDGED]
    assert (flag(second).outcome, flag(second).useful) == (Outcome.TALKED, None)


def test_a_flag_that_is_named_twice_ends_once(cast: Cast, now: datetime) -> None:
    first, second = (make_flag(cast.ana.id, rule).id for rule in ("craving", "call_me"))
    claim_flags(cast.counselor.viewer, seen(first), now)
    resolve_flag(
        cast.counselor.viewer, seen(first), replace(TALKED, also=(seen(second), seen(second), seen(first))), now
    )
    assert [events(one).count("resolved") for one in (first, second)] == [1, 1]
    assert [flag(one).useful for one in (first, second)] == [True, None]


def test_nothing_is_closed_when_one_of_the_others_changed(cast: Cast, now: datetime) -> None:
    first, second = (make_flag(cast.ana.id, rule).id for rule in ("craving", "call_me"))
    claim_flags(cast.counselor.viewer, seen(first), now)
    opened = seen(second)
    note_on_flag(cast.counselor.viewer, opened, "Called.", now)
    resolution = replace(TALKED, also=(opened,))
    reason = reason_of(lambda: resolve_flag(cast.counselor.viewer, seen(first), resolution, now))
    assert "Carla Reyes added a note." in reason
    assert flag(first).state is State.ACKNOWLEDGED


@pytest.mark.parametrize("whose", ["luis", "nobody"])
def test_somebody_elses_flag_is_not_closed_along(cast: Cast, now: datetime, whose: str) -> None:
    craving = claimed(cast, now)
    foreign = make_flag(cast.luis.id).id if whose == "luis" else 999
    with pytest.raises(NotFound):
        resolve_flag(cast.counselor.viewer, seen(craving), replace(TALKED, also=(Seen(foreign, 1),)), now)
    assert flag(craving).state is State.ACKNOWLEDGED


def test_a_second_closing_is_told_who_closed_it(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    opened = seen(craving)
    resolve_flag(cast.counselor.viewer, opened, TALKED, now)
    reason = reason_of(lambda: resolve_flag(cast.counselor.viewer, opened, Resolution("left_message"), now))
    assert reason == "Already closed by Carla Reyes today at 9:00."
    assert flag(craving).outcome is Outcome.TALKED


def test_an_open_flag_is_claimed_first(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    assert "Claim it first" in reason_of(lambda: resolve_flag(cast.counselor.viewer, seen(craving), TALKED, now))


@pytest.mark.parametrize(
    ("resolution", "words"),
    [
        pytest.param(Resolution(""), "Choose what came of it", id="no outcome"),
        pytest.param(Resolution("went_home"), "Choose what came of it", id="unknown outcome"),
        pytest.param(Resolution("other"), "in a few words", id="other without words"),
    ],
)
def test_an_ending_must_say_what_came_of_it(cast: Cast, now: datetime, resolution: Resolution, words: str) -> None:
    craving = claimed(cast, now)
    with pytest.raises(Invalid, match=words):
        resolve_flag(cast.counselor.viewer, seen(craving), resolution, now)
    assert flag(craving).state is State.ACKNOWLEDGED


def test_of_two_claims_at_the_same_instant_one_wins(cast: Cast, context: Flask, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    opened = seen(craving)
    away(cast, now)
    db.session.rollback()
    together = Barrier(2)

    def claim(viewer: Viewer) -> str:
        with context.app_context():
            together.wait()
            try:
                claim_flags(viewer, opened, now)
            except Conflict as refusal:
                return refusal.reason.english()
            return "claimed"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(claim, [cast.counselor.viewer, cast.cover.viewer]))
    assert said[1] == "claimed"
    assert re.fullmatch(r"Already claimed by (Carla Reyes|Cory Bell) today at 9:00\.", said[0])
    assert events(craving) == ["raised", "claimed"]
