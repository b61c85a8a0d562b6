"""A participant's plan: each change is one act with one line in the audit record, and nobody else's is touched."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from client_app.domain.plans import MOST_ENTRIES, PART_LIMIT, Direction, SafetyPlan
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.extensions import db
from client_app.models import AuditEntry, CopingStrategy, RecoveryReason, SafetyPlanVersion
from client_app.services import plans
from tests.cast import Cast
from tests.factories import stored
from tests.support.applications import Statements


def actions() -> list[tuple[str, int | None, int | None]]:
    """The audit record: what was done, by whom, about whom."""
    rows = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.participant_id).order_by(AuditEntry.id)
    )
    return [(row.action, row.actor_id, row.participant_id) for row in rows]


def add(cast: Cast, now: datetime, *texts: str) -> list[int]:
    """Ana's strategies, added one after the other; their numbers."""
    for text in texts:
        plans.add_strategy(cast.ana.viewer, text, now)
    return list(plans.own_strategies(cast.ana.id))


def test_strategies_stand_in_the_order_they_were_added(cast: Cast, now: datetime) -> None:
    add(cast, now, "  Walk ", "Tea", "Call Rosa")
    assert list(plans.own_strategies(cast.ana.id).values()) == ["Walk", "Tea", "Call Rosa"]
    assert actions() == [("plan.strategy_added", cast.ana.id, cast.ana.id)] * 3


def test_what_stands_on_the_list_is_not_added_twice(cast: Cast, now: datetime) -> None:
    add(cast, now, "Walk", "Walk ", "Tea", "Walk")
    for _ in range(2):
        plans.add_reason(cast.ana.viewer, "My daughter", now)
    assert list(plans.own_strategies(cast.ana.id).values()) == ["Walk", "Tea"]
    assert list(plans.own_reasons(cast.ana.id).values()) == ["My daughter"]
    assert len(actions()) == 3


def test_the_audit_record_holds_no_words(cast: Cast, now: datetime) -> None:
    add(cast, now, "Walk", "Tea")
    plans.add_reason(cast.ana.viewer, "My daughter", now)
    plans.write_safety_plan(cast.ana.viewer, cast.ana.id, SafetyPlan(own_steps="A shower"), now)
    entries = db.session.execute(select(AuditEntry.action, AuditEntry.subject, AuditEntry.details)).all()
    assert len(entries) == 4
    assert not [entry for entry in entries for word in ("Walk", "daughter", "shower") if word in str(entry)]


def test_a_strategy_without_words_is_not_added(cast: Cast, now: datetime) -> None:
    with pytest.raises(Invalid):
        plans.add_strategy(cast.ana.viewer, " ", now)
    assert plans.own_strategies(cast.ana.id) == {}
    assert actions() == []


@pytest.mark.parametrize("noun", [CopingStrategy, RecoveryReason])
def test_a_list_holds_thirty(cast: Cast, now: datetime, noun: type[CopingStrategy] | type[RecoveryReason]) -> None:
    act = plans.add_strategy if noun is CopingStrategy else plans.add_reason
    db.session.add_all(
        noun(participant_id=cast.ana.id, text=f"{position}", position=position) for position in range(1, MOST_ENTRIES)
    )
    db.session.commit()
    act(cast.ana.viewer, "the thirtieth", now)
    with pytest.raises(Invalid) as refused:
        act(cast.ana.viewer, "one more", now)
    assert refused.value.reason.english() == "The list is full: it holds 30. Remove one to make room."


def test_what_was_removed_leaves_room(cast: Cast, now: datetime) -> None:
    for position in range(1, MOST_ENTRIES + 1):
        stored(CopingStrategy(participant_id=cast.ana.id, text=f"{position}", position=position))
    plans.remove_strategy(cast.ana.viewer, next(iter(plans.own_strategies(cast.ana.id))), now)
    plans.add_strategy(cast.ana.viewer, "new", now)
    assert list(plans.own_strategies(cast.ana.id).values())[-1] == "new"


@pytest.mark.parametrize(
    ("which", "direction", "order"),
    [
        (0, Direction.UP, ["a", "b", "c"]),
        (0, Direction.DOWN, ["b", "a", "c"]),
        (1, Direction.UP, ["b", "a", "c"]),
        (1, Direction.DOWN, ["a", "c", "b"]),
        (2, Direction.UP, ["a", "c", "b"]),
        (2, Direction.DOWN, ["a", "b", "c"]),
    ],
)
def test_a_strategy_moves_one_place(
    cast: Cast, now: datetime, which: int, direction: Direction, order: list[str]
) -> None:
    numbers = add(cast, now, "a", "b", "c")
    plans.move_strategy(cast.ana.viewer, numbers[which], direction, now)
    assert list(plans.own_strategies(cast.ana.id).values()) == order
    moves = [action for action, _, _ in actions() if action == "plan.strategy_moved"]
    assert len(moves) == (order != ["a", "b", "c"])


def test_a_strategy_moves_past_one_that_was_removed(cast: Cast, now: datetime) -> None:
    first, middle, last = add(cast, now, "a", "b", "c")
    plans.remove_strategy(cast.ana.viewer, middle, now)
    plans.move_strategy(cast.ana.viewer, last, Direction.UP, now)
    assert list(plans.own_strategies(cast.ana.id)) == [last, first]


def test_a_removed_strategy_still_says_what_it_was(cast: Cast, now: datetime) -> None:
    [number] = add(cast, now, "Walk")
    plans.remove_strategy(cast.ana.viewer, number, now)
    assert plans.own_strategies(cast.ana.id) == {}
    assert plans.strategies_ever(cast.ana.id) == {number: "Walk"}
    assert actions()[-1] == ("plan.strategy_removed", cast.ana.id, cast.ana.id)


