"""Days on which a participant is away: kept, changed, ended early; nothing of an earlier one is lost."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from client_app.domain.pauses import Pause, TypedPause
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.calendars import Calendar, Stretch
from client_app.services.check_ins import send_check_in
from client_app.services.pauses import (
    PauseCard,
    Seen,
    end_pause,
    own_pause,
    pause_card,
    pauses_in,
    pauses_of,
    problems_of,
    set_pause,
)
from client_app.services.phases import move_participant
from client_app.services.rosters import stays_in
from tests.cast import Cast
from tests.factories import make_pause
from tests.support.calendars import MONDAY, make_phase, refused
from tests.support.posts import a_post, at_once, audit_lines, rules_of

REASON = "In the hospital for her knee."


def day(number: int) -> date:
    """A day so many days after Monday, which is today."""
    return MONDAY + timedelta(days=number)


def typed(first: int = 0, last: int = 6, reason: str = REASON) -> TypedPause:
    """Away for the week unless the test cares."""
    return TypedPause(day(first), day(last), reason)


def card(cast: Cast, now: datetime) -> PauseCard:
    """What Ana's counselor sees."""
    db.session.rollback()
    return pause_card(cast.counselor.viewer, cast.ana.id, now)


def keep(cast: Cast, now: datetime, pause: TypedPause | None = None) -> PauseCard:
    """Keep days away on a page that was just opened."""
    set_pause(cast.counselor.viewer, cast.ana.id, pause or typed(), card(cast, now).seen, now)
    return card(cast, now)


def test_nobody_is_away_before_somebody_says_so(cast: Cast, now: datetime) -> None:
    found = card(cast, now)
    assert (found.now, found.earlier, found.seen, found.has_begun) == (None, (), Seen(), False)
    assert own_pause(cast.ana.viewer, now) is None
    assert pauses_of(found.enrollment_id) == []


def test_days_away_are_kept_with_their_reason(cast: Cast, now: datetime) -> None:
    found = keep(cast, now)
    assert found.now is not None
    assert (found.now.pause, found.now.reason, found.now.changed_by) == (Pause(day(0), day(6)), REASON, "Carla Reyes")
    assert found.has_begun
    assert own_pause(cast.ana.viewer, now) == Pause(day(0), day(6))
    assert own_pause(cast.luis.viewer, now) is None
    assert pauses_of(found.enrollment_id) == [Pause(day(0), day(6))]
    assert pauses_in(cast.program_id) == {found.enrollment_id: [Pause(day(0), day(6))]}
    line = audit_lines()[-1]
    assert (line.action, line.participant_id, line.details) == ("enrollment.paused", cast.ana.id, {})


@pytest.mark.parametrize(("first", "last", "is_away"), [(0, 0, True), (1, 1, False), (-3, -1, False), (-3, 0, True)])
def test_own_days_away_are_those_that_today_is_in(
    cast: Cast, now: datetime, first: int, last: int, *, is_away: bool
) -> None:
    make_pause(cast.ana.id, day(first), day(last))
    assert (own_pause(cast.ana.viewer, now) is not None) is is_away


def test_days_away_are_changed(cast: Cast, now: datetime) -> None:
    keep(cast, now, typed(2, 6))
    found = keep(cast, now, typed(-1, 20, "It takes longer."))
    assert found.now is not None
    assert (found.now.pause, found.now.reason, found.now.seen.revision) == (
        Pause(day(-1), day(20)),
        "It takes longer.",
        2,
    )
    assert found.earlier == ()
    assert audit_lines()[-1].action == "enrollment.pause_changed"


@pytest.mark.parametrize(("first", "left"), [(-3, Pause(day(-3), day(-1))), (-1, Pause(day(-1), day(-1)))])
def test_who_is_back_keeps_the_days_away_that_were(cast: Cast, now: datetime, first: int, left: Pause) -> None:
    found = keep(cast, now, typed(first))
    end_pause(cast.counselor.viewer, cast.ana.id, found.seen, now)
    found = card(cast, now)
    assert found.now is None
    assert [one.pause for one in found.earlier] == [left]
    assert own_pause(cast.ana.viewer, now) is None
    assert audit_lines()[-1].action == "enrollment.pause_ended"


@pytest.mark.parametrize("first", [0, 3])
def test_days_away_that_never_came_are_gone(cast: Cast, now: datetime, first: int) -> None:
    found = keep(cast, now, typed(first))
    end_pause(cast.counselor.viewer, cast.ana.id, found.seen, now)
    found = card(cast, now)
    assert (found.now, found.earlier) == (None, ())


