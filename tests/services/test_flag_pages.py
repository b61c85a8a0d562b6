"""One flag with everything behind it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind, State
from client_app.domain.refusals import NotFound
from client_app.domain.thresholds import Thresholds
from client_app.extensions import db
from client_app.models import CheckInDraft, FlagEvent, Program
from client_app.services.flag_pages import FlagPage, flag_page
from client_app.services.flags import claim_flags, note_on_flag, resolve_flag
from tests.cast import Cast
from tests.factories import DEFINITION, make_check_in, make_flag, make_thresholds, stored
from tests.support.applications import Statements
from tests.support.flags import LATER, TALKED, claimed, seen

Count = Callable[[], AbstractContextManager[Statements]]


def page(cast: Cast, flag_id: int, now: datetime) -> FlagPage:
    """The page as Ana's counselor sees it."""
    return flag_page(cast.counselor.viewer, flag_id, now)


def test_the_rule_speaks_with_the_figures_that_judged(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    make_thresholds(db.session.get_one(Program, cast.program_id), Thresholds(craving_high=9), number=2)
    grounds = page(cast, craving, now).grounds
    assert grounds.rule is not None
    assert "is 8 of 10 or more" in grounds.rule.english()
    assert (grounds.rule_version, grounds.threshold_version) == ("1", 1)


def test_a_rule_that_the_product_no_longer_has(cast: Cast, now: datetime) -> None:
    assert page(cast, make_flag(cast.ana.id, "gone").id, now).grounds.rule is None


def test_the_answers_that_raised_it_and_the_whole_check_in(cast: Cast, now: datetime) -> None:
    raising = make_check_in(cast.ana.id, now, craving_now=9, mood=4).id
    update = make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="yes").id
    craving = make_flag(cast.ana.id, check_in_id=raising, baseline=5.5).id
    stored(FlagEvent(flag_id=craving, kind=EventKind.RAISED_AGAIN, at=now, check_in_id=update))
    shown = page(cast, craving, now)
    assert [line.name for line in shown.grounds.lines] == ["craving_now"]
    assert (shown.grounds.baseline, shown.grounds.days, shown.grounds.is_unsent) == (5.5, (), False)
    assert [sheet.id for sheet in shown.check_ins] == [update, raising]
    assert shown.unread == (update, raising)
    claim_flags(cast.counselor.viewer, seen(craving), now)
    assert page(cast, craving, now).unread == ()


def test_days_are_told_where_more_than_one_raised_it(cast: Cast, now: datetime) -> None:
    inputs = {"days": ["2026-11-20", "2026-11-21"]}
    grounds = page(cast, make_flag(cast.ana.id, "quiet_days", inputs=inputs).id, now).grounds
    assert grounds.days == (date(2026, 11, 20), date(2026, 11, 21))
    assert grounds.lines == ()


def test_answered_and_arrived_when_sent_late(cast: Cast, now: datetime) -> None:
    check_in = make_check_in(cast.ana.id, now - timedelta(days=2), craving_now=9)
    check_in.sent_late, check_in.arrived_at = True, now
    db.session.commit()
    grounds = page(cast, make_flag(cast.ana.id, check_in_id=check_in.id).id, now).grounds
    assert grounds.sent_late


def test_an_answer_that_was_never_sent(cast: Cast, now: datetime) -> None:
    draft = stored(
        CheckInDraft(
            participant_id=cast.ana.id,
            kind=Kind.DAILY,
            day=now.date(),
            client_id=str(uuid4()),
            definition_version=DEFINITION,
            answers={"safety": "active"},
            started_at=now,
            touched_at=now,
        )
    )
    flag = make_flag(cast.ana.id, "safety_active", draft_id=draft.id, inputs={"safety": "active"})
    shown = page(cast, flag.id, now)
    assert (shown.grounds.is_unsent, shown.grounds.sent_late) == (True, False)
    assert [line.name for line in shown.grounds.lines] == ["safety"]
    assert shown.check_ins == ()
    flag.answered_at = now - timedelta(days=8)  # it stood in a late check-in that was refused
    db.session.commit()
    assert page(cast, flag.id, now).grounds.sent_late


def test_everything_that_happened_with_who_and_when(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    note_on_flag(cast.counselor.viewer, seen(craving), "Voice mail.", now + LATER, is_contact=True)
    resolve_flag(cast.counselor.viewer, seen(craving), TALKED, now + LATER)
    shown = page(cast, craving, now + LATER)
    assert [(event.what.english(), event.at, event.note) for event in shown.events] == [
        ("The flag was raised.", now, None),
        ("Carla Reyes claimed it.", now, None),
        ("Carla Reyes tried to reach the person.", now + LATER, "Voice mail."),
        ("Carla Reyes closed it.", now + LATER, "We spoke on the phone."),
    ]
    assert [event.outcome.english() for event in shown.events if event.outcome] == ["We talked"]
    assert [len(event.lines) for event in shown.events] == [1, 0, 0, 0]
    assert shown.outcome is not None
    assert (shown.outcome.english(), shown.useful) == ("We talked", True)


def test_what_can_be_done_now_and_why_not(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id, due_at=now).id
    fresh = page(cast, craving, now + LATER)
    assert (fresh.moves.claim, fresh.moves.note) == (None, None)
    assert fresh.moves.resolve is not None
    assert (fresh.is_late, fresh.last) == (True, None)
    claim_flags(cast.counselor.viewer, seen(craving), now)
    taken = page(cast, craving, now)
    assert taken.moves.claim is not None
    assert (taken.moves.resolve, taken.moves.undo) == (None, None)
    assert taken.last is not None
    assert taken.last.who == "Carla Reyes"
    resolve_flag(cast.counselor.viewer, seen(craving), TALKED, now)
    closed = page(cast, craving, now + LATER)
    assert (closed.moves.reopen, closed.state, closed.is_late) == (None, State.RESOLVED, False)


def test_the_persons_other_flags_stand_beside_it(cast: Cast, now: datetime) -> None:
    craving = make_flag(cast.ana.id).id
    other = make_flag(cast.ana.id, "call_me").id
    make_flag(cast.ana.id, "mood_low", state=State.RESOLVED)
    make_flag(cast.luis.id)
    [beside] = page(cast, craving, now).siblings
    assert (beside.id, beside.is_claimed) == (other, False)
    claim_flags(cast.counselor.viewer, seen(craving), now)
    assert page(cast, craving, now).siblings[0].is_claimed


@pytest.mark.parametrize(
    "who", ["cover", "other_counselor", "strange_counselor", "director", "family_member", "ana", "stranger"]
)
def test_the_page_does_not_exist_for_those_who_do_not_read_the_record(cast: Cast, now: datetime, who: str) -> None:
    craving = make_flag(cast.ana.id).id
    with pytest.raises(NotFound):
        flag_page(cast.everyone[who].viewer, craving, now)


def test_the_number_of_statements_does_not_grow(cast: Cast, now: datetime, count_statements: Count) -> None:
    craving = make_flag(cast.ana.id).id
    counts = []
    for number in (0, 24):
        for one in range(number):
            make_flag(cast.ana.id, f"rule_{one}")
            stored(FlagEvent(flag_id=craving, kind=EventKind.NOTED, at=now, by_id=cast.counselor.id))
        with count_statements() as statements:
            shown = page(cast, craving, now)
        counts.append(len(statements))
        assert len(shown.siblings) == number
    assert counts[0] == counts[1] <= 9
