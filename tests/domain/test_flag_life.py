"""A flag's life: every act in every state, and the sentence that says why not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from client_app.domain.flag_life import (
    TRANSITIONS,
    Act,
    EventKind,
    Outcome,
    Standing,
    State,
    Step,
    state_after,
    why_not_claim,
    why_not_note,
    why_not_outcome,
    why_not_reopen,
    why_not_resolve,
    why_not_undo,
)
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer

NOW = datetime(2026, 11, 23, 15, 20, tzinfo=UTC)  # 9:20 in Chicago
DANA, COVER = 1, 2


def viewer(person_id: int = DANA, role: Role = Role.COUNSELOR) -> Viewer:
    """Give somebody looking at a flag in Chicago."""
    return Viewer(person_id, role, 1, "America/Chicago", "Somebody", "en", 9)


def flag(state: State, *, by_id: int = DANA, seconds_ago: float = 480, has_successor: bool = False) -> Standing:
    """Give a flag that was claimed or resolved by Dana Reyes, at 9:12 unless said otherwise."""
    step = None if state is State.OPEN else Step(by_id, "Dana Reyes", NOW - timedelta(seconds=seconds_ago))
    return Standing(state, step, has_successor)


Guard = Callable[[Viewer, Standing, datetime], Sentence | None]
GUARDS: dict[Act, Guard] = {
    Act.CLAIM: why_not_claim,
    Act.NOTE: why_not_note,
    Act.RESOLVE: why_not_resolve,
    Act.UNDO: why_not_undo,
    Act.REOPEN: why_not_reopen,
}
CLAIMED = "Already claimed by Dana Reyes today at 9:12."
CLOSED = "Already closed by Dana Reyes today at 9:12."


@pytest.mark.parametrize(
    ("act", "state", "leads_to", "reason"),
    [
        (Act.CLAIM, State.OPEN, State.ACKNOWLEDGED, None),
        (Act.CLAIM, State.ACKNOWLEDGED, None, CLAIMED),
        (Act.CLAIM, State.RESOLVED, None, CLOSED),
        (Act.NOTE, State.OPEN, State.OPEN, None),
        (Act.NOTE, State.ACKNOWLEDGED, State.ACKNOWLEDGED, None),
        (Act.NOTE, State.RESOLVED, None, CLOSED),
        (Act.RESOLVE, State.OPEN, None, "Claim it first, so that others see who has it."),
        (Act.RESOLVE, State.ACKNOWLEDGED, State.RESOLVED, None),
        (Act.RESOLVE, State.RESOLVED, None, CLOSED),
        (Act.UNDO, State.OPEN, None, "There is nothing to undo."),
        (Act.UNDO, State.ACKNOWLEDGED, State.OPEN, None),
        (Act.UNDO, State.RESOLVED, State.ACKNOWLEDGED, None),
        (Act.REOPEN, State.OPEN, None, "This is not closed."),
        (Act.REOPEN, State.ACKNOWLEDGED, None, "This is not closed."),
        (Act.REOPEN, State.RESOLVED, State.OPEN, None),
    ],
)
def test_each_act_in_each_state(act: Act, state: State, leads_to: State | None, reason: str | None) -> None:
    assert state_after(act, state) is leads_to
    for role in (Role.COUNSELOR, Role.DIRECTOR):
        said = GUARDS[act](viewer(role=role), flag(state), NOW)
        assert (said.english() if said else None) == reason


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.FAMILY_MEMBER])
def test_only_the_care_team_acts(act: Act, state: State, role: Role) -> None:
    said = GUARDS[act](viewer(role=role), flag(state), NOW)
    assert said is not None
    assert said.english() == "Only the care team can do this."


@pytest.mark.parametrize(
    ("act", "state", "may"),
    [
        (Act.CLAIM, State.OPEN, True),
        (Act.NOTE, State.ACKNOWLEDGED, True),
        (Act.RESOLVE, State.ACKNOWLEDGED, True),
        (Act.REOPEN, State.RESOLVED, True),
        (Act.UNDO, State.ACKNOWLEDGED, False),
        (Act.UNDO, State.RESOLVED, False),
    ],
)
def test_the_cover_may_do_all_but_undo_what_another_did(act: Act, state: State, *, may: bool) -> None:
    said = GUARDS[act](viewer(COVER), flag(state), NOW)
    assert (said.english() if said else None) == (None if may else "Only Dana Reyes can undo this.")


@pytest.mark.parametrize("state", [State.ACKNOWLEDGED, State.RESOLVED])
@pytest.mark.parametrize(("seconds_ago", "may"), [(0, True), (599, True), (600, True), (601, False)])
def test_the_last_step_can_be_undone_for_ten_minutes(state: State, seconds_ago: float, *, may: bool) -> None:
    said = why_not_undo(viewer(), flag(state, seconds_ago=seconds_ago), NOW)
    assert (said.english() if said else None) == (None if may else "This can be undone for 10 minutes only.")


@pytest.mark.parametrize(
    ("guard", "state", "may"),
    [
        (why_not_reopen, State.RESOLVED, False),
        (why_not_undo, State.RESOLVED, False),
        (why_not_undo, State.ACKNOWLEDGED, True),  # it is unresolved itself
    ],
)
def test_beside_a_newer_flag_of_the_same_rule_a_closed_one_stays_closed(
    guard: Guard, state: State, *, may: bool
) -> None:
    said = guard(viewer(), flag(state, has_successor=True), NOW)
    expected = None if may else "A newer flag for the same reason is open. Work on that one."
    assert (said.english() if said else None) == expected


@pytest.mark.parametrize(
    ("closed_at", "when"),
    [
        ("2026-11-23 15:12", "today at 9:12"),
        ("2026-11-23 06:00", "today at 0:00"),
        ("2026-11-23 05:59", "yesterday at 23:59"),
        ("2026-11-22 06:00", "yesterday at 0:00"),
        ("2026-11-22 05:59", "on 2026-11-21 at 23:59"),
        ("2026-07-01 14:05", "on 2026-07-01 at 9:05"),
    ],
)
def test_a_stale_save_hears_who_closed_it_and_when_on_the_programs_wall(closed_at: str, when: str) -> None:
    closed = Standing(State.RESOLVED, Step(COVER, "Sam Ortiz", datetime.fromisoformat(closed_at).replace(tzinfo=UTC)))
    said = why_not_resolve(viewer(), closed, NOW)
    assert said is not None
    assert said.english() == f"Already closed by Sam Ortiz {when}."


@pytest.mark.parametrize(
    ("chosen", "is_outcome"),
    [*((outcome.value, True) for outcome in Outcome), ("", False), ("TALKED", False), ("resolved", False)],
)
def test_a_resolution_needs_an_outcome(chosen: str, *, is_outcome: bool) -> None:
    said = why_not_outcome(chosen)
    assert (said.english() if said else None) == (None if is_outcome else "Choose what came of it.")


def test_an_undo_returns_to_where_the_act_came_from() -> None:
    for done in TRANSITIONS:
        if done.act in {Act.CLAIM, Act.RESOLVE}:
            assert done.from_states == {state_after(Act.UNDO, done.to_state)}


def test_an_act_leads_from_a_state_to_one_state_only() -> None:
    pairs = [(transition.act, state) for transition in TRANSITIONS for state in transition.from_states]
    assert len(pairs) == len(set(pairs))


def test_every_act_leaves_an_event_of_its_own() -> None:
    past_tense = {"claimed", "noted", "resolved", "undone", "reopened"}
    assert past_tense <= {kind.value for kind in EventKind}
    assert len(past_tense) == len(Act)


@pytest.mark.parametrize("state", State)
def test_an_open_flag_has_no_last_step_and_every_other_one_has(state: State) -> None:
    step = Step(DANA, "Dana Reyes", NOW)
    with pytest.raises(ValueError, match="last step"):
        Standing(state, step if state is State.OPEN else None)