def test_reasons_are_added_and_removed(cast: Cast, now: datetime) -> None:
    plans.add_reason(cast.ana.viewer, "My daughter", now)
    plans.add_reason(cast.ana.viewer, "Quiet mornings", now)
    first, second = plans.own_reasons(cast.ana.id)
    plans.remove_reason(cast.ana.viewer, first, now)
    assert plans.own_reasons(cast.ana.id) == {second: "Quiet mornings"}
    assert [action for action, _, _ in actions()][1:] == ["plan.reason_added", "plan.reason_removed"]


@pytest.mark.parametrize("part", ["luis", "stranger", "counselor"])
def test_nobody_touches_the_lists_of_somebody_else(cast: Cast, now: datetime, part: str) -> None:
    [strategy] = add(cast, now, "Walk")
    plans.add_reason(cast.ana.viewer, "My daughter", now)
    [reason] = plans.own_reasons(cast.ana.id)
    other = cast.everyone[part].viewer
    with pytest.raises(NotFound):
        plans.move_strategy(other, strategy, Direction.UP, now)
    with pytest.raises(NotFound):
        plans.remove_strategy(other, strategy, now)
    with pytest.raises(NotFound):
        plans.remove_reason(other, reason, now)
    assert plans.own_strategies(cast.ana.id)
    assert plans.own_reasons(cast.ana.id)


def test_what_is_removed_twice_is_not_there(cast: Cast, now: datetime) -> None:
    [number] = add(cast, now, "Walk")
    plans.remove_strategy(cast.ana.viewer, number, now)
    with pytest.raises(NotFound):
        plans.remove_strategy(cast.ana.viewer, number, now)


def test_the_safety_plan_is_a_new_version_each_time(cast: Cast, now: datetime) -> None:
    plans.write_safety_plan(cast.ana.viewer, cast.ana.id, SafetyPlan(own_steps="A walk"), now)
    later = now + timedelta(hours=1)
    plans.write_safety_plan(cast.counselor.viewer, cast.ana.id, SafetyPlan(own_steps="A shower"), later)
    written = plans.plan_of(cast.ana.viewer, cast.ana.id, later).safety_plan
    assert written == plans.WrittenPlan(2, SafetyPlan(own_steps="A shower"), cast.counselor.name, later)
    kept = db.session.execute(select(SafetyPlanVersion.number, SafetyPlanVersion.own_steps)).all()
    assert sorted(map(tuple, kept)) == [(1, "A walk"), (2, "A shower")]
    assert actions() == [
        ("plan.safety_plan_written", cast.ana.id, cast.ana.id),
        ("plan.safety_plan_written", cast.counselor.id, cast.ana.id),
    ]


def test_a_plan_that_somebody_has_changed_meanwhile_is_not_overwritten(cast: Cast, now: datetime) -> None:
    plans.write_safety_plan(cast.counselor.viewer, cast.ana.id, SafetyPlan(own_steps="A walk"), now, seen=0)
    for seen in (0, 7):
        with pytest.raises(Conflict, match="Carla Reyes has changed this plan since you opened it"):
            plans.write_safety_plan(cast.ana.viewer, cast.ana.id, SafetyPlan(own_steps="Tea"), now, seen=seen)
    plans.write_safety_plan(cast.ana.viewer, cast.ana.id, SafetyPlan(own_steps="Tea"), now, seen=1)
    written = plans.plan_of(cast.ana.viewer, cast.ana.id, now).safety_plan
    assert written is not None
    assert (written.number, written.parts.own_steps) == (2, "Tea")


def test_the_same_plan_once_more_is_no_new_version(cast: Cast, now: datetime) -> None:
    for _ in range(2):
        plans.write_safety_plan(cast.ana.viewer, cast.ana.id, SafetyPlan(own_steps="A walk"), now, seen=0)
    assert len(actions()) == 1


def test_a_safety_plan_that_cannot_be_kept_changes_nothing(cast: Cast, now: datetime) -> None:
    with pytest.raises(Invalid):
        plans.write_safety_plan(cast.ana.viewer, cast.ana.id, SafetyPlan(own_steps="x" * (PART_LIMIT + 1)), now)
    assert plans.plan_of(cast.ana.viewer, cast.ana.id, now).safety_plan is None


@pytest.mark.parametrize(
    ("part", "reads"),
    [
        ("ana", True),
        ("counselor", True),
        ("cover", False),
        ("other_counselor", False),
        ("luis", False),
        ("family_member", False),
        ("director", False),
        ("stranger", False),
        ("strange_counselor", False),
    ],
)
def test_the_plan_is_the_participants_and_their_readers(cast: Cast, now: datetime, part: str, reads: bool) -> None:
    viewer = cast.everyone[part].viewer
    if reads:
        assert plans.plan_of(viewer, cast.ana.id, now) == plans.Plan({}, {}, None)
        plans.write_safety_plan(viewer, cast.ana.id, SafetyPlan(own_steps="Tea"), now)
        return
    with pytest.raises(NotFound):
        plans.plan_of(viewer, cast.ana.id, now)
    with pytest.raises(NotFound):
        plans.write_safety_plan(viewer, cast.ana.id, SafetyPlan(own_steps="Tea"), now)


def test_the_plan_is_read_in_as_many_questions_whatever_it_holds(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    with count_statements() as empty:
        plans.plan_of(cast.ana.viewer, cast.ana.id, now)
    add(cast, now, *"abcdefgh")
    plans.write_safety_plan(cast.ana.viewer, cast.ana.id, SafetyPlan(own_steps="Tea"), now)
    with count_statements() as full:
        plans.plan_of(cast.ana.viewer, cast.ana.id, now)
    assert len(full) == len(empty) == 3
