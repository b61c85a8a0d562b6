"""A program's phases as its director sets them up; nobody's history changes by it."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.local_days import ONE_DAY
from client_app.domain.phase_plans import MOST_PHASES, PhasePlan
from client_app.domain.plans import Direction
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Enrollment, PhaseMove, Program
from client_app.services import program_phases as phases
from client_app.services.calendars import Calendar, Stretch
from client_app.services.phases import move_participant, own_phase, phase_card, phases_of
from client_app.services.rosters import stays_in
from tests.cast import Cast
from tests.factories import enroll, make_person
from tests.support.calendars import MONDAY, make_phase, make_series
from tests.support.posts import at_once, audit_lines

PLAN = PhasePlan(name="Three days", days_a_week=3, criteria="Steady.")
DOWN, UP = Direction.DOWN, Direction.UP


@pytest.fixture
def numbers(cast: Cast, now: datetime) -> list[int]:
    """Five, three and one day a week."""
    about = (("Five days", 5), ("Three days", 3), ("One day", 1))
    return [make_phase(cast.program_id, now, name, days) for name, days in about]


def order(cast: Cast) -> list[tuple[int, int]]:
    """The phases as they stand, with their places."""
    db.session.rollback()
    return [(one.id, one.position) for one in phases_of(cast.program_id)]


def in_phase(cast: Cast, participant_id: int, days_ago: int = 0) -> int | None:
    """The phase in which a roster finds somebody on a day."""
    day = MONDAY - days_ago * ONE_DAY
    stays = stays_in(Calendar.of(cast.counselor.viewer), Stretch(day, day))
    return next(stay.phase_on(day) for stay in stays if stay.participant_id == participant_id)


def test_phases_are_added_behind_one_another(cast: Cast, now: datetime, numbers: list[int]) -> None:
    number = phases.add_phase(cast.program_id, replace(PLAN, name="Aftercare"), now, viewer=cast.director.viewer)
    assert order(cast) == list(zip([*numbers, number], range(1, 5), strict=True))
    line = audit_lines()[-1]
    assert (line.action, line.subject, line.actor_id) == ("phase.added", f"phases:{number}", cast.director.id)


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"name": ""}, Invalid),
        ({"name": "\0"}, Invalid),
        ({"days_a_week": 8}, Invalid),
        ({"name": "five DAYS"}, Conflict),
    ],
)
def test_a_phase_needs_a_name_of_its_own_and_figures_that_can_be(
    cast: Cast, now: datetime, changed: dict[str, object], kind: type[Refused]
) -> None:
    with pytest.raises(kind):
        phases.add_phase(cast.program_id, replace(PLAN, **changed), now)  # type: ignore[arg-type]
    assert len(order(cast)) == 3


def test_two_at_once_add_a_phase_once(app: Flask, cast: Cast, now: datetime) -> None:
    add = partial(phases.add_phase, cast.program_id, PLAN, now, viewer=cast.director.viewer)
    done = at_once(app, add, add)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "int"]
    assert len(order(cast)) == 1


def test_there_is_an_end_to_phases(cast: Cast, now: datetime) -> None:
    for number in range(MOST_PHASES):
        make_phase(cast.program_id, now, f"Phase {number}")
    with pytest.raises(Conflict):
        phases.add_phase(cast.program_id, PLAN, now, viewer=cast.director.viewer)


def test_an_example_begins_an_empty_program_and_no_other(app: Flask, cast: Cast, now: datetime) -> None:
    plans = [PLAN, replace(PLAN, name="One day", days_a_week=1)]
    done = at_once(app, *[partial(phases.add_example, cast.director.viewer, plans, now)] * 2)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "NoneType"]
    assert [position for _, position in order(cast)] == [1, 2]
    assert [line.action for line in audit_lines()] == ["phase.added"] * 2


def test_a_phase_is_shown_with_how_many_are_in_it_and_why_it_stays(
    cast: Cast, now: datetime, numbers: list[int]
) -> None:
    move_participant(cast.counselor.viewer, cast.ana.id, numbers[1], "Steady.", 0, now)
    make_series(cast.counselor.viewer, now, phase_ids=frozenset({numbers[2]}))
    found = phases.kept_phases(cast.director.viewer, now)
    assert [(kept.id, kept.people, kept.reason_to_stay is None) for kept in found] == [
        (numbers[0], 1, False),
        (numbers[1], 1, False),
        (numbers[2], 0, False),
    ]
    assert "A group on the calendar" in (found[2].reason_to_stay or PLAN).english()  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        phases.kept_phase(cast.director.viewer, 99, now)


def test_a_phase_is_changed_and_the_same_once_more_is_nothing(cast: Cast, now: datetime, numbers: list[int]) -> None:
    director = cast.director.viewer
    phases.change_phase(director, numbers[1], replace(PLAN, most_hours=12), 1, now)
    kept = phases.kept_phase(director, numbers[1], now)
    assert (kept.plan, kept.revision) == (replace(PLAN, most_hours=12), 2)
    assert audit_lines()[-1].details == {"changed": ["most_hours", "criteria"]}
    before = len(audit_lines())
    phases.change_phase(director, numbers[1], replace(PLAN, most_hours=12), 2, now)
    assert len(audit_lines()) == before


@pytest.mark.parametrize(
    ("changed", "seen", "kind"),
    [({}, 7, Conflict), ({"name": "One day"}, 1, Conflict), ({"least_hours": 0}, 1, Invalid)],
)
def test_what_cannot_stand_changes_nothing(
    cast: Cast, now: datetime, numbers: list[int], changed: dict[str, object], seen: int, kind: type[Refused]
) -> None:
    with pytest.raises(kind):
        phases.change_phase(cast.director.viewer, numbers[1], replace(PLAN, **changed), seen, now)  # type: ignore[arg-type]
    assert phases.kept_phase(cast.director.viewer, numbers[1], now).revision == 1


def test_two_directors_at_once_change_a_phase_once(app: Flask, cast: Cast, now: datetime, numbers: list[int]) -> None:
    done = at_once(
        app,
        *[
            partial(phases.change_phase, cast.director.viewer, numbers[0], replace(PLAN, name=name), 1, now)
            for name in ("Daily", "Every day")
        ],
    )
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "NoneType"]


def test_another_order_leaves_everybody_where_they_are(cast: Cast, now: datetime, numbers: list[int]) -> None:
    """Ana was moved two weeks ago, Luis never was; after the change both are where they were, also in the past."""
    move_participant(cast.counselor.viewer, cast.ana.id, numbers[1], "Steady.", 0, now - timedelta(days=14))
    stood = {(who, ago): in_phase(cast, who, ago) for who in (cast.ana.id, cast.luis.id) for ago in (0, 13, 15, 27)}
    assert stood[cast.ana.id, 15] == stood[cast.luis.id, 0] == numbers[0]
    phases.move_phase(cast.director.viewer, numbers[0], DOWN, numbers, now)
    assert order(cast) == [(numbers[1], 1), (numbers[0], 2), (numbers[2], 3)]
    assert {(who, ago): in_phase(cast, who, ago) for who, ago in stood} == stood
    line = audit_lines()[-1]
    assert (line.action, line.details) == ("phase.reordered", {"direction": "down", "written_down": 2})
    own = own_phase(cast.luis.viewer, now)
    assert own is not None
    assert (own.phase.id, own.led) == (numbers[0], None), "that somebody began somewhere is no news"
    card = phase_card(cast.counselor.viewer, cast.ana.id, now)
    assert [(move.phase, move.reason, move.moved_by) for move in card.moves] == [
        ("Three days", "Steady.", "Carla Reyes"),
        ("Five days", "", None),
    ]


def test_whoever_comes_after_the_change_begins_in_the_new_first(cast: Cast, now: datetime, numbers: list[int]) -> None:
    phases.move_phase(cast.director.viewer, numbers[1], UP, numbers, now)
    nora = make_person(db.session.get_one(Program, cast.program_id), Role.PARTICIPANT, "Nora")
    enroll(nora, None, started_on=MONDAY)
    assert (in_phase(cast, nora.id), in_phase(cast, cast.luis.id)) == (numbers[1], numbers[0])
    again = [numbers[1], numbers[0], numbers[2]]
    phases.move_phase(cast.director.viewer, numbers[1], DOWN, again, now)
    assert (in_phase(cast, nora.id), in_phase(cast, cast.luis.id)) == (numbers[1], numbers[0])
    assert audit_lines()[-1].details["written_down"] == 1


def test_an_order_that_keeps_the_first_writes_nothing_down(cast: Cast, now: datetime, numbers: list[int]) -> None:
    phases.move_phase(cast.director.viewer, numbers[2], UP, numbers, now)
    assert order(cast) == [(numbers[0], 1), (numbers[2], 2), (numbers[1], 3)]
    assert db.session.scalars(select(PhaseMove)).all() == []


def test_before_anybody_has_begun_there_is_nothing_to_write_down(cast: Cast, now: datetime, numbers: list[int]) -> None:
    db.session.query(Enrollment).delete()
    db.session.commit()
    phases.move_phase(cast.director.viewer, numbers[0], DOWN, numbers, now)
    assert audit_lines()[-1].details["written_down"] == 0


def test_at_the_end_of_the_list_nothing_changes(cast: Cast, now: datetime, numbers: list[int]) -> None:
    before = len(audit_lines())
    phases.move_phase(cast.director.viewer, numbers[0], UP, numbers, now)
    assert (order(cast)[0], len(audit_lines())) == ((numbers[0], 1), before)


def test_an_order_that_has_changed_meanwhile_is_a_conflict(
    app: Flask, cast: Cast, now: datetime, numbers: list[int]
) -> None:
    done = at_once(app, *[partial(phases.move_phase, cast.director.viewer, numbers[0], DOWN, numbers, now)] * 2)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "NoneType"]
    assert order(cast)[0] == (numbers[1], 1)


def test_what_nobody_was_in_is_removed_and_the_rest_moves_up(cast: Cast, now: datetime, numbers: list[int]) -> None:
    phases.remove_phase(cast.director.viewer, numbers[1], 1, now)
    assert order(cast) == [(numbers[0], 1), (numbers[2], 2)]
    assert (audit_lines()[-1].action, audit_lines()[-1].subject) == ("phase.removed", f"phases:{numbers[1]}")


def test_without_anybody_in_the_program_the_first_can_go(cast: Cast, now: datetime, numbers: list[int]) -> None:
    db.session.query(Enrollment).filter_by(program_id=cast.program_id).delete()
    db.session.commit()
    phases.remove_phase(cast.director.viewer, numbers[0], 1, now)
    assert order(cast) == [(numbers[1], 1), (numbers[2], 2)]


def test_where_somebody_is_or_was_stays(cast: Cast, now: datetime, numbers: list[int]) -> None:
    """Luis is in the first, though nobody moved him; Ana has left the second again."""
    counselor, ana = cast.counselor.viewer, cast.ana.id
    move_participant(counselor, ana, numbers[1], "Steady.", 0, now)
    move_participant(counselor, ana, numbers[0], "Hard week.", phase_card(counselor, ana, now).number, now)
    for number in numbers[:2]:
        with pytest.raises(Refused):
            phases.remove_phase(cast.director.viewer, number, 1, now)
    assert len(order(cast)) == 3


def test_what_a_group_is_for_stays(cast: Cast, now: datetime, numbers: list[int]) -> None:
    make_series(cast.counselor.viewer, now, phase_ids=frozenset({numbers[2]}))
    with pytest.raises(Refused):
        phases.remove_phase(cast.director.viewer, numbers[2], 1, now)


def test_one_that_was_saved_meanwhile_is_not_removed(cast: Cast, now: datetime, numbers: list[int]) -> None:
    with pytest.raises(Conflict):
        phases.remove_phase(cast.director.viewer, numbers[2], 2, now)


def test_a_move_into_a_phase_and_its_removal_follow_one_another(
    app: Flask, cast: Cast, now: datetime, numbers: list[int]
) -> None:
    done = at_once(
        app,
        partial(move_participant, cast.counselor.viewer, cast.ana.id, numbers[2], "Steady.", 0, now),
        partial(phases.remove_phase, cast.director.viewer, numbers[2], 1, now),
    )
    refusals = [one for one in done if one is not None]
    assert [isinstance(one, NotFound | Refused) for one in refusals] == [True]


@pytest.mark.parametrize("who", ["counselor", "ana"])
def test_only_directors_set_phases_up(cast: Cast, now: datetime, numbers: list[int], who: str) -> None:
    viewer = cast.everyone[who].viewer
    for act in (
        partial(phases.add_phase, cast.program_id, replace(PLAN, name="New"), now, viewer=viewer),
        partial(phases.add_example, viewer, [PLAN], now),
        partial(phases.change_phase, viewer, numbers[0], PLAN, 1, now),
        partial(phases.move_phase, viewer, numbers[0], DOWN, numbers, now),
        partial(phases.remove_phase, viewer, numbers[1], 1, now),
    ):
        with pytest.raises(NotFound):
            act()


def test_another_programs_phases_are_not_there(cast: Cast, now: datetime) -> None:
    elsewhere = make_phase(cast.stranger.viewer.program_id, now, "Elsewhere")
    director = cast.director.viewer
    for act in (
        partial(phases.change_phase, director, elsewhere, PLAN, 1, now),
        partial(phases.move_phase, director, elsewhere, DOWN, [elsewhere], now),
        partial(phases.remove_phase, director, elsewhere, 1, now),
        partial(phases.kept_phase, director, elsewhere, now),
    ):
        with pytest.raises(NotFound):
            act()
