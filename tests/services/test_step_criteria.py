"""What counselor and participant agreed: kept, met, met no longer, removed; never in the audit record's words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from client_app.domain.plans import ENTRY_LIMIT
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.step_downs import MOST_CRITERIA, Criterion
from client_app.extensions import db
from client_app.models import Enrollment
from client_app.services.enrollments import standing_of
from client_app.services.step_criteria import Wish, agree, change_criterion, criteria_of, own_criteria
from tests.cast import Cast
from tests.support.calendars import MONDAY, refused
from tests.support.posts import at_once, audit_lines

TEXT = "Two quiet weekends"


def agreed(cast: Cast) -> tuple[Criterion, ...]:
    """What stands agreed with Ana."""
    db.session.rollback()
    return own_criteria(cast.ana.viewer)


def agree_one(cast: Cast, now: datetime, text: str = TEXT) -> Criterion:
    """Agree on something with Ana."""
    agree(cast.counselor.viewer, cast.ana.id, text, now)
    return agreed(cast)[-1]


def change(cast: Cast, now: datetime, one: Criterion, wish: Wish, *, was_met: bool | None = None) -> None:
    """Do something with it on a page that was just opened, unless the test says how it stood."""
    stood = one.is_met if was_met is None else was_met
    change_criterion(cast.counselor.viewer, cast.ana.id, one.id, wish, now, was_met=stood)


def test_what_was_agreed_stands_in_order(cast: Cast, now: datetime) -> None:
    assert agreed(cast) == ()
    agree_one(cast, now, f" {TEXT}\r\nin a row ")
    agree_one(cast, now, "A sponsor to call")
    first, second = agreed(cast)
    assert (first.text, first.agreed_at, first.agreed_by, first.is_met) == (
        "Two quiet weekends in a row",
        now,
        "Carla Reyes",
        False,
    )
    assert second.text == "A sponsor to call"
    standing = standing_of(cast.ana.id)
    assert standing is not None
    assert criteria_of(standing.enrollment_id) == (first, second)
    assert own_criteria(cast.luis.viewer) == ()
    line = audit_lines()[-1]
    assert (line.action, line.participant_id, line.details) == ("step_criterion.agreed", cast.ana.id, {})


def test_it_is_met_and_met_no_longer_and_removed(cast: Cast, now: datetime) -> None:
    one = agree_one(cast, now)
    later = now + timedelta(days=1)
    change(cast, later, one, Wish.MET)
    [met] = agreed(cast)
    assert met.met_at == later
    change(cast, later, met, Wish.OPEN)
    [again] = agreed(cast)
    assert again.met_at is None
    change(cast, later, again, Wish.REMOVE)
    assert agreed(cast) == ()
    assert [line.action.partition(".")[2] for line in audit_lines()] == ["agreed", "met", "opened_again", "removed"]
    assert TEXT not in str(audit_lines())


@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * (ENTRY_LIMIT + 1), "a\0b", "\ud800"])
def test_what_cannot_be_kept_is_not(cast: Cast, now: datetime, text: str) -> None:
    with pytest.raises(Invalid):
        agree_one(cast, now, text)
    assert agreed(cast) == ()


def test_the_longest_text_is_kept(cast: Cast, now: datetime) -> None:
    assert agree_one(cast, now, "x" * ENTRY_LIMIT).text == "x" * ENTRY_LIMIT


def test_the_same_is_agreed_once(cast: Cast, now: datetime) -> None:
    one = agree_one(cast, now)
    assert refused(lambda: agree_one(cast, now), Conflict) == "This is agreed already."
    change(cast, now, one, Wish.REMOVE)
    assert agree_one(cast, now).id != one.id


def test_a_talk_has_room_for_a_few_points(cast: Cast, now: datetime) -> None:
    for number in range(MOST_CRITERIA):
        agree_one(cast, now, f"Point {number}")
    assert "points are enough" in refused(lambda: agree_one(cast, now))
    change(cast, now, agreed(cast)[0], Wish.REMOVE)
    assert agree_one(cast, now).text == TEXT


@pytest.mark.parametrize(
    ("wish", "was_met"), [(Wish.MET, True), (Wish.REMOVE, True), (Wish.OPEN, True), (Wish.OPEN, False)]
)
def test_a_stale_form_changes_nothing(cast: Cast, now: datetime, wish: Wish, *, was_met: bool) -> None:
    one = agree_one(cast, now)
    assert "Somebody changed this" in refused(lambda: change(cast, now, one, wish, was_met=was_met), Conflict)
    change(cast, now, one, Wish.MET)
    assert "Somebody changed this" in refused(lambda: change(cast, now, one, Wish.MET), Conflict)
    assert "Somebody changed this" in refused(lambda: change(cast, now, agreed(cast)[0], Wish.MET), Conflict)
    change(cast, now, agreed(cast)[0], Wish.REMOVE)
    assert "Somebody changed this" in refused(lambda: change(cast, now, one, Wish.REMOVE), Conflict)


def test_a_form_that_does_not_say_how_it_stood_is_stale(cast: Cast, now: datetime) -> None:
    one = agree_one(cast, now)
    viewer = cast.counselor.viewer
    refused(lambda: change_criterion(viewer, cast.ana.id, one.id, Wish.MET, now, was_met=None), Conflict)


def test_what_was_agreed_with_others_is_not_there(cast: Cast, now: datetime) -> None:
    agree(cast.other_counselor.viewer, cast.luis.id, TEXT, now)
    [of_luis] = own_criteria(cast.luis.viewer)
    for number in (of_luis.id, of_luis.id + 7):
        with pytest.raises(NotFound):
            change_criterion(cast.counselor.viewer, cast.ana.id, number, Wish.MET, now, was_met=False)


def test_with_who_has_left_nothing_is_agreed(cast: Cast, now: datetime) -> None:
    one = agree_one(cast, now)
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().ended_on = MONDAY
    db.session.commit()
    assert "has left" in refused(lambda: agree(cast.counselor.viewer, cast.ana.id, "More", now), Conflict)
    assert "has left" in refused(lambda: change(cast, now, one, Wish.MET), Conflict)
    assert agreed(cast) == ()


@pytest.mark.parametrize("who", ["ana", "other_counselor", "director", "strange_counselor", "cover"])
def test_only_a_reader_agrees(cast: Cast, now: datetime, who: str) -> None:
    one = agree_one(cast, now)
    viewer = cast.everyone[who].viewer
    acts: tuple[Callable[[], None], ...] = (
        partial(agree, viewer, cast.ana.id, "More", now),
        partial(change_criterion, viewer, cast.ana.id, one.id, Wish.MET, now, was_met=False),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_two_at_once_agree_once(app: Flask, cast: Cast, now: datetime) -> None:
    done = at_once(app, *[partial(agree, cast.counselor.viewer, cast.ana.id, TEXT, now)] * 2)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "NoneType"]
    [one] = agreed(cast)
    done = at_once(app, partial(change, cast, now, one, Wish.MET), partial(change, cast, now, one, Wish.REMOVE))
    assert sorted(type(result).__name__ for result in done) == ["Conflict", "NoneType"]
