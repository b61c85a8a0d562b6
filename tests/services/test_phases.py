"""Stepping down and up, by a person's decision only; the history stays."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from client_app.domain.phases import Direction
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.phases import (
    NEWS_FOR,
    REASON_LIMIT,
    move_participant,
    own_phase,
    phase_card,
    phases_of,
)
from tests.cast import Cast
from tests.support.calendars import MONDAY, make_phase
from tests.support.posts import at_once, audit_lines


@pytest.fixture
def numbers(cast: Cast, now: datetime) -> tuple[int, int, int]:
    """Five, three and one day a week."""
    five, three, one = (
        make_phase(cast.program_id, now, name, days)
        for name, days in (("Five days", 5), ("Three days", 3), ("One day", 1))
    )
    return five, three, one


def test_phases_stand_in_the_order_in_which_they_were_added(cast: Cast, numbers: tuple[int, int, int]) -> None:
    assert [(one.id, one.position) for one in phases_of(cast.program_id)] == list(zip(numbers, (1, 2, 3), strict=True))
    assert [line.action for line in audit_lines()] == ["phase.added"] * 3


def test_everybody_begins_in_the_first(cast: Cast, now: datetime, numbers: tuple[int, int, int]) -> None:
    card = phase_card(cast.counselor.viewer, cast.ana.id, now)
    assert card.phase is not None
    assert (card.phase.name, card.moves, card.number) == ("Five days", (), 0)
    assert [(one.id, led) for one, led in card.others] == [(numbers[1], Direction.DOWN), (numbers[2], Direction.DOWN)]
    own = own_phase(cast.ana.viewer, now)
    assert own is not None
    assert (own.phase.name, own.since, own.led) == ("Five days", None, None)


def test_a_participant_is_moved_down_and_up_again(cast: Cast, now: datetime, numbers: tuple[int, int, int]) -> None:
    counselor, ana = cast.counselor.viewer, cast.ana
    move_participant(counselor, ana.id, numbers[1], "Three steady weeks.", 0, now)
    down = own_phase(ana.viewer, now)
    assert down is not None
    assert (down.phase.id, down.since, down.led) == (numbers[1], MONDAY, Direction.DOWN)
    later = now + timedelta(days=1)
    move_participant(counselor, ana.id, numbers[0], "A hard week.", phase_card(counselor, ana.id, now).number, later)
    up = own_phase(ana.viewer, later)
    assert up is not None
    assert up.led is Direction.UP
    card = phase_card(counselor, ana.id, later)
    assert [(move.phase, move.reason, move.moved_by) for move in card.moves] == [
        ("Five days", "A hard week.", "Carla Reyes"),
        ("Three days", "Three steady weeks.", "Carla Reyes"),
    ]
    line = audit_lines()[-1]
    assert (line.action, line.participant_id, line.details) == ("enrollment.phase_moved", ana.id, {"position": 1})


@pytest.mark.parametrize(("days", "is_news"), [(NEWS_FOR.days - 1, True), (NEWS_FOR.days, False)])
def test_a_move_is_news_for_two_weeks(
    cast: Cast, now: datetime, numbers: tuple[int, int, int], days: int, is_news: bool
) -> None:
    move_participant(cast.counselor.viewer, cast.ana.id, numbers[1], "Steady.", 0, now)
    own = own_phase(cast.ana.viewer, now + timedelta(days=days))
    assert own is not None
    assert (own.since is not None) is is_news


@pytest.mark.parametrize(
    ("reason", "which", "seen", "kind"),
    [
        ("", 1, 0, Invalid),
        ("x" * (REASON_LIMIT + 1), 1, 0, Invalid),
        ("Steady.", 0, 0, Conflict),
        ("Steady.", 1, 7, Conflict),
        ("Steady.", 99, 0, NotFound),
    ],
)
def test_what_is_no_move_changes_nothing(
    cast: Cast, now: datetime, numbers: tuple[int, int, int], reason: str, which: int, seen: int, kind: type[Exception]
) -> None:
    number = 999 if which == 99 else numbers[which]
    with pytest.raises(kind):
        move_participant(cast.counselor.viewer, cast.ana.id, number, reason, seen, now)
    assert phase_card(cast.counselor.viewer, cast.ana.id, now).moves == ()


def test_who_has_left_is_not_moved(cast: Cast, now: datetime, numbers: tuple[int, int, int]) -> None:
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = MONDAY
    db.session.commit()
    with pytest.raises(Invalid):
        move_participant(cast.counselor.viewer, cast.ana.id, numbers[1], "Steady.", 0, now)
    assert own_phase(cast.ana.viewer, now) is None


@pytest.mark.parametrize("who", ["ana", "other_counselor", "director", "strange_counselor"])
def test_only_a_reader_moves_somebody(cast: Cast, now: datetime, numbers: tuple[int, int, int], who: str) -> None:
    viewer = cast.everyone[who].viewer
    with pytest.raises(NotFound):
        phase_card(viewer, cast.ana.id, now)
    with pytest.raises(NotFound):
        move_participant(viewer, cast.ana.id, numbers[1], "Steady.", 0, now)


def test_without_phases_nobody_is_in_one(cast: Cast, now: datetime) -> None:
    assert own_phase(cast.ana.viewer, now) is None
    card = phase_card(cast.counselor.viewer, cast.ana.id, now)
    assert (card.phase, card.others) == (None, ())


def test_two_at_once_move_once(app: Flask, cast: Cast, now: datetime, numbers: tuple[int, int, int]) -> None:
    done = at_once(
        app,
        *[
            lambda number=number: move_participant(cast.counselor.viewer, cast.ana.id, number, "Steady.", 0, now)
            for number in numbers[1:]
        ],
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "NoneType"]