def test_a_second_time_away_leaves_the_first_as_it_was(cast: Cast, now: datetime) -> None:
    make_pause(cast.ana.id, day(-9), day(-7))
    found = keep(cast, now)
    assert [one.pause for one in found.earlier] == [Pause(day(-9), day(-7))]
    assert pauses_of(found.enrollment_id) == [Pause(day(-9), day(-7)), Pause(day(0), day(6))]
    assert refused(lambda: keep(cast, now, typed(-7))) == "Some of these days are in an earlier time away already."
    assert set(problems_of(card(cast, now), typed(-7, reason=""))) == {"last_on", "reason"}


def test_times_away_and_moves_are_read_side_by_side(cast: Cast, now: datetime) -> None:
    five, three = (make_phase(cast.program_id, now, name) for name in ("Five days", "Three days"))
    move_participant(cast.counselor.viewer, cast.ana.id, three, "Steady.", 0, now)
    later = now + timedelta(days=1)
    number = db.session.execute(db.text("SELECT max(id) FROM phase_moves")).scalar_one()
    move_participant(cast.counselor.viewer, cast.ana.id, five, "A hard week.", number, later)
    make_pause(cast.ana.id, day(-9), day(-7))
    make_pause(cast.ana.id, day(3), day(4))
    [stay] = stays_in(
        Calendar.of(cast.counselor.viewer), Stretch(day(-30), day(30)), Enrollment.participant_id == cast.ana.id
    )
    assert [(move.phase_id, move.made_at) for move in stay.moves] == [(three, now), (five, later)]
    assert stay.pauses == (Pause(day(-9), day(-7)), Pause(day(3), day(4)))


def test_a_stale_form_changes_nothing(cast: Cast, now: datetime) -> None:
    opened = card(cast, now).seen
    found = keep(cast, now)
    viewer, ana = cast.counselor.viewer, cast.ana.id
    assert "Somebody changed" in refused(lambda: set_pause(viewer, ana, typed(1), opened, now), Conflict)
    keep(cast, now, typed(0, 9))
    for act in (
        lambda: set_pause(viewer, ana, typed(1), found.seen, now),
        lambda: end_pause(viewer, ana, found.seen, now),
    ):
        assert "Somebody changed" in refused(act, Conflict)
    end_pause(viewer, ana, card(cast, now).seen, now)
    assert "Somebody changed" in refused(lambda: end_pause(viewer, ana, Seen(), now), Conflict)


@pytest.mark.parametrize(("reason", "last"), [("", 6), (REASON, -1), ("a\0b", 6)])
def test_what_cannot_be_kept_is_not(cast: Cast, now: datetime, reason: str, last: int) -> None:
    with pytest.raises(Invalid):
        keep(cast, now, typed(0, last, reason))
    assert card(cast, now).now is None


def test_who_has_left_is_not_away(cast: Cast, now: datetime) -> None:
    opened = keep(cast, now).seen
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = MONDAY
    db.session.commit()
    assert card(cast, now).now is None
    assert [one.pause for one in card(cast, now).earlier] == [Pause(day(0), day(6))]
    assert own_pause(cast.ana.viewer, now) is None
    assert "ended" in refused(lambda: keep(cast, now), Conflict)
    assert "ended" in refused(lambda: end_pause(cast.counselor.viewer, cast.ana.id, opened, now), Conflict)


@pytest.mark.parametrize("who", ["ana", "other_counselor", "director", "strange_counselor", "cover"])
def test_only_a_reader_says_that_somebody_is_away(cast: Cast, now: datetime, who: str) -> None:
    viewer = cast.everyone[who].viewer
    for act in (
        lambda: pause_card(viewer, cast.ana.id, now),
        lambda: set_pause(viewer, cast.ana.id, typed(), Seen(), now),
        lambda: end_pause(viewer, cast.ana.id, Seen(), now),
    ):
        with pytest.raises(NotFound):
            act()


def test_two_at_once_keep_one(app: Flask, cast: Cast, now: datetime) -> None:
    viewer = cast.counselor.viewer
    done = at_once(
        app, *[lambda last=last: set_pause(viewer, cast.ana.id, typed(0, last), Seen(), now) for last in (3, 5)]
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "NoneType"]


def test_an_urgent_answer_of_somebody_away_raises_its_flag(cast: Cast, now: datetime) -> None:
    keep(cast, now)
    send_check_in(cast.ana.viewer, a_post(safety="active"), now)
    assert rules_of(cast.ana.id) == ["safety_active"]
